namespace Infusion.Core.Pathway;

/// <summary>Looks for a time that works.</summary>
static class FreeTime
{
    static readonly TimeSpan Step = TimeSpan.FromMinutes(15);
    static readonly TimeSpan Reach = TimeSpan.FromDays(14);

    /// <returns>Of two that are as near, the later; null: none within two weeks either way.</returns>
    public static DateTimeOffset? Nearest(DateTimeOffset wanted, DateTimeOffset now, Func<DateTimeOffset, bool> fits)
    {
        for (var away = TimeSpan.Zero; away <= Reach; away += Step)
        {
            if (wanted + away >= now && fits(wanted + away))
            {
                return wanted + away;
            }

            if (wanted - away >= now && fits(wanted - away))
            {
                return wanted - away;
            }
        }

        return null;
    }

    /// <summary>The first of each of the next days, on the quarter hour.</summary>
    public static IEnumerable<DateTimeOffset> OfEachDay(DateTimeOffset from, int days, ClinicTime time, Func<DateTimeOffset, bool> fits)
    {
        var first = new DateTimeOffset((from.UtcTicks + Step.Ticks - 1) / Step.Ticks * Step.Ticks, TimeSpan.Zero);
        DateOnly? found = null;
        for (var at = first; at < first + Reach && days > 0; at += Step)
        {
            if (time.Day(at) != found && fits(at))
            {
                (found, days) = (time.Day(at), days - 1);
                yield return at;
            }
        }
    }

    public static string Words(DateTimeOffset? nearest, ClinicTime time) => nearest is { } at
        ? $"The nearest time that works is {time.Words(at)}."
        : "No time within two weeks works; look at the calendar.";
}
