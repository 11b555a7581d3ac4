using System.Globalization;
using FsCheck.Xunit;
using Infusion.Core.Pathway;

namespace Infusion.Core.Tests.Pathway;

/// <summary>Talk therapy on another day: the table of docs/pathway.md, and what holds for any dates.</summary>
public class SeparationRuleTests
{
    static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "pathway.md"));

    public static TheoryData<string, string, string, string, string, string, string> Cases()
    {
        var data = new TheoryData<string, string, string, string, string, string, string>();
        var lines = Page.Split('\n').SkipWhile(line => !line.StartsWith("| Case |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'));
        foreach (var cell in lines.Select(line => line.Split('|', StringSplitOptions.TrimEntries)))
        {
            data.Add(cell[1], cell[2], cell[3], cell[4], cell[5], cell[6], cell[7]);
        }

        return data;
    }

    [Fact]
    public void TheTableIsThere() => Cases().Count.ShouldBeGreaterThan(20);

    [Theory]
    [MemberData(nameof(Cases))]
    public void EachCaseOfThePage(string name, string zone, string infusion, string therapy, string hours, string verdict, string from)
    {
        var time = new ClinicTime(TimeZoneInfo.FindSystemTimeZoneById(zone));
        var ends = infusion.Split(" to ");
        var span = new InfusionSpan(Guid.Empty, Instant(time, ends[0]), Instant(time, ends[1]), IsActual: true);
        var settings = new PathwaySettings { TherapyHoursAfterEnd = hours == "none" ? null : int.Parse(hours, CultureInfo.InvariantCulture) };
        var at = Instant(time, therapy);

        var separation = SeparationRule.Check(at, at.AddMinutes(50), [span], settings, time);

        (separation?.Fault).ShouldBe(
            verdict switch { "same day" => SeparationFault.SameDay, "too soon" => SeparationFault.TooSoon, "allowed" => null, _ => SeparationFault.Unknown }, name);
        SeparationRule.EarliestAfter(span, settings, time).ShouldBe(Instant(time, from), name);
        (separation?.EarliestAfter).ShouldBe(separation is null ? null : Instant(time, from));
    }

    [Fact]
    public void TheSentenceNamesTheRuleTheInfusionAndWhatWouldWork()
    {
        var time = new ClinicTime(TimeZoneInfo.FindSystemTimeZoneById("America/New_York"));
        var span = new InfusionSpan(Guid.Empty, Instant(time, "2026-11-30 16:00"), Instant(time, "2026-11-30 17:00"), IsActual: true);
        var at = Instant(time, "2026-12-01 09:00");

        SeparationRule.Check(at, at.AddMinutes(50), [span], new PathwaySettings { TherapyHoursAfterEnd = 24 }, time)!.Sentence.ShouldBe(
            "Talk therapy begins at least 24 h after an infusion's end: the infusion ended Mon 30 Nov 2026 17:00. From Tue 1 Dec 2026 17:00 on it may begin.");
        SeparationRule.Check(at.AddHours(-12), at.AddHours(-11), [span with { IsActual = false }], new PathwaySettings(), time)!.Sentence.ShouldBe(
            "Talk therapy is not on the same day as an infusion: the infusion is planned Mon 30 Nov 2026 16:00 to 17:00. From Tue 1 Dec 2026 00:00 on it may begin.");
        SeparationRule.Advice(at, span).ShouldBe("It begins 16 h after the infusion's end; 24 to 72 h is suggested.");
        SeparationRule.Advice(at.AddHours(8), span).ShouldBeNull();
        SeparationRule.Advice(Instant(time, "2026-12-03 17:00"), span).ShouldBeNull();
        SeparationRule.Advice(Instant(time, "2026-12-03 17:15"), span).ShouldBe("It begins 72.3 h after the infusion's end; 24 to 72 h is suggested.");
    }

    /// <summary>In any zone, over any change of the clocks: from the instant it names on it is right, and a minute before it is not.</summary>
    [Property]
    public void WhatItNamesAsTheEarliestIsTheEarliest(uint minutes, ushort length, byte hours, byte zone)
    {
        string[] zones = ["America/New_York", "Europe/Vienna", "Asia/Tokyo", "America/Santiago", "Australia/Lord_Howe", "Pacific/Apia"];
        var time = new ClinicTime(TimeZoneInfo.FindSystemTimeZoneById(zones[zone % zones.Length]));
        var from = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minutes % (2 * 365 * 24 * 60));
        var span = new InfusionSpan(Guid.Empty, from, from.AddMinutes(1 + length % 600), IsActual: true);
        var settings = new PathwaySettings { TherapyHoursAfterEnd = hours % 73 is 0 ? null : hours % 73 };

        var earliest = SeparationRule.EarliestAfter(span, settings, time);

        SeparationRule.Check(earliest, earliest.AddMinutes(50), [span], settings, time).ShouldBeNull();
        SeparationRule.Check(earliest.AddMinutes(-1), earliest.AddMinutes(49), [span], settings, time).ShouldNotBeNull();
        time.Day(earliest).ShouldBeGreaterThan(time.Day(span.To.AddTicks(-1)));
    }

    /// <summary>What is allowed shares no calendar day with any infusion, and keeps the hours to each before it.</summary>
    [Property]
    public void WhatIsAllowedIsOnAnotherDay(ushort apart, byte hours)
    {
        var time = new ClinicTime(TimeZoneInfo.FindSystemTimeZoneById("America/New_York"));
        var infusion = new InfusionSpan(Guid.Empty, Instant(time, "2026-10-31 22:00"), Instant(time, "2026-10-31 23:30"), IsActual: true);
        var settings = new PathwaySettings { TherapyHoursAfterEnd = hours % 73 is 0 ? null : hours % 73 };
        var at = infusion.From.AddDays(-2).AddMinutes(apart % (6 * 24 * 60));

        if (SeparationRule.Check(at, at.AddMinutes(50), [infusion], settings, time) is null)
        {
            new[] { time.Day(at), time.Day(at.AddMinutes(50).AddTicks(-1)) }.ShouldNotContain(new DateOnly(2026, 10, 31));
            (at < infusion.From || at >= infusion.To.AddHours(settings.TherapyHoursAfterEnd ?? 0)).ShouldBeTrue();
        }
    }

    static DateTimeOffset Instant(ClinicTime time, string local)
    {
        var at = DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return time.At(DateOnly.FromDateTime(at), TimeOnly.FromDateTime(at)) ?? throw new InvalidDataException($"{local} is skipped");
    }
}
