using System.Collections.Immutable;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Outcomes;
using Infusion.Core.Sessions;

namespace Infusion.Core.Recovery;

/// <summary>One thing that a discharge still waits for.</summary>
/// <param name="Code">Stored.</param>
/// <param name="Text">Goes on after "Missing: ".</param>
public sealed record DischargeGap(string Code, string Text);

/// <summary>One thing that a discharge asks for.</summary>
/// <param name="Code">As that of its gap, but for a pump that still delivers.</param>
public sealed record DischargeItem(string Code, string Words)
{
    /// <summary>Null: the time, or the score.</summary>
    public DischargeNeed? Need { get; init; }

    /// <summary>Null: it is met.</summary>
    public DischargeGap? Gap { get; init; }

    /// <summary>What it is judged by, where that is a number or a plan.</summary>
    public string? RestsOn { get; init; }

    /// <summary>When what it is judged by was; null: there is nothing yet.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Of the time: when it will be over, if nothing more is given. Null: not known, or not about time.</summary>
    public DateTimeOffset? MetFrom { get; init; }
}

/// <summary>What a session lacks for its discharge. Unknown is missing.</summary>
public static class DischargeCheck
{
    /// <summary>CADSS-6 points above the baseline that still count as back.</summary>
    public const int DissociationTolerance = 1;

    public const string SafetyTaskCode = "safety-task";

    /// <summary>The safety tasks of the patient, whatever the protocol says, and then everything that the gate asks for, met or not, in its order.</summary>
    /// <param name="gate">Null: the protocol asks for nothing.</param>
    public static ImmutableArray<DischargeItem> Items(SessionState state, DischargeGate? gate, DateTimeOffset now)
    {
        var items = ImmutableArray.CreateBuilder<DischargeItem>();
        items.AddRange(state.After.SafetyTasks.Select(Task));
        if (gate is null)
        {
            return items.ToImmutable();
        }

        if (gate.AtLeast is { } atLeast)
        {
            items.Add(Time(state, atLeast, now));
        }

        if (gate is { Scale: { } scale, Threshold: { } threshold })
        {
            items.Add(Score(state, scale, threshold));
        }

        items.AddRange(gate.Needs.Select(need => Need(state, need)));
        return items.ToImmutable();
    }

    public static ImmutableArray<DischargeGap> Missing(SessionState state, DischargeGate? gate, DateTimeOffset now) =>
        [.. Items(state, gate, now).Select(item => item.Gap).OfType<DischargeGap>()];

    /// <summary>Nobody lets a discharge go in spite of one.</summary>
    public static bool HasOpenSafetyTask(SessionState state) => state.After.SafetyTasks.Any(task => task.IsOpen);

    /// <summary>As one sentence.</summary>
    public static string Sentence(ImmutableArray<DischargeGap> gaps) => $"Missing: {string.Join("; ", gaps.Select(gap => gap.Text))}.";

    /// <summary>A score of recovery that says otherwise than <paramref name="need"/> is met; null: none does.</summary>
    public static string? Contradiction(SessionState state, DischargeNeed need) => need switch
    {
        DischargeNeed.DissociationAtBaseline when InRecovery(state, Observation.Dissociation) is { } score
            && state.After.DissociationBefore is { } before && score.Score > before + DissociationTolerance =>
            $"the last CADSS-6 is {score.Score}, the baseline {before}",
        DischargeNeed.NoActiveNausea when InRecovery(state, Observation.Nausea) is { Score: > 0 } score => $"the last nausea score is {score.Score} of 10",
        _ => null,
    };

    /// <summary>The stop or the last dose, whichever is later; null: neither is known.</summary>
    public static DateTimeOffset? CountsFrom(SessionState state) =>
        state.After.LastDoseAt is { } dose && !(state.StoppedAt > dose) ? dose : state.StoppedAt;

    static DischargeItem Task(SafetyTask task) => new(SafetyTaskCode, "the safety task answered")
    {
        At = task.AnsweredAt ?? task.OpenedAt,
        RestsOn = task.AnsweredBy is { } by ? $"{task.Words}; answered by {by}" : null,
        Gap = task.IsOpen ? new(SafetyTaskCode, $"an answer to the safety task ({task.Words})") : null,
    };

