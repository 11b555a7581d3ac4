using System.Collections.Immutable;
using Infusion.Core.Quantities;
using Infusion.Core.Safety;

namespace Infusion.Core.DrugLibrary;

/// <summary>Who stands for a protocol, and since when.</summary>
public sealed record ProtocolApproval(string By, DateTimeOffset At);

/// <summary>
/// How a clinic gives one drug for one purpose: what may be ordered, what is watched, and when it sounds. A version never changes;
/// a session keeps the one it was planned under.
/// </summary>
public sealed record InfusionProtocol
{
    /// <summary>Stable, lower case with hyphens; the same through all versions.</summary>
    public required string Id { get; init; }

    /// <summary>From 1.</summary>
    public required int Version { get; init; }

    public required string Name { get; init; }

    public required string Indication { get; init; }

    /// <summary>As the pump's label must say it, by any of its names.</summary>
    public required string Drug { get; init; }

    /// <summary>Other labels that mean the same drug, compared without regard to case.</summary>
    public ImmutableArray<string> DrugSynonyms { get; init; } = [];

    /// <summary>Whether a label means this drug, without regard to case and to space around it.</summary>
    public bool IsDrug(ReadOnlySpan<char> label)
    {
        var text = label.Trim();
        var isDrug = text.Equals(Drug, StringComparison.OrdinalIgnoreCase);
        foreach (var synonym in DrugSynonyms.AsSpan())
        {
            isDrug = isDrug || text.Equals(synonym, StringComparison.OrdinalIgnoreCase);
        }

        return isDrug;
    }

    /// <summary>The only ones that may be ordered; empty: any within the bounds of <see cref="Guardrails"/> (dose in a fixed volume).</summary>
    public required ImmutableArray<Concentration> Concentrations { get; init; }

    public required Guardrails Guardrails { get; init; }

    /// <summary>What an order begins with.</summary>
    public required decimal UsualDoseMgPerKg { get; init; }

    public required TimeSpan UsualDuration { get; init; }

    public required SafetyLimits Safety { get; init; }

    public required ImmutableArray<ObservationDue> Schedule { get; init; }

    /// <summary>What is asked before the infusion starts; null: nothing.</summary>
    public Admission.AdmissionGate? Admission { get; init; }

    /// <summary>What is asked before a patient leaves; null: nothing.</summary>
    public Recovery.DischargeGate? Discharge { get; init; }

    /// <summary>Null: opened vials must still balance, and nothing may be charted as overfill.</summary>
    public Recovery.VialRules? Vials { get; init; }

    /// <summary>Null: a sample, or a draft. Screens say so.</summary>
    public ProtocolApproval? Approval { get; init; }
}
