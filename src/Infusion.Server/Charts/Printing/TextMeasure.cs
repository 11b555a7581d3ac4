using PdfSharp.Drawing;

namespace Infusion.Server.Charts.Printing;

/// <summary>Breaks texts into lines; the width of a word is measured once.</summary>
sealed class TextMeasure
{
    readonly XGraphics _ruler = XGraphics.CreateMeasureContext(new XSize(1000, 1000), XGraphicsUnit.Point, XPageDirection.Downwards);
    readonly Dictionary<(string Word, double Size, bool IsBold), double> _widths = [];

    public double WidthOf(string text, XFont font)
    {
        var key = (text, font.Size, font.Bold);
        if (!_widths.TryGetValue(key, out var width))
        {
            _widths[key] = width = _ruler.MeasureString(text, font).Width;
        }

        return width;
    }

    public List<string> Wrap(string text, XFont font, double width)
    {
        var lines = new List<string>();
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            lines.AddRange(Lines(paragraph, font, width));
        }

        return lines;
    }

    IEnumerable<string> Lines(string paragraph, XFont font, double width)
    {
        var space = WidthOf(" ", font);
        var (line, used) = ("", 0d);
        foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Pieces(word, font, width)))
        {
            var needed = WidthOf(word, font);
            if (line.Length > 0 && used + space + needed > width)
            {
                yield return line;
                (line, used) = (word, needed);
            }
            else
            {
                (line, used) = line.Length == 0 ? (word, needed) : ($"{line} {word}", used + space + needed);
            }
        }

        yield return line;
    }

    /// <summary>A word wider than a line is cut.</summary>
    IEnumerable<string> Pieces(string word, XFont font, double width)
    {
        while (word.Length > 1 && WidthOf(word, font) > width)
        {
            var length = word.Length - 1;
            while (length > 1 && WidthOf(word[..length], font) > width)
            {
                length--;
            }

            yield return word[..length];
            word = word[length..];
        }

        yield return word;
    }
}
