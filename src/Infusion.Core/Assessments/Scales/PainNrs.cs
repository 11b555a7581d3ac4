using System.Collections.Immutable;

namespace Infusion.Core.Assessments.Scales;

/// <summary>One number. Bands: Serlin and colleagues, Pain 1995;61:277. A fall by 30 % is meaningful: Farrar and colleagues, Pain 2001;94:149.</summary>
static class PainNrs
{
    internal static readonly ImmutableArray<InstrumentBand> Bands = [new(0, "none"), new(0.1m, "mild"), new(5, "moderate"), new(7, "severe")];

    public static InstrumentInfo Info { get; } = new(
        Instrument.PainNrs,
        "Pain NRS",
        "Pain",
        [new("How strong is your pain now?", 10, [], ("No pain", "The worst pain you can imagine"))])
    {
        Question = "Choose the number that fits best.",
        TotalLabel = "Pain now",
        Highest = 10,
        Bands = Bands,
        Validity = "One number.",
        Licence = "Free to use.",
        IsWordingShipped = true,
        Response = new(30, null),
        Score = InstrumentScore.Sum,
    };
}
