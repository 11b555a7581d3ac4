using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;

namespace Infusion.Server.Charts.Document;

/// <summary>The picture of a session as shapes in points, the origin at the top left. Page and PDF draw these, each in its way.</summary>
/// <param name="Alternative">The picture in words, for who does not see it.</param>
/// <param name="Legend">What each sign means.</param>
public sealed record ChartGraph(
    double Width, double Height, string Alternative, IReadOnlyList<GraphPath> Paths, IReadOnlyList<GraphText> Texts, IReadOnlyList<GraphSign> Legend);

public readonly record struct GraphPoint(double X, double Y);

public enum GraphPen
{
    Ink = 0,
    Heavy = 1,
    Thin = 2,
    Hair = 3,
    Dashed = 4,
    Dotted = 5,
}

public enum GraphFill
{
    None = 0,
    Ink = 1,
    Grey = 2,
    Light = 3,
    Paper = 4,
}

/// <summary>Lines of one kind.</summary>
/// <param name="Series">What they show, for tests and styles.</param>
public sealed record GraphPath(string Series, GraphPen Pen, GraphFill Fill, [property: JsonIgnore] IReadOnlyList<GraphPoint[]> Lines, [property: JsonIgnore] bool IsClosed)
{
    /// <summary>As SVG's path data. Points are rounded where they are drawn.</summary>
    public string D
    {
        get
        {
            var d = new StringBuilder();
            foreach (var line in Lines)
            {
                for (var index = 0; index < line.Length; index++)
                {
                    d.Append(CultureInfo.InvariantCulture, $"{(index == 0 ? 'M' : 'L')}{line[index].X} {line[index].Y}");
                }

                if (IsClosed)
                {
                    d.Append('Z');
                }
            }

            return d.ToString();
        }
    }
}

public enum GraphAnchor { Start = 0, Middle = 1, End = 2 }

public sealed record GraphText(double X, double Y, string Text, double Size, GraphAnchor Anchor, bool IsBold);

/// <summary>One sign of the legend, drawn as on the graph within 16 by 10 points.</summary>
public sealed record GraphSign(string Text, IReadOnlyList<GraphPath> Paths);
