namespace Infusion.Server.Charts.Document.Drawing;

/// <summary>One strip of the graph with its own scale.</summary>
sealed class GraphPanel
{
    readonly GraphCanvas _canvas;
    readonly double _low;
    readonly double _high;

    public GraphPanel(GraphCanvas canvas, string label, double top, double height, double low, double high, double step)
    {
        (_canvas, Top, Bottom, _low, _high) = (canvas, top, top + height, low, high);
        canvas.Box("frame", GraphPen.Thin, GraphFill.None, canvas.Left, Top, canvas.Right, Bottom);
        for (var value = Math.Ceiling(low / step) * step; value <= high + (step / 1000); value += step)
        {
            if (value > low && value < high)
            {
                canvas.Line("grid", GraphPen.Hair, new(canvas.Left, Y(value)), new(canvas.Right, Y(value)));
            }

            canvas.Text(canvas.Left - 3, Y(value) + 2.2, value.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture), 6, GraphAnchor.End);
        }

        var lines = label.Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            canvas.Text(2, Top + 7 + (index * 7.5), lines[index], 6, GraphAnchor.Start, isBold: index == 0);
        }
    }

    public double Top { get; }

    public double Bottom { get; }

    public double Y(double value) => Bottom - ((Math.Clamp(value, _low, _high) - _low) / (_high - _low) * (Bottom - Top));

    public double Y(decimal value) => Y((double)value);

    /// <summary>Numbers of a second scale at the right.</summary>
    public void RightScale(double high, double step, string unit)
    {
        for (var value = 0d; value <= high + (step / 1000); value += step)
        {
            _canvas.Text(_canvas.Right + 3, RightY(value, high) + 2.2, value.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture), 6);
        }

        _canvas.Text(_canvas.Right + 20, Top + 7, unit, 6, GraphAnchor.Start, isBold: true);
    }

    public double RightY(double value, double high) => Bottom - (Math.Clamp(value, 0, high) / high * (Bottom - Top));

    /// <summary>A round step that gives about so many lines.</summary>
    public static double Step(double span, int lines)
    {
        var rough = span / lines;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return power * (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
    }
}
