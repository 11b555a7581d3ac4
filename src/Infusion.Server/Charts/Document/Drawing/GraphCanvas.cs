namespace Infusion.Server.Charts.Document.Drawing;

/// <summary>Gathers the shapes of a graph, those of one series and pen together.</summary>
sealed class GraphCanvas(DateTimeOffset from, DateTimeOffset to, double left, double right)
{
    readonly Dictionary<(string Series, GraphPen Pen, GraphFill Fill, bool IsClosed), List<GraphPoint[]>> _paths = [];
    readonly List<GraphText> _texts = [];

    public double Left { get; } = left;

    public double Right { get; } = right;

    public DateTimeOffset From { get; } = from;

    public DateTimeOffset To { get; } = to;

    public double PointsPerMinute => (Right - Left) / (To - From).TotalMinutes;

    /// <summary>In the order in which the series were begun: later ones lie above.</summary>
    public IReadOnlyList<GraphPath> Paths => [.. _paths.Select(each => new GraphPath(each.Key.Series, each.Key.Pen, each.Key.Fill, each.Value, each.Key.IsClosed))];

    public IReadOnlyList<GraphText> Texts => _texts;

    public double X(DateTimeOffset at) => Left + (Math.Clamp((at - From).TotalMinutes, 0, (To - From).TotalMinutes) * PointsPerMinute);

    public void Line(string series, GraphPen pen, params GraphPoint[] points) => Add(series, pen, GraphFill.None, false, points);

    public void Shape(string series, GraphPen pen, GraphFill fill, params GraphPoint[] points) => Add(series, pen, fill, true, points);

    public void Text(double x, double y, string text, double size, GraphAnchor anchor = GraphAnchor.Start, bool isBold = false) =>
        _texts.Add(new GraphText(Math.Round(x, 2), Math.Round(y, 2), text, size, anchor, isBold));

    public void Box(string series, GraphPen pen, GraphFill fill, double x1, double y1, double x2, double y2) =>
        Shape(series, pen, fill, new(x1, y1), new(x2, y1), new(x2, y2), new(x1, y2));

    /// <summary>Slanted lines within a box.</summary>
    public void Hatch(string series, double x1, double y1, double x2, double y2)
    {
        const double step = 4;
        for (var start = x1 - (y2 - y1) - ((x1 - (y2 - y1)) % step); start < x2; start += step)
        {
            var (fromX, fromY) = start < x1 ? (x1, y2 - (x1 - start)) : (start, y2);
            var (toX, toY) = start + (y2 - y1) > x2 ? (x2, y2 - (x2 - start)) : (start + (y2 - y1), y1);
            if (toX > fromX)
            {
                Line(series, GraphPen.Hair, new(fromX, fromY), new(toX, toY));
            }
        }

        Line(series, GraphPen.Hair, new(x1, y1), new(x1, y2));
        Line(series, GraphPen.Hair, new(x2, y1), new(x2, y2));
    }

    /// <summary>A line through values, broken where one is missing.</summary>
    public void Course(string series, GraphPen pen, IEnumerable<GraphPoint?> points)
    {
        var run = new List<GraphPoint>();
        foreach (var point in points.Append(null))
        {
            if (point is { } known)
            {
                run.Add(known);
            }
            else
            {
                if (run.Count > 1)
                {
                    Line(series, pen, [.. run]);
                }

                run.Clear();
            }
        }
    }

    void Add(string series, GraphPen pen, GraphFill fill, bool isClosed, GraphPoint[] points)
    {
        var key = (series, pen, fill, isClosed);
        if (!_paths.TryGetValue(key, out var lines))
        {
            _paths[key] = lines = [];
        }

        lines.Add([.. points.Select(point => new GraphPoint(Math.Round(point.X, 2), Math.Round(point.Y, 2)))]);
    }
}
