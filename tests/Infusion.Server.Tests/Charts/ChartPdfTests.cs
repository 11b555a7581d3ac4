using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Infusion.Server.Charts;
using Infusion.Server.Charts.Document;
using Infusion.Server.Tests.Support;
using Shouldly;
using UglyToad.PdfPig;
using Xunit;

namespace Infusion.Server.Tests.Charts;

/// <summary>The chart on paper: its text, and its pages as pictures.</summary>
public sealed partial class ChartPdfTests
{
    /// <summary>In grey levels of 255, over any square of a page. Another version of the renderer differs by less, a line that is gone by more.</summary>
    const double Tolerance = 12;

    const int Square = 16;

    static readonly byte[] Signed = new ChartPrinter().Print(ChartCase.Content, ChartCase.Signed);
    static readonly byte[] Draft = new ChartPrinter().Print(ChartCase.Content, []);

    [Fact]
    public void Everything_that_the_chart_says_stands_on_the_paper()
    {
        var chart = ChartBuilder.Build(ChartCase.Content, ChartCase.Signed);
        var paper = Letters(string.Join("", Pages(Signed)));
        var said = chart.Sections.SelectMany(section => section.Facts.SelectMany(fact => new[] { fact.Label, fact.Text })
                .Concat(section.Tables.SelectMany(table => table.Rows.SelectMany(row => row.Cells.Select(cell => cell.Text))
                    .Concat(table.Rows.Count == 0 ? [table.Empty] : table.Columns.Select(column => column.Label))))
                .Concat(section.Notes).Append(section.Title))
            .Concat(chart.Graph.Texts.Select(text => text.Text)).Concat(chart.Graph.Legend.Select(sign => sign.Text)).Append(chart.Status.Text);

        said.SelectMany(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct()
            .Where(word => word.Length <= 12 && !paper.Contains(Letters(word), StringComparison.Ordinal)).ShouldBeEmpty();
        string.Join("", Pages(Signed)).ShouldContain("R. Okafor, MD");
    }

    [Fact]
    public void Every_page_says_whose_it_is_and_its_number()
    {
        var pages = Pages(Signed);
        pages.Count.ShouldBeGreaterThan(3);
        for (var index = 0; index < pages.Count; index++)
        {
            var text = Letters(pages[index]);
            foreach (var said in new[] { "Beispiel, Erika", "born 1980-01-02", "MRN-1001", ChartCase.Session.ToString(), "Europe/Vienna, UTC+01:00", $"{index + 1} of {pages.Count}" })
            {
                text.ShouldContain(Letters(said), customMessage: $"page {index + 1}");
            }
        }
    }

    [Fact]
    public void A_draft_says_so_on_every_page_and_a_signed_chart_on_none()
    {
        Pages(Draft).ShouldAllBe(page => Letters(page).Contains(Letters("DRAFT, NOT SIGNED"), StringComparison.Ordinal));
        Pages(Signed).ShouldAllBe(page => !page.Contains("DRAFT", StringComparison.Ordinal));
        Pages(new ChartPrinter().Print(ChartCase.Content with { About = ChartCase.Content.About with { Simulated = true } }, []))
            .ShouldAllBe(page => Letters(page).Contains("SIMULATEDDATA", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_not_what_was_signed_last_says_so()
    {
        var signature = ChartCase.Signed[0];
        ChartOpening.Banner(ChartCase.Content.Digest, []).ShouldBe(ChartPrinter.Draft);
        ChartOpening.Banner(ChartCase.Content.Digest, [signature]).ShouldBe(ChartOpening.Changed);
        ChartOpening.Banner(ChartCase.Content.Digest, [signature, signature with { Digest = ChartCase.Content.Digest }]).ShouldBeNull();
    }

    [Fact]
    public void The_same_content_and_signatures_give_the_same_bytes()
    {
        new ChartPrinter().Print(ChartCase.Content with { }, ChartCase.Signed).ShouldBe(Signed);
        Draft.ShouldNotBe(Signed);
    }

    [Fact]
    public void The_picture_is_drawn_and_its_fonts_are_in_it_and_nothing_is_coloured()
    {
        Encoding.Latin1.GetString(Signed).ShouldNotContain("/Subtype/Image");
        using var pdf = PdfDocument.Open(Signed);
        pdf.GetPages().SelectMany(page => page.Letters).Select(letter => letter.FontName).Distinct()
            .ShouldAllBe(font => font!.Contains("DejaVu", StringComparison.Ordinal) && font.Contains('+', StringComparison.Ordinal));
        pdf.GetPages().ShouldAllBe(page => !page.GetImages().Any());
        pdf.GetPages().SelectMany(page => page.Paths).Select(path => path.StrokeColor?.ToRGBValues()).OfType<(double R, double G, double B)>()
            .ShouldAllBe(colour => Math.Abs(colour.R - colour.G) < 0.001 && Math.Abs(colour.G - colour.B) < 0.001);
    }

    [Fact]
    public async Task Its_pages_look_as_they_did_when_somebody_looked_at_them()
    {
        using var folder = new TemporaryDirectory();
        var file = Path.Combine(folder.Path, "chart.pdf");
        await File.WriteAllBytesAsync(file, Signed, TestContext.Current.CancellationToken);
        using var renderer = Process.Start(new ProcessStartInfo("pdftoppm", ["-r", "48", "-gray", file, Path.Combine(folder.Path, "page")]))!;
        await renderer.WaitForExitAsync(TestContext.Current.CancellationToken);
        renderer.ExitCode.ShouldBe(0);
        var rendered = Directory.GetFiles(folder.Path, "*.pgm").Order(StringComparer.Ordinal).ToList();
        var golden = Path.Combine(Folder(), "Golden");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(golden);
            Directory.GetFiles(golden, "*.pgm").ToList().ForEach(File.Delete);
            rendered.ForEach(page => File.Copy(page, Path.Combine(golden, Path.GetFileName(page)), overwrite: true));
            return;
        }

        rendered.Select(Path.GetFileName).ShouldBe(Directory.GetFiles(golden, "*.pgm").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var page in rendered)
        {
            var (now, then) = (Grey(page), Grey(Path.Combine(golden, Path.GetFileName(page))));
            (now.Width, now.Pixels.Length).ShouldBe((then.Width, then.Pixels.Length));
            Difference(now.Pixels, then.Pixels, now.Width).ShouldBeLessThan(Tolerance, Path.GetFileName(page));
        }
    }

    [Fact]
    public void A_page_that_lacks_a_line_is_not_taken_for_the_same()
    {
        var then = Grey(Directory.GetFiles(Path.Combine(Folder(), "Golden"), "*.pgm").Order(StringComparer.Ordinal).First());
        var now = then.Pixels.ToArray();
        Array.Fill(now, (byte)255, then.Width * 100, then.Width * 6);
        Difference(now, then.Pixels, then.Width).ShouldBeGreaterThan(Tolerance);
    }

    /// <summary>Of the square that differs most.</summary>
    static double Difference(byte[] now, byte[] then, int width)
    {
        var worst = 0d;
        for (var top = 0; top + Square <= now.Length / width; top += Square)
        {
            for (var left = 0; left + Square <= width; left += Square)
            {
                var sum = 0;
                for (var pixel = 0; pixel < Square * Square; pixel++)
                {
                    var place = ((top + (pixel / Square)) * width) + left + (pixel % Square);
                    sum += Math.Abs(now[place] - then[place]);
                }

                worst = Math.Max(worst, sum / (double)(Square * Square));
            }
        }

        return worst;
    }

    static List<string> Pages(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        return [.. document.GetPages().Select(page => page.Text)];
    }

    /// <summary>Without white space: where a line is broken does not count.</summary>
    static string Letters(string text) => Space().Replace(text, "");

    static (int Width, byte[] Pixels) Grey(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var head = Encoding.Latin1.GetString(bytes, 0, 40);
        var match = PgmHead().Match(head);
        return (int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), bytes[match.Length..]);
    }

    static string Folder([CallerFilePath] string test = "") => Path.GetDirectoryName(test)!;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"^P5\s(\d+)\s(\d+)\s255\s")]
    private static partial Regex PgmHead();
}
