using Infusion.Core.Clinics;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Alarms;

/// <summary>
/// Since when a condition has held, by the late values before the live reading that began it. It is dated back over late
/// breaches without a break: not past a value that was none, and not over a stretch as long as the metric takes to go stale.
/// When an alarm is raised and when it ends is decided by live readings alone.
/// </summary>
static class AlarmOnset
{
    /// <summary>After a late reading: the onsets of the session's conditions, waiting or up, as all late values tell them.</summary>
    public static void Correct(in SafetyView view, SessionLive live, RulesInForce rules, in EventStream stream, DateTimeOffset now)
    {
        for (var index = 0; index < stream.Slots.All.Count; index++)
        {
            var slot = stream.Slots.All[index];
            foreach (ref readonly var entry in rules.OfSession.All.Entries)
            {
                var asked = entry.Asked;
                if (asked.Rule.IsDatedBack && asked.Rule.Code == slot.Rule && asked.Metric == slot.Metric)
                {
                    Correct(slot, asked, view, live, stream, now);
                }
            }
        }
    }

    public static DateTimeOffset Of(AlarmLevel held, RuleLevel level, RuleInForce asked, in SafetyView view, SessionLive live)
    {
        if (held.NotBefore is not { } notBefore)
        {
            return held.Onset;
        }

        var onset = held.LiveOnset;
        var values = live.Late.Of(asked.Metric);
        for (var index = values.Count - 1; index >= 0 && values[index].At > notBefore; index--)
        {
            var value = values[index];
            if (value.At >= held.LiveOnset)
            {
                continue;
            }

            var verdict = asked.Rule.Judge(view.At(level).With(asked.Metric, value), asked.Metric).Verdict;
            if (verdict is Verdict.Clear or Verdict.Between || onset - value.At >= MetricTable.StaleAfter(asked.Metric))
            {
                break;
            }

            onset = verdict == Verdict.Breach ? value.At : onset;
        }

        return onset;
    }

    static void Correct(AlarmSlot slot, RuleInForce asked, in SafetyView view, SessionLive live, in EventStream stream, DateTimeOffset now)
    {
        foreach (var level in asked.Levels)
        {
            if (slot.Find(level.Priority) is not { } held)
            {
                continue;
            }

            var (before, onset) = (held.Onset, Of(held, level, asked, view, live));
            held.Onset = onset;
            if (slot.Alarm is { } alarm && slot.RaisedAs == level.Priority && onset != before)
            {
                stream.Emit(new AlarmOnsetCorrected(now, alarm, before, onset));
            }
        }
    }
}
