using System.Collections.Immutable;
using Infusion.Core.Outcomes;

namespace Infusion.Core.Recovery;

/// <summary>A recovery score as it was seen.</summary>
/// <param name="Total">0 to 10.</param>
/// <param name="Items">What the total rests on.</param>
public sealed record RecoveryTotal(RecoveryScale Scale, int Total, ImmutableArray<RecoveryItemScore> Items, DateTimeOffset At, string By);

/// <summary>Whether something asked for at discharge was seen.</summary>
/// <param name="HasPlan">Not met, and a plan stands in a note.</param>
public sealed record NeedSeen(bool IsMet, bool HasPlan, DateTimeOffset At);

/// <summary>What a session knows of the time after the infusion, and of its vials.</summary>
public sealed record AfterCare
{
    public static AfterCare None { get; } = new();

    /// <summary>The latest of each scale.</summary>
    public ImmutableDictionary<RecoveryScale, RecoveryTotal> Totals { get; init; } = ImmutableDictionary<RecoveryScale, RecoveryTotal>.Empty;

    /// <summary>The latest of each.</summary>
    public ImmutableDictionary<DischargeNeed, NeedSeen> Seen { get; init; } = ImmutableDictionary<DischargeNeed, NeedSeen>.Empty;

    public ImmutableArray<Vial> Vials { get; init; } = [];

    /// <summary>Of the patient, open or answered since check-in; oldest first.</summary>
    public ImmutableArray<SafetyTask> SafetyTasks { get; init; } = [];

    /// <summary>The last CADSS-6 before the start; null: none, so that nothing is compared with it.</summary>
    public int? DissociationBefore { get; init; }

    /// <summary>When drug was last given, by pump or by hand; null: not known.</summary>
    public DateTimeOffset? LastDoseAt { get; init; }

    public bool LeftAgainstAdvice { get; init; }

    /// <summary>The latest of any scale; null: none.</summary>
    public DateTimeOffset? LastScoredAt => Totals.IsEmpty ? null : Totals.Values.Max(total => total.At);

    /// <summary>Not accounted for in all vials, mg.</summary>
    public decimal LeftMilligrams => Vials.Sum(vial => vial.LeftMilligrams);

    /// <returns>Null: not opened in this session.</returns>
    public Vial? Find(Guid vial) => Vials.FirstOrDefault(each => each.Id == vial);
}
