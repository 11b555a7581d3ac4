using System.Globalization;
using Hl7.Fhir.Model;

namespace Infusion.Server.Fhir.Mapping;

/// <summary>Instants as FHIR writes them: always UTC; whole seconds, else milliseconds, else microseconds.</summary>
static class FhirTime
{
    public static string Text(DateTimeOffset instant)
    {
        var fraction = instant.Ticks % TimeSpan.TicksPerSecond;
        var format = fraction == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'"
            : fraction % TimeSpan.TicksPerMillisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"
            : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
        return instant.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
    }

    public static FhirDateTime DateTime(DateTimeOffset instant) => new(Text(instant));

    /// <summary>A period that never ends before it starts (per-1), whatever a device's clock said.</summary>
    public static Period Period(DateTimeOffset? start, DateTimeOffset? end) => new()
    {
        Start = start is { } from ? Text(from) : null,
        End = end is { } to ? Text(to < start ? start.Value : to) : null,
    };
}
