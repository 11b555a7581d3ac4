using Infusion.Server.Charts.Document;
using PdfSharp.Drawing;

namespace Infusion.Server.Charts.Printing;

/// <summary>Draws the shapes of a graph as vectors, in black and greys.</summary>
static class PdfGraph
{
    const double LegendColumn = 134;
    const double LegendRow = 12;

    static readonly Dictionary<GraphPen, XPen> Pens = new()
    {
        [GraphPen.Ink] = new XPen(XColors.Black, 0.8),
        [GraphPen.Heavy] = new XPen(XColors.Black, 1.3),
        [GraphPen.Thin] = new XPen(XColors.Black, 0.45),
        [GraphPen.Hair] = new XPen(XColor.FromGrayScale(0.55), 0.25),
        [GraphPen.Dashed] = new XPen(XColors.Black, 0.7) { DashPattern = [4, 2.5] },
        [GraphPen.Dotted] = new XPen(XColors.Black, 0.5) { DashPattern = [1, 2] },
    };

    static readonly Dictionary<GraphFill, XBrush> Fills = new()
    {
        [GraphFill.Ink] = XBrushes.Black,
        [GraphFill.Grey] = new XSolidBrush(XColor.FromGrayScale(0.6)),
        [GraphFill.Light] = new XSolidBrush(XColor.FromGrayScale(0.87)),
        [GraphFill.Paper] = XBrushes.White,
    };

    public static void Draw(PdfFlow flow, ChartGraph graph)
    {
        var legend = Math.Ceiling(graph.Legend.Count / 4d) * LegendRow;
        flow.Need(graph.Height + legend + 8);
        Draw(flow.Graphics, graph.Paths, graph.Texts, PdfFlow.Left, flow.Y);
        flow.Skip(graph.Height + 4);
        for (var index = 0; index < graph.Legend.Count; index++)
        {
            var (x, y) = (PdfFlow.Left + (index % 4 * LegendColumn), flow.Y + (index / 4 * LegendRow));
            Draw(flow.Graphics, graph.Legend[index].Paths, [], x, y);
            flow.Text(graph.Legend[index].Text, ChartFonts.Of(6.6), x + 19, y + 7.4);
        }

        flow.Skip(legend + 4);
    }

    static void Draw(XGraphics graphics, IEnumerable<GraphPath> paths, IEnumerable<GraphText> texts, double x, double y)
    {
        foreach (var path in paths)
        {
            foreach (var line in path.Lines)
            {
                XPoint[] points = [.. line.Select(point => new XPoint(x + point.X, y + point.Y))];
                if (!path.IsClosed)
                {
                    graphics.DrawLines(Pens[path.Pen], points);
                }
                else if (path.Fill == GraphFill.None)
                {
                    graphics.DrawPolygon(Pens[path.Pen], points);
                }
                else
                {
                    graphics.DrawPolygon(Pens[path.Pen], Fills[path.Fill], points, XFillMode.Winding);
                }
            }
        }

        foreach (var text in texts)
        {
            var font = ChartFonts.Of(text.Size, text.IsBold);
            var width = text.Anchor == GraphAnchor.Start ? 0 : graphics.MeasureString(text.Text, font).Width;
            var left = x + text.X - (text.Anchor == GraphAnchor.Middle ? width / 2 : width);
            graphics.DrawString(text.Text, font, XBrushes.Black, left, y + text.Y);
        }
    }
}
