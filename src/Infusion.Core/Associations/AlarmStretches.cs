using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Associations;

/// <summary>When each alarm of a stream was up, so that two accounts of the same hours can be compared.</summary>
sealed class AlarmStretches
{
    /// <summary>Two accounts of one condition may differ by as much: a clock that is estimated anew, a delay that began with another reading.</summary>
    static readonly TimeSpan Apart = TimeSpan.FromMinutes(1);

    readonly List<AlarmRaised> _raised = [];
    readonly Dictionary<Guid, List<(DateTimeOffset From, DateTimeOffset? To)>> _up = [];

    public IReadOnlyList<AlarmRaised> Raised => _raised;

    public void Take(SessionEvent happened)
    {
        switch (happened)
        {
            case AlarmRaised raised:
                _raised.Add(raised);
                Begin(raised.Alarm, raised.Onset);
                break;
            case AlarmReturned returned:
                Begin(returned.Alarm, returned.Onset);
                break;
            case AlarmConditionCleared cleared when _up.TryGetValue(cleared.Alarm, out var up) && up[^1].To is null:
                up[^1] = up[^1] with { To = cleared.At };
                break;
            default:
                break;
        }
    }

    public DateTimeOffset? EndOf(Guid alarm) => _up[alarm][^1].To;

    /// <summary>Those that were up in that time and of which the other account knows nothing.</summary>
    public IEnumerable<AlarmRaised> NotIn(AlarmStretches other, DateTimeOffset from, DateTimeOffset to) =>
        _raised.Where(mine => IsUp(mine.Alarm, from, to) && !other.Knows(mine, _up[mine.Alarm]));

    bool Knows(AlarmRaised alarm, List<(DateTimeOffset From, DateTimeOffset? To)> up) => _raised.Any(mine =>
        (mine.Rule, mine.Metric, mine.Source) == (alarm.Rule, alarm.Metric, alarm.Source)
        && up.Any(stretch => IsUp(mine.Alarm, stretch.From - Apart, (stretch.To ?? DateTimeOffset.MaxValue - Apart) + Apart)));

    bool IsUp(Guid alarm, DateTimeOffset from, DateTimeOffset to) =>
        _up[alarm].Any(stretch => stretch.From < to && (stretch.To is null || stretch.To >= from));

    void Begin(Guid alarm, DateTimeOffset at)
    {
        if (!_up.TryGetValue(alarm, out var up))
        {
            _up[alarm] = up = [];
        }

        up.Add((at, null));
    }
}
