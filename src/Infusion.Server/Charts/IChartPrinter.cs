namespace Infusion.Server.Charts;

/// <summary>The chart as a page of its own bytes. The same content and signatures give the same bytes.</summary>
public interface IChartPrinter
{
    /// <param name="signatures">In the order in which they were given; empty: nobody has signed.</param>
    /// <returns>A PDF.</returns>
    byte[] Print(ChartContent content, IReadOnlyList<Signature> signatures);
}
