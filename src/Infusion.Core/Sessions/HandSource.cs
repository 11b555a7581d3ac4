using Infusion.Core.Telemetry;

namespace Infusion.Core.Sessions;

/// <summary>
/// The source of a value that a person charted, where a device's would stand. No device can be called so: their names
/// hold no slash.
/// </summary>
public static class HandSource
{
    const string Prefix = "manual/";

    /// <summary>A value charted by hand is none any more at this age, where no monitor measures the same: as a cuff measurement.</summary>
    public static readonly TimeSpan StaleAfter = MetricTable.StaleAfter(Metric.NibpSystolic);

    public static string Of(string by) => Prefix + by;

    public static bool Is(string? source) => source?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    /// <returns>Null: the source is a device.</returns>
    public static string? PersonOf(string? source) => Is(source) ? source![Prefix.Length..] : null;
}
