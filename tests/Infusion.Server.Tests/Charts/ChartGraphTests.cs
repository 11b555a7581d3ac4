using Infusion.Core.Sessions;
using Infusion.Server.Charts.Document;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Charts;

/// <summary>The picture of a session, and the clock it is read by.</summary>
public sealed class ChartGraphTests
{
    static readonly ChartGraph Graph = ChartBuilder.Build(ChartCase.Content, []).Graph;

    [Theory]
    [InlineData("heart-rate")]
    [InlineData("systolic")]
    [InlineData("diastolic")]
    [InlineData("mean")]
    [InlineData("spo2")]
    [InlineData("respiratory-rate")]
    [InlineData("etco2")]
    [InlineData("limit")]
    [InlineData("rate")]
    [InlineData("given")]
    [InlineData("ordered-dose")]
    [InlineData("plasma-band")]
    [InlineData("effect-site")]
    [InlineData("event")]
    [InlineData("alarm-high")]
    [InlineData("alarm-medium")]
    [InlineData("phase")]
    [InlineData("gap")]
    [InlineData("artefact")]
    [InlineData("by-hand")]
    public void Everything_is_drawn_within_the_picture(string series)
    {
        var lines = Graph.Paths.Where(path => path.Series == series).SelectMany(path => path.Lines).ToList();
        lines.ShouldNotBeEmpty();
        lines.SelectMany(line => line).ShouldAllBe(point => point.X >= 0 && point.X <= Graph.Width && point.Y >= 0 && point.Y <= Graph.Height);
        lines.SelectMany(line => line).ShouldAllBe(point => double.IsFinite(point.X) && double.IsFinite(point.Y));
    }

    [Fact]
    public void A_line_is_broken_where_nothing_was_measured()
    {
        var line = Graph.Paths.Single(path => path.Series == "heart-rate-line").Lines;
        line.Count.ShouldBeGreaterThan(1);
        var (silent, heard) = (X(44.9), X(45.9));
        line.All(run => run[0].X >= heard || run[^1].X <= silent).ShouldBeTrue();
        Graph.Paths.Where(path => path.Series == "gap").SelectMany(path => path.Lines).SelectMany(each => each)
            .ShouldContain(point => point.X > silent && point.X < heard);
    }

    [Fact]
    public void The_numbers_of_events_are_those_of_the_list()
    {
        var events = ChartBuilder.Build(ChartCase.Content, []).Sections.Single(section => section.Key == "events").Tables.Single();
        var started = events.Rows.Single(row => row.Cells[2].Text == "Infusion started").Cells[0].Text;
        Graph.Texts.ShouldContain(text => text.Text == started && Math.Abs(text.X - X(10)) < 0.1);
    }

    [Fact]
    public void The_picture_has_its_words()
    {
        Graph.Alternative.ShouldStartWith("The session drawn from 10:00 to 11:12; Heart rate 70 to ");
        Graph.Alternative.ShouldContain("SpO2 86 to 98 %");
        Graph.Alternative.ShouldContain("35 mg given of 35 mg ordered");
        Graph.Alternative.ShouldContain("2 alarms, 1 of high priority");
        Graph.Alternative.ShouldContain("2 gaps");
    }

    [Fact]
    public void A_session_in_which_nothing_was_measured_is_drawn_all_the_same()
    {
        var empty = ChartBuilder.Build(ChartCase.Of([ChartCase.Course[0], new PatientCheckedIn(ChartCase.At(0), "n")], []), [], ChartCase.At(0)).Graph;
        empty.Paths.SelectMany(path => path.Lines).SelectMany(line => line).ShouldAllBe(point => double.IsFinite(point.X) && double.IsFinite(point.Y));
        empty.Alternative.ShouldContain("what was given is not known");
    }

    [Fact]
    public void The_clock_says_another_day_and_a_changed_offset_and_a_zone_that_is_not_known()
    {
        var evening = new ChartTime("Europe/Vienna", new DateTimeOffset(2026, 10, 24, 21, 30, 0, TimeSpan.Zero));
        evening.ZoneText.ShouldBe("Europe/Vienna, UTC+02:00");
        evening.Minute(new DateTimeOffset(2026, 10, 24, 21, 45, 0, TimeSpan.Zero)).ShouldBe("23:45");
        evening.Minute(new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero)).ShouldBe("10-25 02:30");
        evening.Clock(new DateTimeOffset(2026, 10, 25, 1, 30, 5, TimeSpan.Zero)).ShouldBe("10-25 02:30:05 UTC+01:00");
        var nowhere = new ChartTime("Nowhere/City", new DateTimeOffset(2026, 10, 24, 21, 30, 0, TimeSpan.Zero));
        nowhere.ZoneText.ShouldBe("UTC (Nowhere/City is not known here), UTC+00:00");
        new ChartTime("America/New_York", new DateTimeOffset(2026, 11, 24, 21, 30, 0, TimeSpan.Zero)).ZoneText.ShouldBe("America/New_York, UTC-05:00");
    }

    /// <summary>From 10:00 to 11:12 between the panels' edges.</summary>
    static double X(double minutes) => 52 + (minutes / 72 * (490 - 52));
}
