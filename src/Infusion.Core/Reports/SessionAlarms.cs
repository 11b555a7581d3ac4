using Infusion.Core.Alarms;
using Infusion.Core.Sessions;

namespace Infusion.Core.Reports;

/// <summary>The alarms of one session and the time in which there could be any, gathered from its events in their order.</summary>
public sealed class SessionAlarms(Guid session)
{
    readonly List<AlarmSpan> _alarms = [];
    readonly Dictionary<Guid, int> _places = [];
    readonly List<(DateTimeOffset From, DateTimeOffset To)> _interruptions = [];

    public Guid Session { get; } = session;

    /// <summary>Null: the session was not planned, as far as these events say.</summary>
    public SessionPlanned? Plan { get; private set; }

    /// <summary>Vitals are judged from here; null: not checked in.</summary>
    public DateTimeOffset? MonitoredFrom { get; private set; }

    /// <summary>And until here; null: still.</summary>
    public DateTimeOffset? MonitoredUntil { get; private set; }

    /// <summary>In the order in which they were raised.</summary>
    public IReadOnlyList<AlarmSpan> Alarms => _alarms;

    public static SessionAlarms Of(Guid session, IEnumerable<SessionEvent> events)
    {
        var gathered = new SessionAlarms(session);
        foreach (var happened in events)
        {
            gathered.Take(happened);
        }

        return gathered;
    }

    public void Take(SessionEvent happened)
    {
        switch (happened)
        {
            case SessionPlanned planned:
                Plan = planned;
                break;
            case PatientCheckedIn:
                MonitoredFrom = happened.At;
                break;
            case PatientDischarged:
                MonitoredUntil = happened.At;
                break;
            case MonitoringInterrupted interrupted:
                _interruptions.Add((interrupted.From, interrupted.To));
                break;
            case AlarmRaised e:
                _places[e.Alarm] = _alarms.Count;
                _alarms.Add(new AlarmSpan(
                    e.Alarm, e.Rule, e.Metric, e.Source, e.Priority, e.Priority, e.Onset, e.At, e.At, e.Observed, e.HardLimit));
                break;
            case AlarmReturned e when _places.TryGetValue(e.Alarm, out var first):
                var before = _alarms[first];
                _places[e.Alarm] = _alarms.Count;
                _alarms.Add(new AlarmSpan(
                    e.Alarm, before.Rule, before.Metric, before.Source, e.Priority, e.Priority, e.Onset, e.At, e.At, e.Observed, e.HardLimit));
                break;
            default:
                if (AlarmFold.Subject(happened) is { } id && _places.TryGetValue(id, out var place))
                {
                    _alarms[place] = Next(_alarms[place], happened);
                }

                break;
        }
    }

    /// <summary>Whether a patient was watched at any time of the window.</summary>
    public bool Touches(DateTimeOffset from, DateTimeOffset to) =>
        MonitoredFrom is { } began && began < to && !(MonitoredUntil <= from);

    /// <summary>How long a patient was watched within the window; what nobody evaluated is left out.</summary>
    public TimeSpan Monitored(DateTimeOffset from, DateTimeOffset to)
    {
        if (MonitoredFrom is not { } began)
        {
            return TimeSpan.Zero;
        }

        var (start, end) = (Later(began, from), Earlier(MonitoredUntil ?? to, to));
        var watched = Length(start, end);
        foreach (var (gone, back) in _interruptions)
        {
            watched -= Length(Later(gone, start), Earlier(back, end));
        }

        return watched;
    }

    static AlarmSpan Next(AlarmSpan alarm, SessionEvent happened) => happened switch
    {
        AlarmPriorityChanged e when e.To > alarm.Gravest => alarm with
        {
            Gravest = e.To,
            GravestSince = e.At,
            Observed = e.Observed,
            HardLimit = e.HardLimit,
            AcknowledgedAt = null,
            AcknowledgedBy = null,
        },
        AlarmConditionCleared e => alarm with { EndedAt = e.At },
        AlarmAcknowledged e => alarm with
        {
            AcknowledgedAt = alarm.AcknowledgedAt ?? e.At,
            AcknowledgedBy = alarm.AcknowledgedBy ?? e.By,
            ActedAt = alarm.ActedAt ?? e.At,
        },
        AlarmAudioPaused e => alarm with { ActedAt = alarm.ActedAt ?? e.At },
        AlarmOnsetCorrected e => alarm with { Onset = e.To },
        _ => alarm,
    };

    static TimeSpan Length(DateTimeOffset from, DateTimeOffset to) => to > from ? to - from : TimeSpan.Zero;

    static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
