using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Clinics;

public static partial class ClinicEngine
{
    /// <summary>
    /// An entry counts no more: values, scores and the conditions that rested on it are as before. An alarm that only it had raised
    /// ends as its rule has it; one that it had ended is back.
    /// </summary>
    static void Withdraw(ClinicState state, SessionLive live, EntryWithdrawn withdrawn, FindingSink sink)
    {
        var (entry, found, now) = (live.State.Entries.Find(withdrawn.Withdrawn), live.EntryByHand(withdrawn.Withdrawn), withdrawn.At);
        var byHand = found is null ? [] : live.ToldByHandAlone(found);
        var stream = new EventStream(state, live, sink);
        stream.Emit(withdrawn);
        if (entry?.Event is VitalsCharted vitals)
        {
            ChartWithdrawn(live, vitals, sink);
        }

        Hold(live.Slots, byHand);
        // What entries began that are taken back is not kept up by nobody knowing better.
        var levels = live.State.Entries.Entries.Where(each => each.WithdrawnAt is not null)
            .SelectMany(each => live.Slots.All.Where(slot => Concerns(each.Event, slot))
                .SelectMany(slot => slot.Levels.Where(level => level.LiveOnset == each.Event.At).Select(level => (Slot: slot, Level: level))))
            .ToList();
        foreach (var (_, level) in levels)
        {
            level.LastBreachAt = level.LastBreachAt < now ? level.LastBreachAt : now.AddTicks(-1);
        }

        SafetyEvaluator.AfterCommand(state, live, now, sink);
        foreach (var (slot, level) in levels)
        {
            if (level.LastBreachAt < now)
            {
                slot.Levels.Remove(level);
            }
        }
    }

    static bool Concerns(SessionEvent entry, AlarmSlot slot) => entry switch
    {
        VitalsCharted vitals => vitals.Values.Any(each => HeldCondition.LooksAt(slot.Rule, slot.Metric, slot.Source, each.Metric)),
        ObservationCharted => slot.Metric == Metric.Unknown && AlarmSource.DeviceOf(slot.Source) is null,
        _ => false,
    };

    /// <summary>Another entry of the same person for the same time is charted under the same name, and stands.</summary>
    static void ChartWithdrawn(SessionLive live, VitalsCharted withdrawn, FindingSink sink)
    {
        Charting.Chart.ByHand(live, withdrawn, sink, isWithdrawn: true);
        foreach (var each in live.State.Entries.Entries)
        {
            if (each is { WithdrawnAt: null, Event: VitalsCharted same } && same.At == withdrawn.At && same.By == withdrawn.By)
            {
                Charting.Chart.ByHand(live, same, sink);
            }
        }
    }

    /// <summary>
    /// Conditions of these metrics as they were held before the word that stands, those that have ended since as well. What is said
    /// of them follows when that word is judged.
    /// </summary>
    static void Hold(AlarmSlots slots, List<(Metric Metric, HandEntry Last)> told)
    {
        foreach (var (metric, last) in told)
        {
            if (last.Held is not { } held)
            {
                continue;
            }

            foreach (var slot in slots.All.Where(slot => HeldCondition.LooksAt(slot.Rule, slot.Metric, slot.Source, metric)))
            {
                slot.Levels.Clear();
            }

            foreach (var condition in held.Where(each => each.LooksAt(metric)))
            {
                var slot = slots.Find(condition.Rule, condition.Metric, condition.Source) ?? slots.Open(condition.Rule, condition.Metric, condition.Source);
                slot.Levels.Clear();
                slot.Levels.AddRange(condition.Levels.Select(level => level.Copy()));
            }
        }
    }
}
