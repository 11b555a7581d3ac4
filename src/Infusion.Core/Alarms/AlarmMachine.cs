using Infusion.Core.Clinics;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Alarms;

/// <summary>
/// Turns verdicts into alarms. At each level a breach waits for its delay, is up once, and goes once; the condition's one alarm has
/// the priority of the gravest level that is up, and is raised, changed and cleared with it.
/// Unknown neither raises nor clears; a wait that saw nothing for as long as the metric takes to go stale begins anew.
/// </summary>
static class AlarmMachine
{
    public static void Take(RuleInForce asked, string? source, in SafetyView view, in EventStream stream, DateTimeOffset now)
    {
        var slot = stream.Slots.Find(asked.Rule.Code, asked.Metric, source);
        if (slot is null ? IsQuiet(asked, view) : asked.IsPlain && Stands(slot, asked.Levels[0]) && Follow(slot, asked, view, now))
        {
            return;
        }

        TakeLevels(slot, asked, source, view, stream, now);
    }

    /// <summary>Nothing is held, and no level is breached: true of nearly every look.</summary>
    static bool IsQuiet(RuleInForce asked, in SafetyView view) => asked.Rule.Side is not null
        ? LimitRule.IsInside(asked, view)
        : asked.IsPlain && asked.Rule.Judge(view, asked.Metric).Verdict != Verdict.Breach;

    static void TakeLevels(
        AlarmSlot? slot, RuleInForce asked, string? source, in SafetyView view, in EventStream stream, DateTimeOffset now)
    {
        Judgement judged = default;
        RuleLevel? up = null;
        foreach (var level in asked.Levels)
        {
            var judgement = level.Limit is null && asked.Rule.Levels.IsEmpty
                ? asked.Rule.Judge(view, asked.Metric)
                : asked.Rule.Judge(view.At(level), asked.Metric);
            if (slot is null && judgement.Verdict != Verdict.Breach)
            {
                continue;
            }

            slot = TakeLevel(slot, judgement, level, asked, source, view, stream, now);
            if (up is null && slot!.Find(level.Priority) is { IsUp: true })
            {
                (up, judged) = (level, judgement);
            }
        }

        if (slot is { Levels.Count: 0 })
        {
            End(slot, view.Limits, stream, now);
        }
        else if (slot is not null)
        {
            AlarmSignals.Settle(slot, new Finding(asked, up ?? asked.Levels[0], judged, view), stream);
        }
    }

    /// <summary>The alarm is raised and says what it should: nothing is told of its condition but its end.</summary>
    static bool Stands(AlarmSlot slot, RuleLevel level) =>
        slot is { Alarm: not null, Levels.Count: 1 } && slot.Said == level.Priority && slot.Levels[0] is { IsUp: true } held && held.Priority == level.Priority;

    /// <returns>True: it goes on, or nobody knows.</returns>
    static bool Follow(AlarmSlot slot, RuleInForce asked, in SafetyView view, DateTimeOffset now)
    {
        var verdict = asked.Rule.Judge(view with { IsVerdictEnough = true }, asked.Metric).Verdict;
        if (verdict == Verdict.Breach)
        {
            slot.Levels[0].LastBreachAt = now;
        }

        return verdict != Verdict.Clear;
    }

    /// <summary>The condition is over; a raised alarm says so.</summary>
    public static void End(AlarmSlot slot, SafetyLimits limits, in EventStream stream, DateTimeOffset now)
    {
        stream.Slots.Close(slot);
        if (slot.Alarm is { } alarm)
        {
            AlarmSignals.Clear(alarm, limits, stream, now);
        }
    }

    static AlarmSlot? TakeLevel(
        AlarmSlot? slot, in Judgement judgement, RuleLevel level, RuleInForce asked, string? source,
        in SafetyView view, in EventStream stream, DateTimeOffset now)
    {
        var held = slot?.Find(level.Priority);
        switch (judgement.Verdict)
        {
            case Verdict.Breach:
                slot ??= stream.Slots.Open(asked.Rule.Code, asked.Metric, source);
                held ??= Begin(slot, judgement, level, asked, view);
                held.DepthSeconds += judgement.Depth * Seconds(now - held.LastBreachAt);
                held.LastBreachAt = now;
                held.IsUp = held.IsUp || IsDue(held, judgement, level, now);
                break;
            case Verdict.Unknown:
                if (held is { IsUp: false } && !level.IsConfirmedByRepeat && now - held.LastBreachAt >= MetricTable.StaleAfter(asked.Metric))
                {
                    slot!.Levels.Remove(held);
                }

                break;
            case Verdict.Between when held is { IsUp: true }:
                break;
            default:
                if (held is not null)
                {
                    slot!.Levels.Remove(held);
                }

                break;
        }

        return slot;
    }

    static AlarmLevel Begin(AlarmSlot slot, in Judgement judgement, RuleLevel level, RuleInForce asked, in SafetyView view)
    {
        var held = new AlarmLevel(level.Priority)
        {
            Onset = judgement.At,
            LiveOnset = judgement.At,
            OnsetClockAt = judgement.ClockAt,
            LastBreachAt = view.Now,
        };
        slot.Levels.Add(held);
        if (asked.Rule.IsDatedBack && view.Session is { } session)
        {
            held.NotBefore = session.Before(asked.Metric);
            held.Onset = AlarmOnset.Of(held, level, asked, view, session);
        }

        return held;
    }

    static bool IsDue(AlarmLevel held, in Judgement judgement, RuleLevel level, DateTimeOffset now)
    {
        if (!level.IsConfirmedByRepeat)
        {
            return judgement.IsByHand || now - held.LiveOnset >= level.Delay || held.DepthSeconds >= level.Limit?.DepthSeconds;
        }

        // Both clocks must agree: one set forward makes an old measurement look later. One set back shows by going back,
        // tells nothing of what has passed, and must not keep a second measurement from confirming.
        var byClock = judgement.ClockAt - held.OnsetClockAt;
        return judgement.At - held.LiveOnset >= level.Delay && (byClock >= level.Delay || byClock < TimeSpan.Zero);
    }

    static decimal Seconds(TimeSpan span) => (decimal)span.Ticks / TimeSpan.TicksPerSecond;
}
