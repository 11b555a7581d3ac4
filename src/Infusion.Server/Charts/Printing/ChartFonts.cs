using PdfSharp.Drawing;
using PdfSharp.Fonts;
using PdfSharp.Pdf;

namespace Infusion.Server.Charts.Printing;

/// <summary>The fonts that a chart carries in itself, so that it reads the same everywhere.</summary>
sealed class ChartFonts : IFontResolver
{
    const string Family = "DejaVu Sans Condensed";

    static readonly Lock Once = new();

    public static XFont Of(double size, bool isBold = false)
    {
        lock (Once)
        {
            GlobalFontSettings.FontResolver ??= new ChartFonts();
        }

        return new XFont(Family, size, isBold ? XFontStyleEx.Bold : XFontStyleEx.Regular, new XPdfFontOptions(PdfFontEncoding.Unicode));
    }

    public FontResolverInfo? ResolveTypeface(string familyName, bool isBold, bool isItalic) =>
        new(isBold ? "DejaVuSansCondensed-Bold" : "DejaVuSansCondensed");

    public byte[]? GetFont(string faceName)
    {
        using var font = typeof(ChartFonts).Assembly.GetManifestResourceStream($"Infusion.Server.Charts.Printing.Fonts.{faceName}.ttf")
            ?? throw new InvalidOperationException($"the font {faceName} is not part of this build");
        using var bytes = new MemoryStream();
        font.CopyTo(bytes);
        return bytes.ToArray();
    }
}