    static DischargeItem Time(SessionState state, TimeSpan atLeast, DateTimeOffset now)
    {
        var from = CountsFrom(state);
        var item = new DischargeItem("time", $"{atLeast.TotalMinutes:0.##} min since the stop or the last dose") { At = from, MetFrom = from + atLeast };
        if (state.OpenSegment is { } open)
        {
            return item with { Gap = new("pump-delivers", $"{open.Device} still delivers, stop it"), MetFrom = null };
        }

        if (from is null)
        {
            return item with { Gap = new("time", "when the last dose was given") };
        }

        var left = atLeast - (now - from.Value);
        return left > TimeSpan.Zero
            ? item with { Gap = new("time", $"{(int)left.TotalMinutes} min {left.Seconds:00} s of the {item.Words}") }
            : item;
    }

    static DischargeItem Score(SessionState state, RecoveryScale scale, int threshold)
    {
        var item = new DischargeItem("score", $"{RecoveryScaleInfo.Find(scale)?.Label ?? "recovery score"} of at least {threshold}");
        if (!state.After.Totals.TryGetValue(scale, out var total) || !(total.At >= state.StoppedAt))
        {
            return item with { Gap = new("score", $"{item.Words}, charted in recovery") };
        }

        item = item with { At = total.At, RestsOn = $"{total.Total} of {RecoveryScaleInfo.Highest}" };
        return total.Total < threshold ? item with { Gap = new("score", $"{item.Words}, the last is {total.Total}") } : item;
    }

    static DischargeItem Need(SessionState state, DischargeNeed need)
    {
        var score = need switch
        {
            DischargeNeed.DissociationAtBaseline when state.After.DissociationBefore is not null => InRecovery(state, Observation.Dissociation),
            DischargeNeed.NoActiveNausea => InRecovery(state, Observation.Nausea),
            _ => null,
        };
        var seen = state.After.Seen.GetValueOrDefault(need);
        return new DischargeItem(Code(need), Words(need))
        {
            Need = need,
            Gap = Gap(state, need),
            At = score is not null && !(seen?.At > score.At) ? score.At : seen?.At,
            RestsOn = need == DischargeNeed.DissociationAtBaseline && score is not null
                ? $"CADSS-6 {score.Score}, baseline {state.After.DissociationBefore}"
                : seen is { IsMet: false, HasPlan: true } ? "positive, with a plan" : null,
        };
    }

    static DischargeGap? Gap(SessionState state, DischargeNeed need)
    {
        if (Contradiction(state, need) is { } contradiction)
        {
            return new(Code(need), $"{Words(need)} ({contradiction})");
        }

        // A score within the tolerance says it by itself, but only against a baseline that is known.
        var isShown = need == DischargeNeed.DissociationAtBaseline && state.After.DissociationBefore is not null
            && InRecovery(state, Observation.Dissociation) is not null;
        if (isShown || (state.After.Seen.TryGetValue(need, out var seen) && (seen.IsMet || seen.HasPlan)))
        {
            return null;
        }

        return seen is not null && need == DischargeNeed.SuicidalityScreened
            ? new(Code(need), "a plan for the positive suicidality screen")
            : new(Code(need), Words(need));
    }

    static ChartedScore? InRecovery(SessionState state, Observation what) =>
        state.Scores.TryGetValue(what, out var score) && score.At >= state.StoppedAt ? score : null;

    public static string Code(DischargeNeed need) => need switch
    {
        DischargeNeed.DissociationAtBaseline => "dissociation",
        DischargeNeed.SteadyGait => "gait",
        DischargeNeed.NoActiveNausea => "nausea",
        DischargeNeed.SuicidalityScreened => "suicidality",
        DischargeNeed.EscortPresent => "escort",
        DischargeNeed.InstructionsGiven => "instructions",
        _ => "unknown",
    };

    public static string Words(DischargeNeed need) => need switch
    {
        DischargeNeed.DissociationAtBaseline => "dissociation back to the baseline",
        DischargeNeed.SteadyGait => "a steady tandem gait",
        DischargeNeed.NoActiveNausea => "no active nausea",
        DischargeNeed.SuicidalityScreened => "a suicidality screen",
        DischargeNeed.EscortPresent => "an escort, by name",
        DischargeNeed.InstructionsGiven => "written instructions given",
        _ => "something that is not known",
    };
}
