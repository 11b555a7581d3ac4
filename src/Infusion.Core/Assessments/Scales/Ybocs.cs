using System.Collections.Immutable;

namespace Infusion.Core.Assessments.Scales;

/// <summary>Goodman and colleagues, Arch Gen Psychiatry 1989;46:1006: ten items, rated by a clinician.</summary>
static class Ybocs
{
    static readonly string[] Aspects = ["time", "interference", "distress", "resistance", "control"];

    public static InstrumentInfo Info { get; } = new(
        Instrument.Ybocs,
        "Y-BOCS",
        "OCD",
        [.. new[] { "Obsessions", "Compulsions" }.SelectMany(_ => Aspects, (what, aspect) => new InstrumentItem($"{what}: {aspect}", 4, []))])
    {
        Question = "The past 7 days, in an interview by the scale's own paper",
        TotalLabel = "Total",
        Highest = 40,
        Bands = [new(0, "subclinical"), new(8, "mild"), new(16, "moderate"), new(24, "severe"), new(32, "extreme")],
        Validity = "The sum of all ten, and of obsessions (1 to 5) and compulsions (6 to 10). With an item missing there is no total.",
        Licence = "Copyright of its authors; its wording is not part of this program. Rate by the scale's own paper, on its terms, and enter the numbers.",
        DaysApart = 7,
        DaysOnSchedule = 7,
        Response = new(35, null),
        Score = Score,
    };

    static InstrumentScore Score(ImmutableArray<int?> items) => new(
        InstrumentScore.SumOf(items),
        InstrumentScore.MissingIn(items),
        [new("obsessions", InstrumentScore.SumOf(items[..5]), 20), new("compulsions", InstrumentScore.SumOf(items[5..]), 20)]);
}
