using System.Globalization;
using Infusion.Server.Charts.Document;
using PdfSharp.Drawing;
using PdfSharp.Pdf;

namespace Infusion.Server.Charts.Printing;

/// <summary>A chart on paper: the same facts, tables and picture as on the page, in black and white, with whose it is on every page.</summary>
static class ChartPdf
{
    /// <summary>The picture follows this section.</summary>
    const string BeforeGraph = "order";

    /// <param name="banner">Large on every page; null: nothing is to be warned of.</param>
    public static byte[] Print(ChartDocument chart, string? banner)
    {
        using var document = new PdfDocument();
        document.Info.Title = $"Chart of session {chart.Identity.Session}";
        document.Info.CreationDate = chart.Status.AsOf.UtcDateTime;
        document.Info.ModificationDate = chart.Status.AsOf.UtcDateTime;
        document.Options.CompressContentStreams = true;
        using (var flow = new PdfFlow(document, graphics => Head(graphics, chart, banner)))
        {
            flow.Paragraph(chart.Status.Text, ChartFonts.Of(8, true), 11);
            foreach (var section in chart.Sections)
            {
                Section(flow, section);
                if (section.Key == BeforeGraph)
                {
                    Title(flow, "Course", 460);
                    PdfGraph.Draw(flow, chart.Graph);
                }
            }

            flow.End($"{chart.Identity.Patient}, born {chart.Identity.BirthDate}. {chart.Status.Text}");
        }

        using var bytes = new MemoryStream();
        document.Save(bytes, closeStream: false);
        return StablePdf.Of(bytes.ToArray());
    }

    static void Section(PdfFlow flow, ChartSection section)
    {
        Title(flow, section.Title, 56);
        PdfTables.Facts(flow, section.Facts);
        foreach (var table in section.Tables)
        {
            PdfTables.Table(flow, table);
        }

        foreach (var note in section.Notes)
        {
            flow.Paragraph(note, ChartFonts.Of(6.6), 8.4);
        }
    }

    static void Title(PdfFlow flow, string title, double withNext)
    {
        flow.Skip(5);
        flow.Need(withNext);
        flow.Text(title, ChartFonts.Of(10.5, true), PdfFlow.Left, flow.Y + 10);
        flow.Graphics.DrawLine(new XPen(XColors.Black, 0.8), PdfFlow.Left, flow.Y + 13, PdfFlow.Left + PdfFlow.Width, flow.Y + 13);
        flow.Skip(16);
    }

    static void Head(XGraphics graphics, ChartDocument chart, string? banner)
    {
        var who = chart.Identity;
        graphics.DrawString(who.Patient, ChartFonts.Of(12, true), XBrushes.Black, PdfFlow.Left, 34);
        graphics.DrawString($"born {who.BirthDate}   MRN {who.Mrn}", ChartFonts.Of(9), XBrushes.Black, PdfFlow.Left, 46);
        graphics.DrawString(
            string.Create(CultureInfo.InvariantCulture, $"{who.Clinic}, chair {who.Chair}, {who.Day}. Times: {who.TimeZone}. Session {who.Session}"),
            ChartFonts.Of(7), XBrushes.Black, PdfFlow.Left, 57);
        var right = new XRect(PdfFlow.Left, 24, PdfFlow.Width, 14);
        graphics.DrawString(banner ?? "Infusion chart", ChartFonts.Of(12, true), XBrushes.Black, right, XStringFormats.TopRight);
        if (who.IsSimulated)
        {
            graphics.DrawString("SIMULATED DATA", ChartFonts.Of(9, true), XBrushes.Black, new XRect(PdfFlow.Left, 39, PdfFlow.Width, 12), XStringFormats.TopRight);
        }

        graphics.DrawLine(new XPen(XColors.Black, 0.8), PdfFlow.Left, 62, PdfFlow.Left + PdfFlow.Width, 62);
    }
}
