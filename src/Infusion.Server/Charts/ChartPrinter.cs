using Infusion.Server.Charts.Document;
using Infusion.Server.Charts.Printing;

namespace Infusion.Server.Charts;

/// <summary>The chart as it is signed: as of what was recorded last, so that the same content gives the same bytes.</summary>
sealed class ChartPrinter : IChartPrinter
{
    /// <summary>On every page of a chart that nobody has signed.</summary>
    public const string Draft = "DRAFT, NOT SIGNED";

    public byte[] Print(ChartContent content, IReadOnlyList<Signature> signatures) =>
        ChartPdf.Print(ChartBuilder.Build(content, signatures), signatures.Count == 0 ? Draft : null);
}
