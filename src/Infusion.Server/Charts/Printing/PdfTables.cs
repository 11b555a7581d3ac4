using Infusion.Server.Charts.Document;
using PdfSharp.Drawing;

namespace Infusion.Server.Charts.Printing;

/// <summary>Facts and tables on paper: rows stay whole, and the head stands on every page.</summary>
static class PdfTables
{
    const double LineHeight = 8.8;
    const double Padding = 1.6;

    static readonly XPen Rule = new(XColor.FromGrayScale(0.6), 0.3);
    static readonly XPen Strike = new(XColors.Black, 0.5);
    static readonly XBrush HeadFill = new XSolidBrush(XColor.FromGrayScale(0.9));

    public static void Facts(PdfFlow flow, IReadOnlyList<ChartFact> facts)
    {
        var (labels, texts) = (ChartFonts.Of(7.2, true), ChartFonts.Of(7.2));
        foreach (var fact in facts)
        {
            Row(flow, [128, PdfFlow.Width - 128], [(fact.Label, labels), (fact.Text, texts)], () => { });
        }
    }

    public static void Table(PdfFlow flow, ChartTable table)
    {
        var (bold, regular) = (ChartFonts.Of(7, true), ChartFonts.Of(7));
        if (table.Rows.Count == 0)
        {
            flow.Need(LineHeight * 2);
            flow.Paragraph($"{table.Title}: {table.Empty}", ChartFonts.Of(7.2), LineHeight + 1);
            return;
        }

        var shares = table.Columns.Sum(column => column.Share);
        double[] widths = [.. table.Columns.Select(column => PdfFlow.Width * column.Share / shares)];
        // Title, head and the first row stay together.
        flow.Need(13 + Height(flow, widths, [.. table.Columns.Select(column => (column.Label, bold))]) + Height(flow, widths, [.. table.Rows[0].Cells.Select(cell => (cell.Text, regular))]));
        flow.Skip(2);
        flow.Text(table.Title, ChartFonts.Of(7.6, true), PdfFlow.Left, flow.Y + 8);
        flow.Skip(11);
        Head();
        foreach (var row in table.Rows)
        {
            Row(flow, widths, [.. row.Cells.Select(cell => (cell.Text, regular))], Head, [.. row.Cells.Select(cell => cell.Struck)]);
        }

        flow.Skip(3);

        void Head()
        {
            var lines = table.Columns.Select((column, index) => flow.Measure.Wrap(column.Label, bold, widths[index] - 4)).ToList();
            var height = (lines.Max(each => each.Count) * LineHeight) + (2 * Padding);
            flow.Graphics.DrawRectangle(HeadFill, PdfFlow.Left, flow.Y, PdfFlow.Width, height);
            Cells(flow, widths, lines, [.. lines.Select(_ => bold)]);
            flow.Skip(height);
        }
    }

    static void Row(PdfFlow flow, double[] widths, IReadOnlyList<(string Text, XFont Font)> cells, Action head, int[]? struck = null)
    {
        var lines = cells.Select((cell, index) => flow.Measure.Wrap(cell.Text, cell.Font, widths[index] - 4)).ToList();
        var height = (lines.Max(each => each.Count) * LineHeight) + (2 * Padding);
        if (flow.Need(height))
        {
            head();
        }

        Cells(flow, widths, lines, [.. cells.Select(cell => cell.Font)], struck);
        flow.Skip(height);
        flow.Graphics.DrawLine(Rule, PdfFlow.Left, flow.Y, PdfFlow.Left + PdfFlow.Width, flow.Y);
    }

    static double Height(PdfFlow flow, double[] widths, IReadOnlyList<(string Text, XFont Font)> cells) =>
        (cells.Select((cell, index) => flow.Measure.Wrap(cell.Text, cell.Font, widths[index] - 4).Count).Max() * LineHeight) + (2 * Padding);

    static void Cells(PdfFlow flow, double[] widths, List<List<string>> lines, XFont[] fonts, int[]? struck = null)
    {
        var x = PdfFlow.Left;
        for (var column = 0; column < lines.Count; column++)
        {
            var left = struck?[column] ?? 0;
            for (var line = 0; line < lines[column].Count; line++)
            {
                var (text, y) = (lines[column][line], flow.Y + Padding + (LineHeight * (line + 0.55)));
                if (left > 0)
                {
                    var end = flow.Graphics.MeasureString(text[..Math.Min(left, text.Length)], fonts[column]).Width;
                    flow.Graphics.DrawLine(Strike, x + 2, y, x + 2 + end, y);
                }

                // A break took the place of a space.
                left -= text.Length + 1;
                flow.Text(lines[column][line], fonts[column], x + 2, flow.Y + Padding + (LineHeight * (line + 0.8)));
            }

            x += widths[column];
        }
    }
}
