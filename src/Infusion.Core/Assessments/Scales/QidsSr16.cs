using System.Collections.Immutable;

namespace Infusion.Core.Assessments.Scales;

/// <summary>
/// Rush and colleagues, Biol Psychiatry 2003;54:573. Nine domains: of sleep, of appetite and weight, and of movement the highest
/// item counts; of appetite, and of weight, one of two is answered.
/// </summary>
static class QidsSr16
{
    const int HighestOfItem = 3;

    static readonly ImmutableArray<(string Name, Range Items)> Domains =
    [
        ("sleep", 0..4), ("sad mood", 4..5), ("appetite and weight", 5..9), ("concentration", 9..10), ("view of oneself", 10..11),
        ("thoughts of death or suicide", 11..12), ("interest", 12..13), ("energy", 13..14), ("slowed or restless", 14..16),
    ];

    public static InstrumentInfo Info { get; } = new(
        Instrument.QidsSr16,
        "QIDS-SR16",
        "Depression",
        [
            Item("Falling asleep"), Item("Sleep during the night"), Item("Waking up too early"), Item("Sleeping too much"), Item("Feeling sad"),
            Item("Appetite, decreased"), Item("Appetite, increased"), Item("Weight, decreased"), Item("Weight, increased"),
            Item("Concentration and decisions"), Item("View of oneself"), Item("Thoughts of death or suicide"), Item("General interest"),
            Item("Energy level"), Item("Feeling slowed down"), Item("Feeling restless"),
        ])
    {
        Question = "The past 7 days, by the questionnaire's own paper",
        TotalLabel = "Total of nine domains",
        Highest = 27,
        Bands = [new(0, "none"), new(6, "mild"), new(11, "moderate"), new(16, "severe"), new(21, "very severe")],
        Validity = "The highest of items 1 to 4, of 6 to 9 and of 15 and 16 count once each, the others as they are. Of 6 and 7, and of 8 and 9, one is answered. With a domain missing there is no total.",
        Licence = "Copyright of its authors; its wording is not part of this program. Let the patient fill in the questionnaire's own paper, on its terms, and enter the numbers.",
        DaysApart = 7,
        DaysOnSchedule = 7,
        Response = new(50, null),
        RemissionAtMost = 5,
        Score = Score,
        Safety = items => items[11] switch { null => SafetyReason.NotAnswered, > 0 => SafetyReason.ThoughtsOfSelfHarm, _ => null },
        Contradiction = items => Both(items, 5) ?? Both(items, 7),
    };

    static string? Both(ImmutableArray<int?> items, int first) => items[first] > 0 && items[first + 1] > 0
        ? $"Items {first + 1} and {first + 2} of QIDS-SR16 exclude each other: answer the one that is true."
        : null;

    static InstrumentScore Score(ImmutableArray<int?> items)
    {
        var domains = Domains.Select(each => new ScorePart(each.Name, Domain(items, each.Items), HighestOfItem)).ToImmutableArray();
        return new InstrumentScore(domains.Aggregate((decimal?)0, (sum, domain) => sum + domain.Value), domains.Count(domain => domain.Value is null), domains);
    }

    /// <summary>Where an item is missing the highest is known all the same once one is as high as can be.</summary>
    static int? Domain(ImmutableArray<int?> items, Range range)
    {
        var asked = items[range];
        var isWhole = range.Equals(5..9)
            ? (items[5] ?? items[6]) is not null && (items[7] ?? items[8]) is not null
            : asked.All(answer => answer is not null);
        var highest = asked.Max();
        return isWhole || highest == HighestOfItem ? highest : null;
    }

    static InstrumentItem Item(string label) => new(label, HighestOfItem, []);
}
