using System.Collections.Immutable;

namespace Infusion.Core.Admission;

/// <summary>What a protocol asks before an infusion may start, and its limits. What is null or not among the items is not asked.</summary>
public sealed record AdmissionGate
{
    public ImmutableArray<CheckInItem> Items { get; init; } = [];

    /// <summary>Since the last meal; with <see cref="FluidsFasting"/> what the item Fasting asks.</summary>
    public TimeSpan? SolidsFasting { get; init; }

    /// <summary>Since the last clear fluid.</summary>
    public TimeSpan? FluidsFasting { get; init; }

    /// <summary>Whole days after the day it was signed, inclusive; null: it does not expire.</summary>
    public int? ConsentValidDays { get; init; }

    /// <summary>The version of the form in use; null: any is taken.</summary>
    public string? ConsentVersion { get; init; }

    public TimeSpan? BenzodiazepineFree { get; init; }

    public TimeSpan? StimulantFree { get; init; }

    /// <summary>From here on (inclusive) the start is put off until a recheck, mmHg.</summary>
    public decimal? SystolicHoldFromMmHg { get; init; }

    public decimal? DiastolicHoldFromMmHg { get; init; }

    /// <summary>After a pressure over the limit, a measurement sooner than this is no recheck.</summary>
    public TimeSpan RecheckAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>An older pressure says nothing any more.</summary>
    public TimeSpan PressureAtMostOld { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>A second person computes dose, volume and rate, and each agrees with the order within so many percent; null: not asked.</summary>
    public decimal? DoubleCheckWithinPercent { get; init; }

    /// <summary>The dose is charted as prepared, and its label is no older than this at the start; null: not asked.</summary>
    public TimeSpan? PreparedAtMostBefore { get; init; }

    public bool Asks(CheckInItem item) => Items.Contains(item);
}
