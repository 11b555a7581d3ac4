using System.Globalization;

namespace Infusion.Server.Sessions;

/// <summary>How a sentence writes the times and the people in it.</summary>
/// <param name="Time">To the second.</param>
/// <param name="Minute">To the minute.</param>
sealed record Wording(Func<DateTimeOffset, string> Time, Func<DateTimeOffset, string> Minute, Func<string, string> Person)
{
    /// <summary>Where neither the clinic's clock nor its people are at hand: UTC, and by sign-in name.</summary>
    public static readonly Wording Plain = new(at => Utc(at, "yyyy-MM-dd HH:mm:ss"), at => Utc(at, "yyyy-MM-dd HH:mm"), name => name);

    static string Utc(DateTimeOffset at, string format) => $"{at.UtcDateTime.ToString(format, CultureInfo.InvariantCulture)} UTC";
}
