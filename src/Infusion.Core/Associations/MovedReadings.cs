using System.Collections.Immutable;
using Infusion.Core.Dosing;
using Infusion.Core.Quantities;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Associations;

/// <summary>How much would move with a device: told before a person confirms.</summary>
/// <param name="Minutes">That have a reading.</param>
/// <param name="Given">By the pump's counter, from its first word in that time to its last; null: no pump spoke.</param>
public sealed record MovedReadings(int Readings, int Minutes, Volume? Given)
{
    /// <param name="readings">And their chart times.</param>
    public static MovedReadings Of(ImmutableArray<(Reading Reading, DateTimeOffset At)> readings)
    {
        var counter = new VolumeCounter();
        foreach (var sample in readings.OrderBy(each => each.At).SelectMany(each => each.Reading.Samples))
        {
            if (sample is { Metric: Metric.VolumeDeliveredTotal, Value: { } total })
            {
                counter.Take(total);
            }
        }

        return new MovedReadings(
            readings.Length, readings.Select(each => each.At.UtcTicks / TimeSpan.TicksPerMinute).Distinct().Count(), counter.Total);
    }
}
