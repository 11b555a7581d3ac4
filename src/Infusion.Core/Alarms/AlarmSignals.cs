using Infusion.Core.Clinics;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;

namespace Infusion.Core.Alarms;

/// <summary>
/// What is said of a condition: its one alarm is raised, changes with the gravest level that is up, and ends. A condition that
/// comes back while its alarm is latched makes that one active again.
/// </summary>
static class AlarmSignals
{
    public static void Settle(AlarmSlot slot, in Finding finding, in EventStream stream)
    {
        switch (slot.Gravest())
        {
            case null when slot.Alarm is { } alarm:
                (slot.Alarm, slot.Said) = (null, AlarmPriority.Unknown);
                Clear(alarm, finding.View.Limits, stream, finding.View.Now);
                break;
            case { } up when slot.Alarm is null:
                Begin(slot, up, finding, stream);
                break;
            case { } up when slot.Said != up.Priority:
                Change(slot, slot.Alarm!.Value, up.Priority, finding, stream);
                break;
            default:
                break;
        }
    }

    public static void Clear(Guid alarm, SafetyLimits limits, in EventStream stream, DateTimeOffset now)
    {
        stream.Emit(new AlarmConditionCleared(now, alarm));
        StormGuard.Review(limits, stream, now);
    }

    static void Begin(AlarmSlot slot, AlarmLevel up, in Finding finding, in EventStream stream)
    {
        var (asked, judgement, now) = (finding.Asked, finding.Judgement, finding.View.Now);
        var latched = Latched(slot, stream);
        if (latched is null && stream.Slots.OnsetOf(slot, up.Onset, now) is var onset && onset != up.Onset)
        {
            (up.Onset, up.LiveOnset, up.NotBefore) = (onset, onset, null);
        }

        var id = latched ?? AlarmId.Derive(stream.Id, slot.Rule, slot.Metric, slot.Source, up.Onset);
        var cause = StormGuard.CauseOf(asked.Rule, slot, up.Priority, stream);
        var group = cause is null ? stream.Slots.Rush.GroupOf(id, up.Priority, finding.View.Limits, now) : null;
        var basis = AlarmBasis.Of(finding, stream);
        (slot.Alarm, slot.Said) = (id, up.Priority);
        slot.RaisedAs = latched is null ? up.Priority : AlarmPriority.Unknown;
        stream.Emit(latched is null
            ? new AlarmRaised(
                now, id, slot.Rule, slot.Metric, slot.Source, up.Priority, up.Onset, judgement.Observed, judgement.HardLimit,
                finding.Level.IsLatching, asked.MayBeSilenced, cause, group, basis)
            {
                Beside = judgement.Beside,
            }
            : new AlarmReturned(
                now, id, up.Priority, up.Onset, judgement.Observed, judgement.HardLimit, cause, group, basis));
    }

    static void Change(AlarmSlot slot, Guid alarm, AlarmPriority to, in Finding finding, in EventStream stream)
    {
        var judgement = finding.Judgement;
        stream.Emit(new AlarmPriorityChanged(
            finding.View.Now, alarm, slot.Said, to, judgement.Observed, judgement.HardLimit, finding.Level.IsLatching,
            AlarmBasis.Of(finding, stream)));
        slot.Said = to;
        StormGuard.Review(finding.View.Limits, stream, finding.View.Now);
    }

    /// <summary>The alarm of this condition that is over and not acknowledged; there is one at most.</summary>
    static Guid? Latched(AlarmSlot slot, in EventStream stream)
    {
        foreach (var (id, alarm) in stream.Alarms)
        {
            if (alarm.Presence == AlarmPresence.Latched && alarm.Metric == slot.Metric && alarm.Rule == slot.Rule && alarm.Source == slot.Source)
            {
                return id;
            }
        }

        return null;
    }
}
