using System.Collections.Immutable;

namespace Infusion.Core.DrugLibrary;

/// <summary>What observations are called, and every one there is.</summary>
public static class ObservationWords
{
    public static ImmutableArray<Observation> All { get; } =
    [
        Observation.BloodPressure, Observation.SpO2, Observation.Sedation, Observation.Dissociation,
        Observation.Comfort, Observation.Nausea, Observation.Pain, Observation.Anxiety,
    ];

    /// <summary>In the middle of a sentence.</summary>
    public static string Of(Observation what) => what switch
    {
        Observation.BloodPressure => "blood pressure",
        Observation.SpO2 => "SpO2",
        Observation.Sedation => "sedation score",
        Observation.Dissociation => "dissociation score",
        Observation.Comfort => "comfort score",
        Observation.Nausea => "nausea score",
        Observation.Pain => "pain score",
        Observation.Anxiety => "anxiety score",
        _ => "observation",
    };
}
