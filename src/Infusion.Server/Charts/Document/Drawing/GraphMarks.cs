namespace Infusion.Server.Charts.Document.Drawing;

/// <summary>The signs of an anaesthesia record: told apart without colour.</summary>
static class GraphMarks
{
    static readonly GraphPoint[] Circle = [.. Enumerable.Range(0, 10).Select(index => new GraphPoint(Math.Cos(index * Math.PI / 5), Math.Sin(index * Math.PI / 5)))];

    public static void Dot(this GraphCanvas canvas, string series, double x, double y) =>
        canvas.Shape(series, GraphPen.Hair, GraphFill.Ink, Round(x, y, 1.5));

    public static void Ring(this GraphCanvas canvas, string series, double x, double y, double radius = 1.7) =>
        canvas.Shape(series, GraphPen.Thin, GraphFill.Paper, Round(x, y, radius));

    public static void Square(this GraphCanvas canvas, string series, double x, double y) =>
        canvas.Shape(series, GraphPen.Thin, GraphFill.Paper, new(x - 1.5, y - 1.5), new(x + 1.5, y - 1.5), new(x + 1.5, y + 1.5), new(x - 1.5, y + 1.5));

    public static void Triangle(this GraphCanvas canvas, string series, double x, double y) =>
        canvas.Shape(series, GraphPen.Thin, GraphFill.Grey, new(x, y - 2), new(x + 1.9, y + 1.5), new(x - 1.9, y + 1.5));

    /// <summary>V: its tip is the systolic pressure.</summary>
    public static void Down(this GraphCanvas canvas, string series, double x, double y) =>
        canvas.Line(series, GraphPen.Ink, new(x - 2.6, y - 4.5), new(x, y), new(x + 2.6, y - 4.5));

    /// <summary>Inverted V: its tip is the diastolic pressure.</summary>
    public static void Up(this GraphCanvas canvas, string series, double x, double y) =>
        canvas.Line(series, GraphPen.Ink, new(x - 2.6, y + 4.5), new(x, y), new(x + 2.6, y + 4.5));

    public static void Dash(this GraphCanvas canvas, string series, double x, double y) =>
        canvas.Line(series, GraphPen.Ink, new(x - 1.8, y), new(x + 1.8, y));

    /// <summary>Over a value that a person marked as artefact.</summary>
    public static void Cross(this GraphCanvas canvas, string series, double x, double y)
    {
        canvas.Line(series, GraphPen.Heavy, new(x - 3, y - 3), new(x + 3, y + 3));
        canvas.Line(series, GraphPen.Heavy, new(x - 3, y + 3), new(x + 3, y - 3));
    }

    /// <summary>Around a value that a person measured.</summary>
    public static void ByHand(this GraphCanvas canvas, double x, double y) =>
        canvas.Line("by-hand", GraphPen.Thin, [.. Round(x, y, 4.6), new GraphPoint(x + 4.6, y)]);

    static GraphPoint[] Round(double x, double y, double radius) => [.. Circle.Select(each => new GraphPoint(x + (each.X * radius), y + (each.Y * radius)))];
}
