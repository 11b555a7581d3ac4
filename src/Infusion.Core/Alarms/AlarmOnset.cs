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
    /// <summary>After a late reading: the onsets of the session's conditions, waiting or raised, as all late values tell them.</summary>
    public static void Correct(in SafetyView view, SessionLive live, in EventStream stream, DateTimeOffset now)
    {
        for (var index = 0; index < stream.Slots.All.Count; index++)
        {
            var slot = stream.Slots.All[index];
            if (SafetyRules.Find(slot.Rule) is not { IsDatedBack: true } rule)
            {
                continue;
            }

            var (before, onset) = (slot.Onset, Of(slot, rule, view, live));
            slot.Onset = onset;
            if (slot.Alarm is { } alarm && onset != before)
            {
                stream.Emit(new AlarmOnsetCorrected(now, alarm, before, onset));
            }
        }
    }

    public static DateTimeOffset Of(AlarmSlot slot, SafetyRule rule, in SafetyView view, SessionLive live)
    {
        if (slot.NotBefore is not { } notBefore)
        {
            return slot.Onset;
        }

        var onset = slot.LiveOnset;
        var values = live.Late.Of(slot.Metric);
        for (var index = values.Count - 1; index >= 0 && values[index].At > notBefore; index--)
        {
            var value = values[index];
            if (value.At >= slot.LiveOnset)
            {
                continue;
            }

            var verdict = rule.Judge(view.With(slot.Metric, value), slot.Metric).Verdict;
            if (verdict is Verdict.Clear or Verdict.Between || onset - value.At >= MetricTable.StaleAfter(slot.Metric))
            {
                break;
            }

            onset = verdict == Verdict.Breach ? value.At : onset;
        }

        return onset;
    }
}
