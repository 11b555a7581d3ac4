using Infusion.Core.Safety;
using Infusion.Core.Sessions;

namespace Infusion.Core.Alarms;

/// <summary>
/// When low and medium alarms of one stream last began to sound. Those that come in a rush sound as one group; a high one is
/// never among them. Told by events alone.
/// </summary>
public sealed class AlarmRush
{
    /// <summary>More than any clinic lets sound one by one in a minute.</summary>
    const int Kept = 32;

    readonly List<(DateTimeOffset At, Guid? Group)> _starts = [];

    /// <summary>Null: it sounds by itself.</summary>
    public Guid? GroupOf(Guid alarm, AlarmPriority priority, SafetyLimits limits, DateTimeOffset now)
    {
        if (priority == AlarmPriority.High)
        {
            return null;
        }

        var recent = 0;
        for (var index = _starts.Count - 1; index >= 0 && now - _starts[index].At < limits.ManyAlarmsWithin; index--)
        {
            recent++;
        }

        return recent == 0 || recent < limits.ManyAlarms ? null : _starts[^1].Group ?? alarm;
    }

    internal void Apply(SessionEvent happened)
    {
        switch (happened)
        {
            case AlarmRaised { CausedBy: null, Priority: < AlarmPriority.High } e:
                Add(e.At, e.Group);
                break;
            case AlarmReturned { CausedBy: null, Priority: < AlarmPriority.High } e:
                Add(e.At, e.Group);
                break;
            case AlarmStandsAlone { Group: var group } e:
                Add(e.At, group);
                break;
            default:
                break;
        }
    }

    void Add(DateTimeOffset at, Guid? group)
    {
        if (_starts.Count == Kept)
        {
            _starts.RemoveAt(0);
        }

        _starts.Add((at, group));
    }
}
