using System.Globalization;
using System.Text.RegularExpressions;
using Hl7.Fhir.Model;

namespace Infusion.Server.Fhir;

/// <summary>
/// A FHIR date as the stretch of time it stands for: 2026-11 is all of November, 10:05:07 a whole second.
/// <paramref name="To"/> is exclusive. An open end is as far as time goes.
/// </summary>
readonly partial record struct DateInterval(DateTimeOffset? From, DateTimeOffset? To)
{
    public static DateInterval Parse(Period period) => new(
        period.Start is { } start ? Parse(start).From : DateTimeOffset.MinValue,
        period.End is { } end ? Parse(end).To : DateTimeOffset.MaxValue);

    /// <exception cref="FormatException">It is no FHIR date, dateTime or instant.</exception>
    public static DateInterval Parse(string text) =>
        TryParse(text, out var interval) ? interval : throw new FormatException("not a FHIR date");

    /// <summary>A time without an offset is taken as UTC.</summary>
    public static bool TryParse(string text, out DateInterval interval)
    {
        interval = default;
        var match = Pattern().Match(text);
        if (!match.Success)
        {
            return false;
        }

        var time = match.Groups["time"];
        var fraction = match.Groups["fraction"].Value;
        var (padded, step) = (match.Groups["month"].Success, match.Groups["day"].Success, time.Success) switch
        {
            (false, _, _) => ($"{text}-01-01", Step.Year),
            (true, false, _) => ($"{text}-01", Step.Month),
            (true, true, false) => (text, Step.Day),
            _ => (text, Step.Time),
        };
        if (!DateTimeOffset.TryParse(
            padded,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var from))
        {
            return false;
        }

        try
        {
            interval = new DateInterval(from, step switch
            {
                Step.Year => from.AddYears(1),
                Step.Month => from.AddMonths(1),
                Step.Day => from.AddDays(1),
                _ when !match.Groups["second"].Success => from.AddMinutes(1),
                _ => from.AddTicks(TicksOf(fraction)),
            });
            return true;
        }
        catch (ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    /// <summary>The last digit that was written; Postgres, and so we, stop at microseconds.</summary>
    static long TicksOf(string fraction)
    {
        var ticks = TimeSpan.TicksPerSecond;
        for (var digit = 0; digit < Math.Min(fraction.Length, 6); digit++)
        {
            ticks /= 10;
        }

        return ticks;
    }

    [GeneratedRegex(
        @"^\d{4}(?<month>-\d\d(?<day>-\d\d(?<time>T\d\d:\d\d(?<second>:\d\d(\.(?<fraction>\d{1,9}))?)?(Z|[+-]\d\d:\d\d)?)?)?)?\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();

    enum Step : byte { Year, Month, Day, Time }
}
