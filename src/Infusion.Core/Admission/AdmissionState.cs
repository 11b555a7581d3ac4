using System.Collections.Immutable;
using Infusion.Core.Ordering;

namespace Infusion.Core.Admission;

/// <summary>What a session knows of check-in, order and preparation. Whether they let it start is computed.</summary>
public sealed record AdmissionState
{
    public static AdmissionState None { get; } = new();

    public ImmutableDictionary<CheckInItem, GivenAnswer> Answers { get; init; } = ImmutableDictionary<CheckInItem, GivenAnswer>.Empty;

    public ImmutableDictionary<CheckInItem, GivenOverride> Overrides { get; init; } = ImmutableDictionary<CheckInItem, GivenOverride>.Empty;

    /// <summary>Who gave the order as it stands; null: from before it was kept.</summary>
    public string? OrderedBy { get; init; }

    public DateTimeOffset? OrderedAt { get; init; }

    /// <summary>The agreeing check of the order as it stands; null: none.</summary>
    public ComputedByHand? Check { get; init; }

    /// <summary>Those that did not agree with the order as it stands.</summary>
    public ImmutableArray<ComputedByHand> Disagreed { get; init; } = [];

    /// <summary>The latest; null: none of the order as it stands.</summary>
    public DosePreparation? Prepared { get; init; }

    public AdmissionState Answered(CheckInAnswer answer, DateTimeOffset at, string by) => this with
    {
        Answers = Answers.SetItem(answer.Item, new GivenAnswer(answer, at, by)),
        Overrides = Overrides.Remove(answer.Item),
    };

    public AdmissionState Withdrawn(CheckInItem item) => this with { Answers = Answers.Remove(item), Overrides = Overrides.Remove(item) };

    /// <summary>What was checked and prepared was another order.</summary>
    public AdmissionState Ordered(DateTimeOffset at, string by) => this with { OrderedBy = by, OrderedAt = at, Check = null, Disagreed = [], Prepared = null };
}
