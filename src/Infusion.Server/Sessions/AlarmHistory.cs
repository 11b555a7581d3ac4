using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Server.Live;
using Infusion.Server.Storage;

namespace Infusion.Server.Sessions;

/// <summary>One thing that happened to an alarm.</summary>
/// <param name="Why">Sentences on what it was decided by; empty for what no rule decided.</param>
public sealed record AlarmMoment(
    Guid Id, string Type, DateTimeOffset At, DateTimeOffset RecordedAt, string? By, string Text, IReadOnlyList<string> Why, AlarmBasis? Basis);

/// <param name="Alarm">As it stands in the store; its presence is inactive once it is over.</param>
public sealed record AlarmHistoryView(AlarmView Alarm, IReadOnlyList<AlarmMoment> History);

/// <summary>What became of one alarm and why, from the events of its stream.</summary>
static class AlarmHistory
{
    /// <param name="events">Of its stream, in order.</param>
    /// <returns>Null: the stream knows no such alarm.</returns>
    public static AlarmHistoryView? Build(
        Guid stream, Guid id, IEnumerable<(Guid Id, SessionEvent Event, DateTimeOffset RecordedAt)> events)
    {
        SessionState? session = null;
        Alarm? alarm = null;
        Alarm? last = null;
        var raised = new Dictionary<Guid, AlarmRaised>();
        var moments = new List<AlarmMoment>();
        foreach (var (eventId, happened, recordedAt) in events)
        {
            session = happened is SessionPlanned || session is not null ? Session.Evolve(session, happened, stream) : null;
            if (AlarmFold.Subject(happened) != id)
            {
                continue;
            }

            if (happened is AlarmRaised first)
            {
                raised[id] = first;
            }

            alarm = AlarmFold.Next(alarm, happened);
            last = alarm ?? (last is null ? null : last with { Presence = AlarmPresence.Inactive });
            var view = ChartEvents.Build(eventId, happened, recordedAt, new Dictionary<Guid, NoteDocument>(), raised);
            var (why, basis) = Why(alarm, happened);
            moments.Add(new AlarmMoment(eventId, view.Type, view.At, recordedAt, view.By, view.Text, why, basis));
        }

        return last is null ? null : new AlarmHistoryView(AlarmViews.Build(last, session, stream, null), moments);
    }

    static (IReadOnlyList<string> Why, AlarmBasis? Basis) Why(Alarm? alarm, SessionEvent happened)
    {
        var basis = happened switch
        {
            AlarmRaised e => e.Basis,
            AlarmReturned e => e.Basis,
            AlarmPriorityChanged e => e.Basis,
            _ => null,
        };
        return alarm is not null && happened is AlarmRaised or AlarmReturned or AlarmPriorityChanged
            ? (AlarmText.Explain(alarm!, basis, happened.At), basis)
            : ([], null);
    }
}
