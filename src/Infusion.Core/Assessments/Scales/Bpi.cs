using System.Collections.Immutable;

namespace Infusion.Core.Assessments.Scales;

/// <summary>Cleeland, The Brief Pain Inventory User Guide (2009), short form: two means, each of its own items.</summary>
static class Bpi
{
    /// <summary>More than half of seven: the user guide's rule. Of the four of severity all are wanted.</summary>
    const int InterferenceAtLeast = 4;

    public static InstrumentInfo Info { get; } = new(
        Instrument.Bpi,
        "BPI",
        "Pain",
        [
            Item("Pain: worst"), Item("Pain: least"), Item("Pain: average"), Item("Pain: now"),
            Item("Interference: general activity"), Item("Interference: mood"), Item("Interference: walking"), Item("Interference: work"),
            Item("Interference: relations with others"), Item("Interference: sleep"), Item("Interference: enjoyment of life"),
        ])
    {
        Question = "The last 24 hours, by the inventory's own paper",
        TotalLabel = "Pain severity, mean",
        Highest = 10,
        Bands = PainNrs.Bands,
        Validity = "Severity is the mean of all four, interference the mean of the seven if at least four are answered.",
        Licence = "Copyright of its author and licensed by its owner; its wording is not part of this program. Let the patient fill in the inventory's own paper, on its terms, and enter the numbers.",
        DaysApart = 1,
        DaysOnSchedule = 1,
        Response = new(30, null),
        Score = Score,
    };

    static InstrumentScore Score(ImmutableArray<int?> items)
    {
        var severity = InstrumentScore.MeanOf(items[..4], 4);
        return new InstrumentScore(
            severity,
            InstrumentScore.MissingIn(items),
            [new("severity", severity, 10), new("interference", InstrumentScore.MeanOf(items[4..], InterferenceAtLeast), 10)]);
    }

    static InstrumentItem Item(string label) => new(label, 10, []);
}
