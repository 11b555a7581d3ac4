namespace Infusion.Server.Ingestion.VsCapture;

/// <summary>A wall clock's time in a zone, as a moment.</summary>
static class LocalTime
{
    /// <summary>Longer than any step of a clock to or from summer time, shorter than the time between two of them.</summary>
    static readonly TimeSpan AwayFromTheStep = TimeSpan.FromHours(3);

    /// <param name="receivedAt">Decides in the hour that the clock shows twice: the nearer of the two moments is meant.</param>
    /// <remarks>
    /// In the hour that does not exist the monitor has not been set yet: the offset before the step holds. Only moments are
    /// asked for their offset: what the runtime says of a local time within a step is wrong for Dublin.
    /// </remarks>
    public static DateTimeOffset ToUtc(DateTime local, TimeZoneInfo zone, DateTimeOffset receivedAt)
    {
        var before = new DateTimeOffset(local, zone.GetUtcOffset(local - AwayFromTheStep)).ToUniversalTime();
        var after = new DateTimeOffset(local, zone.GetUtcOffset(local + AwayFromTheStep)).ToUniversalTime();
        return (Shows(zone, before, local), Shows(zone, after, local)) switch
        {
            (true, true) => (before - receivedAt).Duration() <= (after - receivedAt).Duration() ? before : after,
            (false, true) => after,
            _ => before,
        };
    }

    static bool Shows(TimeZoneInfo zone, DateTimeOffset moment, DateTime local) => TimeZoneInfo.ConvertTime(moment, zone).DateTime == local;
}
