using System.Collections.Immutable;

namespace Infusion.Core.DrugLibrary;

/// <summary>By what a score is counted. The numbers are stored: never renumber, never reuse.</summary>
public enum ObservationScale : byte
{
    Unknown = 0,

    /// <summary>Sedation, 5 awake to 0 without response: down is deeper.</summary>
    MoaaS = 1,

    /// <summary>Sedation, +4 combative, 0 calm, -5 unarousable: down is deeper.</summary>
    Rass = 2,

    /// <summary>Sedation, 0 asleep and easy to rouse, 1 awake, 4 hardly responds: up is deeper.</summary>
    Poss = 3,

    /// <summary>Dissociation, six items of 0 to 4.</summary>
    Cadss6 = 4,

    /// <summary>0 none to 10 worst; comfort 10 best.</summary>
    Numeric = 5,
}

/// <summary>What can be on a scale.</summary>
/// <param name="Label">As people call it.</param>
/// <param name="Lowest">Inclusive.</param>
/// <param name="Highest">Inclusive.</param>
public sealed record ScaleInfo(ObservationScale Scale, string Label, int Lowest, int Highest, ImmutableArray<Observation> Of)
{
    public static ImmutableArray<ScaleInfo> All { get; } =
    [
        new(ObservationScale.MoaaS, "MOAA/S", 0, 5, [Observation.Sedation]),
        new(ObservationScale.Rass, "RASS", -5, 4, [Observation.Sedation]),
        new(ObservationScale.Poss, "POSS", 0, 4, [Observation.Sedation]),
        new(ObservationScale.Cadss6, "CADSS-6", 0, 24, [Observation.Dissociation]),
        new(ObservationScale.Numeric, "0 to 10", 0, 10, [Observation.Comfort, Observation.Nausea, Observation.Pain, Observation.Anxiety]),
    ];

    /// <returns>Null: not a scale.</returns>
    public static ScaleInfo? Find(ObservationScale scale)
    {
        foreach (var info in All)
        {
            if (info.Scale == scale)
            {
                return info;
            }
        }

        return null;
    }
}
