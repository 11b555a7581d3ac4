using PdfSharp;
using PdfSharp.Drawing;
using PdfSharp.Pdf;

namespace Infusion.Server.Charts.Printing;

/// <summary>Pages that fill from the top; each begins with the same head. Page numbers follow when all pages are there.</summary>
sealed class PdfFlow : IDisposable
{
    public const double Left = 30;
    public const double Width = 535;
    const double Top = 72;
    const double Bottom = 806;

    readonly PdfDocument _document;
    readonly Action<XGraphics> _head;
    readonly TextMeasure _measure;
    XGraphics? _graphics;

    public PdfFlow(PdfDocument document, Action<XGraphics> head)
    {
        (_document, _head) = (document, head);
        _measure = new TextMeasure();
        NewPage();
    }

    public double Y { get; private set; }

    public XGraphics Graphics => _graphics!;

    public TextMeasure Measure => _measure;

    /// <returns>True: a new page was begun for it.</returns>
    public bool Need(double height)
    {
        if (Y + height <= Bottom)
        {
            return false;
        }

        NewPage();
        return true;
    }

    public void Skip(double height) => Y += height;

    public void Text(string text, XFont font, double x, double baseline) => Graphics.DrawString(text, font, XBrushes.Black, x, baseline);

    /// <summary>A paragraph over the whole width.</summary>
    public void Paragraph(string text, XFont font, double lineHeight)
    {
        foreach (var line in _measure.Wrap(text, font, Width))
        {
            Need(lineHeight);
            Text(line, font, Left, Y + (lineHeight * 0.78));
            Y += lineHeight;
        }
    }

    public void Dispose() => _graphics?.Dispose();

    public void End(string footer)
    {
        _graphics?.Dispose();
        _graphics = null;
        var font = ChartFonts.Of(7);
        for (var index = 0; index < _document.PageCount; index++)
        {
            using var graphics = XGraphics.FromPdfPage(_document.Pages[index], XGraphicsPdfPageOptions.Append);
            graphics.DrawLine(new XPen(XColors.Black, 0.5), Left, 814, Left + Width, 814);
            graphics.DrawString(footer, font, XBrushes.Black, Left, 824);
            graphics.DrawString($"{index + 1} of {_document.PageCount}", ChartFonts.Of(8, true), XBrushes.Black, new XRect(Left, 816, Width, 10), XStringFormats.TopRight);
        }
    }

    void NewPage()
    {
        _graphics?.Dispose();
        var page = _document.AddPage();
        page.Size = PageSize.A4;
        _graphics = XGraphics.FromPdfPage(page);
        _head(_graphics);
        Y = Top;
    }
}
