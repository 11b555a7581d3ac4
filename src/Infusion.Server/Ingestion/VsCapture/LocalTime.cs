namespace Infusion.Server.Ingestion.VsCapture;

/// <summary>A wall clock's time in a zone, as a moment.</summary>
static class LocalTime
{
    /// <summary>Longer than any step of a clock to summer time, shorter than the time between two of them.</summary>
    static readonly TimeSpan BeforeTheStep = TimeSpan.FromHours(3);

    /// <param name="receivedAt">Decides in the hour that the clock shows twice: the nearer of the two moments is meant.</param>
    /// <remarks>In the hour that does not exist the monitor has not been set yet: the offset before the step holds.</remarks>
    public static DateTimeOffset ToUtc(DateTime local, TimeZoneInfo zone, DateTimeOffset receivedAt)
    {
        if (zone.IsAmbiguousTime(local))
        {
            return zone.GetAmbiguousTimeOffsets(local)
                .Select(offset => new DateTimeOffset(local, offset))
                .MinBy(moment => (moment - receivedAt).Duration())
                .ToUniversalTime();
        }

        var offset = zone.GetUtcOffset(zone.IsInvalidTime(local) ? local - BeforeTheStep : local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
