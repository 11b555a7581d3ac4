using System.Collections.Immutable;

namespace Infusion.Core.Recovery;

/// <summary>By what readiness to go home is counted. The numbers are stored: never renumber, never reuse.</summary>
public enum RecoveryScale : byte
{
    Unknown = 0,

    /// <summary>Modified Aldrete, circulation by percent of the baseline pressure.</summary>
    AldretePercent = 1,

    /// <summary>Modified Aldrete, circulation by mmHg from the baseline pressure.</summary>
    AldreteMmHg = 2,

    /// <summary>Post-anaesthetic discharge scoring system.</summary>
    Padss = 3,
}

/// <summary>One line of a recovery scale. The numbers are stored: never renumber, never reuse.</summary>
public enum RecoveryItem : byte
{
    Unknown = 0,
    Activity = 1,
    Respiration = 2,
    CirculationPercent = 3,
    CirculationMmHg = 4,
    Consciousness = 5,
    OxygenSaturation = 6,
    VitalSigns = 7,
    ActivityAndMind = 8,
    PainAndNausea = 9,
    Bleeding = 10,
    FluidsAndVoiding = 11,
}

/// <summary>What a person saw of one line.</summary>
/// <param name="Score">0, 1 or 2.</param>
public sealed record RecoveryItemScore(RecoveryItem Item, int Score);

/// <summary>One line in words.</summary>
/// <param name="Answers">What 0, 1 and 2 mean, in this order.</param>
public sealed record RecoveryItemInfo(RecoveryItem Item, string Label, ImmutableArray<string> Answers);

/// <summary>What a scale is made of: five lines of 0 to 2.</summary>
public sealed record RecoveryScaleInfo(RecoveryScale Scale, string Label, ImmutableArray<RecoveryItemInfo> Items)
{
    public const int HighestOfItem = 2;
    public const int Highest = 10;

    static readonly ImmutableArray<RecoveryItemInfo> Aldrete =
    [
        new(RecoveryItem.Activity, "Activity", ["moves no limb on request", "moves 2 limbs", "moves all 4 limbs"]),
        new(RecoveryItem.Respiration, "Breathing", ["apnoea", "dyspnoea or limited breathing", "breathes deeply and coughs"]),
        new(RecoveryItem.Consciousness, "Consciousness", ["no response", "rousable on call", "fully awake"]),
        new(RecoveryItem.OxygenSaturation, "SpO2", ["below 90 % with oxygen", "needs oxygen to stay above 90 %", "above 92 % on room air"]),
    ];

    public static ImmutableArray<RecoveryScaleInfo> All { get; } =
    [
        new(RecoveryScale.AldretePercent, "Modified Aldrete (circulation in percent)", Aldrete.Insert(2, new(
            RecoveryItem.CirculationPercent, "Circulation",
            ["pressure 50 % or more off the baseline", "pressure 20 to 50 % off the baseline", "pressure within 20 % of the baseline"]))),
        new(RecoveryScale.AldreteMmHg, "Modified Aldrete (circulation in mmHg)", Aldrete.Insert(2, new(
            RecoveryItem.CirculationMmHg, "Circulation",
            ["pressure 50 mmHg or more off the baseline", "pressure 20 to 50 mmHg off the baseline", "pressure within 20 mmHg of the baseline"]))),
        new(RecoveryScale.Padss, "PADSS",
        [
            new(RecoveryItem.VitalSigns, "Vital signs", ["more than 40 % off the baseline", "20 to 40 % off the baseline", "within 20 % of the baseline"]),
            new(RecoveryItem.ActivityAndMind, "Activity and mind", ["neither oriented nor steady", "oriented or a steady gait", "oriented three times and a steady gait"]),
            new(RecoveryItem.PainAndNausea, "Pain, nausea, vomiting", ["severe", "moderate, treated", "minimal"]),
            new(RecoveryItem.Bleeding, "Bleeding", ["severe", "moderate", "minimal"]),
            new(RecoveryItem.FluidsAndVoiding, "Drinking and passing urine", ["neither", "drank or passed urine", "drank and passed urine"]),
        ]),
    ];

    /// <returns>Null: not a scale.</returns>
    public static RecoveryScaleInfo? Find(RecoveryScale scale) => All.FirstOrDefault(info => info.Scale == scale);

    /// <returns>Null: every line is scored once and from 0 to 2; otherwise what is wrong, as a sentence.</returns>
    public string? Fault(ImmutableArray<RecoveryItemScore> scores)
    {
        foreach (var item in Items)
        {
            var given = scores.IsDefault ? [] : scores.Where(score => score.Item == item.Item).ToList();
            if (given.Count != 1)
            {
                return $"{Label} needs {item.Label} scored {(given.Count == 0 ? "too: 0, 1 or 2" : "once")}.";
            }

            if (given[0].Score is < 0 or > HighestOfItem)
            {
                return $"{item.Label} goes from 0 to {HighestOfItem}; {given[0].Score} is not on it.";
            }
        }

        return scores.Length == Items.Length ? null : $"{Label} has the lines {string.Join(", ", Items.Select(item => item.Label))} and no other.";
    }
}
