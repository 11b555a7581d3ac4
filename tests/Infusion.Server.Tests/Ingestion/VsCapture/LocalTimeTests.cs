using System.Globalization;
using Infusion.Server.Ingestion.VsCapture;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Ingestion.VsCapture;

public sealed class LocalTimeTests
{
    [Theory]
    [InlineData("America/New_York", "2026-07-01 12:00", "2026-07-01T16:00Z")]
    [InlineData("America/New_York", "2026-12-01 12:00", "2026-12-01T17:00Z")]
    [InlineData("Europe/Berlin", "2026-07-01 12:00", "2026-07-01T10:00Z")]
    [InlineData("Europe/Berlin", "2026-12-01 12:00", "2026-12-01T11:00Z")]
    public void Takes_summer_and_winter_from_the_zone(string zone, string local, string expected) =>
        ToUtc(zone, local, expected).ShouldBe(Utc(expected));

    // 2026-03-08 02:00 in New York, 2026-03-29 02:00 in Berlin: the clock goes to 03:00.
    [Theory]
    [InlineData("America/New_York", "2026-03-08 01:59", "2026-03-08T06:59Z")]
    [InlineData("America/New_York", "2026-03-08 02:30", "2026-03-08T07:30Z")]
    [InlineData("America/New_York", "2026-03-08 03:00", "2026-03-08T07:00Z")]
    [InlineData("Europe/Berlin", "2026-03-29 01:59", "2026-03-29T00:59Z")]
    [InlineData("Europe/Berlin", "2026-03-29 02:30", "2026-03-29T01:30Z")]
    [InlineData("Europe/Berlin", "2026-03-29 03:00", "2026-03-29T01:00Z")]
    [InlineData("Europe/Dublin", "2026-03-29 01:30", "2026-03-29T01:30Z")]
    [InlineData("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03T15:45Z")]
    public void Keeps_the_offset_before_the_step_in_the_hour_that_does_not_exist(string zone, string local, string expected) =>
        ToUtc(zone, local, expected).ShouldBe(Utc(expected));

    // 2026-11-01 02:00 in New York, 2026-10-25 03:00 in Berlin: the clock goes back by an hour.
    [Theory]
    [InlineData("America/New_York", "2026-11-01 01:30", "2026-11-01T05:31Z", "2026-11-01T05:30Z")]
    [InlineData("America/New_York", "2026-11-01 01:30", "2026-11-01T06:31Z", "2026-11-01T06:30Z")]
    [InlineData("America/New_York", "2026-11-01 00:59", "2026-11-01T04:59Z", "2026-11-01T04:59Z")]
    [InlineData("America/New_York", "2026-11-01 02:00", "2026-11-01T07:00Z", "2026-11-01T07:00Z")]
    [InlineData("Europe/Berlin", "2026-10-25 02:30", "2026-10-25T00:31Z", "2026-10-25T00:30Z")]
    [InlineData("Europe/Berlin", "2026-10-25 02:30", "2026-10-25T01:31Z", "2026-10-25T01:30Z")]
    [InlineData("Europe/Berlin", "2026-10-25 01:59", "2026-10-24T23:59Z", "2026-10-24T23:59Z")]
    [InlineData("Europe/Berlin", "2026-10-25 03:00", "2026-10-25T02:00Z", "2026-10-25T02:00Z")]
    [InlineData("Europe/Dublin", "2026-10-25 01:30", "2026-10-25T00:31Z", "2026-10-25T00:30Z")]
    [InlineData("Europe/Dublin", "2026-10-25 01:30", "2026-10-25T01:31Z", "2026-10-25T01:30Z")]
    public void Takes_the_moment_nearer_to_receipt_in_the_hour_that_comes_twice(string zone, string local, string received, string expected) =>
        ToUtc(zone, local, received).ShouldBe(Utc(expected));

    static DateTimeOffset ToUtc(string zone, string local, string received) => LocalTime.ToUtc(
        DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById(zone), Utc(received));

    static DateTimeOffset Utc(string text) =>
        DateTimeOffset.ParseExact(text, "yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
