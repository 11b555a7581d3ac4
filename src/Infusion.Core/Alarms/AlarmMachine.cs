using Infusion.Core.Clinics;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Alarms;

/// <summary>
/// Turns verdicts into alarms: a breach waits for its delay, is raised once, and clears once.
/// Unknown neither raises nor clears; a wait that saw nothing for as long as the metric takes to go stale begins anew.
/// </summary>
static class AlarmMachine
{
    public static void Take(
        in Judgement judgement, SafetyRule rule, Metric metric, string? source, in SafetyView view, in EventStream stream, DateTimeOffset now)
    {
        var slot = stream.Slots.Find(rule.Code, metric, source);
        switch (judgement.Verdict)
        {
            case Verdict.Breach:
                slot ??= Begin(judgement, rule, metric, source, view, stream.Slots);
                slot.LastBreachAt = now;
                if (slot.Alarm is null && IsDue(slot, judgement, rule, view.Limits, now))
                {
                    Raise(slot, judgement, rule, stream, now);
                }

                break;
            case Verdict.Unknown:
                if (slot is { Alarm: null } && !rule.IsConfirmedByRepeat && now - slot.LastBreachAt >= MetricTable.StaleAfter(metric))
                {
                    stream.Slots.Close(slot);
                }

                break;
            case Verdict.Between when slot is { Alarm: not null }:
                break;
            default:
                if (slot is not null)
                {
                    End(slot, stream, now);
                }

                break;
        }
    }

    /// <summary>The condition is over; a raised alarm says so.</summary>
    public static void End(AlarmSlot slot, in EventStream stream, DateTimeOffset now)
    {
        stream.Slots.Close(slot);
        if (slot.Alarm is { } alarm)
        {
            stream.Emit(new AlarmConditionCleared(now, alarm));
        }
    }

    static AlarmSlot Begin(
        in Judgement judgement, SafetyRule rule, Metric metric, string? source, in SafetyView view, AlarmSlots slots)
    {
        var slot = slots.Open(rule.Code, metric, source);
        slot.Onset = judgement.At;
        slot.LiveOnset = judgement.At;
        slot.OnsetClockAt = judgement.ClockAt;
        if (rule.IsDatedBack && view.Session is { } session)
        {
            slot.NotBefore = session.Before(metric);
            slot.Onset = AlarmOnset.Of(slot, rule, view, session);
        }

        return slot;
    }

    static bool IsDue(AlarmSlot slot, in Judgement judgement, SafetyRule rule, SafetyLimits limits, DateTimeOffset now)
    {
        var delay = rule.Delay(limits);
        if (!rule.IsConfirmedByRepeat)
        {
            return now - slot.LiveOnset >= delay;
        }

        // Both clocks must agree: one set forward makes an old measurement look later. One set back shows by going back,
        // tells nothing of what has passed, and must not keep a second measurement from confirming.
        var byClock = judgement.ClockAt - slot.OnsetClockAt;
        return judgement.At - slot.LiveOnset >= delay && (byClock >= delay || byClock < TimeSpan.Zero);
    }

    static void Raise(AlarmSlot slot, in Judgement judgement, SafetyRule rule, in EventStream stream, DateTimeOffset now)
    {
        var id = AlarmId.Derive(stream.Id, rule.Code, slot.Metric, slot.Source, slot.Onset);
        slot.Alarm = id;
        stream.Emit(new AlarmRaised(
            now, id, rule.Code, slot.Metric, slot.Source, rule.Priority, slot.Onset, judgement.Observed, judgement.HardLimit));
    }
}
