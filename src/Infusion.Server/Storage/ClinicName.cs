using Infusion.Core.Sessions;

namespace Infusion.Server.Storage;

/// <summary>What a clinic may be called, and in which zone it may tell the time.</summary>
static class ClinicName
{
    const int Longest = 100;

    /// <summary>Charts and appointments were told in the zone there is; in another one they would read as hours away.</summary>
    public static readonly Decision.Rejected ZoneInUse = new(
        "zone-in-use", "The time zone can be changed until the first session is planned or the first plan is opened: charts and appointments are told in it.");

    /// <param name="already">The zone there is, which may stay whatever it is called; null: a new clinic.</param>
    /// <returns>Null: both will do.</returns>
    public static (string Code, string Sentence)? Fault(string? name, string? timeZone, string? already = null) =>
        name?.Trim() is not { Length: > 0 and <= Longest } called || !called.Any(char.IsLetterOrDigit) || called.Any(char.IsControl)
            ? ("clinic-name", $"The clinic needs a name with letters or digits, of at most {Longest} characters.")
        : timeZone is not { Length: > 0 } zone || (zone != already && (!zone.Contains('/', StringComparison.Ordinal) || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)))
            ? ("clinic-zone", "The time zone is not known; it must be one such as Europe/Vienna.")
        : null;
}
