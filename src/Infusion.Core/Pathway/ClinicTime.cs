using System.Globalization;

namespace Infusion.Core.Pathway;

/// <summary>Days and times as the clinic's calendar on the wall has them; instants everywhere else.</summary>
public sealed class ClinicTime(TimeZoneInfo zone)
{
    public DateTime Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone).DateTime;

    public DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(Local(at));

    /// <summary>A time that the clocks show twice is the first of the two.</summary>
    /// <returns>In UTC; null: the clocks skip it that day.</returns>
    public DateTimeOffset? At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(local))
        {
            return null;
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    /// <summary>The first instant of a day; where the clocks skip midnight, the first that there is.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        for (var minute = 0; minute < 24 * 60; minute += 15)
        {
            if (At(day, new TimeOnly(minute / 60, minute % 60)) is { } start)
            {
                return start;
            }
        }

        // A zone that skipped a whole day.
        return StartOf(day.AddDays(1));
    }

    public string Words(DateTimeOffset at) => Local(at).ToString("ddd d MMM yyyy HH:mm", CultureInfo.InvariantCulture);

    public static string Words(DateOnly day) => day.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>Both ends, the day once where it is one.</summary>
    public string Words(DateTimeOffset from, DateTimeOffset to) => Day(from) == Day(to)
        ? $"{Words(from)} to {Local(to).ToString("HH:mm", CultureInfo.InvariantCulture)}"
        : $"{Words(from)} to {Words(to)}";
}
