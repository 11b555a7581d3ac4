using System.Text.Json;
using Infusion.Core.Telemetry;
using Infusion.Server.Fhir.Mapping;

namespace Infusion.Server.Fhir;

/// <summary>The readings of a sealed chart, number by number.</summary>
static class RawReadings
{
    /// <param name="lines">One JSON object a line.</param>
    public static IEnumerable<RawSample> Of(ReadOnlyMemory<byte> lines)
    {
        for (var rest = lines; !rest.IsEmpty;)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            using var json = JsonDocument.Parse(line);
            var (device, at) = (json.RootElement.GetProperty("device").GetString()!, json.RootElement.GetProperty("at").GetDateTimeOffset());
            foreach (var value in json.RootElement.GetProperty("values").EnumerateObject())
            {
                if (MetricTable.TryFind(value.Name, out var metric))
                {
                    yield return new RawSample(device, metric, at, value.Value.ValueKind is JsonValueKind.Null ? null : value.Value.GetDecimal());
                }
            }
        }
    }
}
