using Infusion.Core.DrugLibrary;
using Infusion.Core.Recovery;
using Infusion.Core.Sessions;

namespace Infusion.Server.Live;

/// <summary>The latest score of one scale, with what it rests on.</summary>
/// <param name="Total">0 to 10.</param>
public sealed record RecoveryScoreView(
    RecoveryScale Scale, string Label, int Total, IReadOnlyList<RecoveryItemScore> Items, DateTimeOffset At, string By);

/// <summary>One thing that the discharge asks for.</summary>
/// <param name="Need">Null: the time, or the score.</param>
/// <param name="Why">What is missing, or what it rests on; null: nothing more is to be said.</param>
/// <param name="At">When what it is judged by was; null: there is nothing yet.</param>
/// <param name="MetFrom">Of the time: when it will be over. Null: not known, or not about time.</param>
public sealed record DischargeItemView(
    string Code, DischargeNeed? Need, string Words, bool IsMet, string? Why, DateTimeOffset? At, DateTimeOffset? MetFrom);

/// <summary>One vial and where its drug went, in mg.</summary>
public sealed record VialView(
    Guid Id, string Drug, decimal StrengthMgPerMl, decimal VolumeMl, string Lot, DateOnly Expiry, DateTimeOffset OpenedAt,
    decimal LabelledMg, decimal OverfillMg, decimal GivenMg, decimal WastedMg, decimal ReturnedMg, decimal LeftMg);

/// <summary>Somebody with the right must look at the patient's safety.</summary>
/// <param name="Assessment">What opened it, and its id.</param>
public sealed record ChairSafetyTaskView(Guid Assessment, string Words, DateTimeOffset OpenedAt, DateTimeOffset? AnsweredAt, string? AnsweredBy);

/// <summary>Recovery, discharge and vials as they stand. Computed from the session's events and its protocol, stored nowhere.</summary>
/// <param name="Scale">What the protocol counts by, with its threshold; null: it asks for no score.</param>
/// <param name="Discharge">Null: nothing is asked for.</param>
/// <param name="MayBeOverridden">By a physician, with a reason.</param>
/// <param name="DissociationBefore">The last CADSS-6 before the start; null: none.</param>
/// <param name="LeftMg">Not accounted for in all vials.</param>
/// <param name="VialsAsked">A session that gave drug is closed only with its vials.</param>
public sealed record AfterView(
    IReadOnlyList<RecoveryScoreView> Scores,
    RecoveryScale? Scale,
    int? Threshold,
    IReadOnlyList<DischargeItemView>? Discharge,
    bool MayBeOverridden,
    bool LeftAgainstAdvice,
    int? DissociationBefore,
    IReadOnlyList<VialView> Vials,
    decimal LeftMg,
    bool VialsAsked,
    decimal? OverfillUpToPercent)
{
    /// <summary>Open or answered since check-in, oldest first.</summary>
    public IReadOnlyList<ChairSafetyTaskView> SafetyTasks { get; init; } = [];
}

/// <summary>Pure.</summary>
static class AfterViews
{
    /// <param name="protocol">The session's; null: not known, so nothing is asked.</param>
    public static AfterView Build(SessionState state, InfusionProtocol? protocol, DateTimeOffset now)
    {
        var (after, gate) = (state.After, protocol?.Discharge);
        return new AfterView(
            [.. after.Totals.Values.OrderBy(total => total.Scale).Select(total => new RecoveryScoreView(
                total.Scale, RecoveryScaleInfo.Find(total.Scale)?.Label ?? "scale unknown", total.Total, total.Items, total.At, total.By))],
            gate?.Scale,
            gate?.Threshold,
            gate is null && after.SafetyTasks.IsEmpty ? null : [.. DischargeCheck.Items(state, gate, now).Select(Item)],
            gate is { MayBeOverridden: true },
            after.LeftAgainstAdvice,
            after.DissociationBefore,
            [.. after.Vials.Select(Of)],
            after.LeftMilligrams,
            protocol?.Vials is { AreAsked: true },
            protocol?.Vials?.OverfillUpToPercent)
        {
            SafetyTasks = [.. after.SafetyTasks.Select(task =>
                new ChairSafetyTaskView(task.Assessment, task.Words, task.OpenedAt, task.AnsweredAt, task.AnsweredBy))],
        };
    }

    static DischargeItemView Item(DischargeItem item) =>
        new(item.Code, item.Need, item.Words, item.Gap is null, item.Gap?.Text ?? item.RestsOn, item.At, item.MetFrom);

    static VialView Of(Vial vial) => new(
        vial.Id, vial.Drug, vial.Strength.MilligramsPerMillilitre, vial.Volume.Millilitres, vial.Lot, vial.Expiry, vial.OpenedAt,
        vial.Labelled.Milligrams, vial.Overfill.Milligrams, vial.Given.Milligrams, vial.Wasted.Milligrams, vial.Returned.Milligrams,
        vial.LeftMilligrams);
}
