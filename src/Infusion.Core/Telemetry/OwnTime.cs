namespace Infusion.Core.Telemetry;

/// <summary>A key's own time and its message's time come from one clock, so their distance holds whatever that clock shows.</summary>
static class OwnTime
{
    /// <returns>The message's chart time less the age of the value; the chart time itself where either is missing or the age is negative.</returns>
    public static DateTimeOffset OnChart(DateTimeOffset? ownTime, DateTimeOffset? at, DateTimeOffset chartTime) =>
        ownTime is { } own && at is { } said && own < said ? chartTime - (said - own) : chartTime;
}
