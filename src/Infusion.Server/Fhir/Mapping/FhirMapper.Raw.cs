using System.Globalization;
using System.Text;
using Hl7.Fhir.Model;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Fhir.Mapping;

/// <summary>A number as a device sent it; null: it said that there is none.</summary>
readonly record struct RawSample(string Device, Metric Metric, DateTimeOffset At, decimal? Value);

/// <summary>
/// All that was sent, five minutes a resource. Coded by MDC alone: what has a vital sign's LOINC code must be one value.
/// </summary>
static partial class FhirMapper
{
    const int WindowSeconds = 300;

    /// <summary>Each goes into a window without a rest.</summary>
    static readonly int[] Steps = [60, 30, 20, 15, 10, 5, 2, 1];

    /// <summary>A cuff measures now and then, and a concentration is set: neither is a course.</summary>
    static bool IsCourse(Metric metric) =>
        metric is not (Metric.NibpSystolic or Metric.NibpDiastolic or Metric.NibpMean or Metric.NibpPulseRate or Metric.DrugConcentration);

    public static IEnumerable<Observation> FromReadings(string clinic, Guid session, Guid patient, IEnumerable<RawSample> samples) =>
        samples.Where(sample => IsCourse(sample.Metric)).GroupBy(sample => (sample.Device, sample.Metric))
            .SelectMany(course =>
            {
                var inOrder = course.OrderBy(sample => sample.At).ToList();
                var step = StepOf(inOrder);
                return inOrder.GroupBy(sample => WindowOf(sample.At))
                    .Where(window => window.Any(sample => sample.Value is not null))
                    .Select(window => Raw(clinic, session, patient, course.Key.Device, course.Key.Metric, window.Key, step, window));
            });

    static DateTimeOffset WindowOf(DateTimeOffset at) => at.AddTicks(-(at.UtcTicks % (WindowSeconds * TimeSpan.TicksPerSecond)));

    /// <summary>The widest step that is no wider than what usually lies between two.</summary>
    static int StepOf(List<RawSample> inOrder)
    {
        var between = inOrder.Zip(inOrder.Skip(1), (one, next) => (next.At - one.At).TotalSeconds).Where(seconds => seconds > 0).Order().ToList();
        var usual = between.Count == 0 ? 1 : Math.Round(between[between.Count / 2]);
        return Steps.First(step => step <= Math.Max(usual, 1));
    }

    static Observation Raw(
        string clinic, Guid session, Guid patient, string device, Metric metric, DateTimeOffset from, int step, IEnumerable<RawSample> window)
    {
        var info = MetricTable.Of(metric);
        var key = $"{FhirId.Of(session)}:raw:{device}:{info.ReferenceId}:{FhirTime.Text(from)}";
        return new Observation
        {
            Id = FhirId.Derive("observation", key),
            Meta = FhirCodes.Claims("ket-waveform"),
            Identifier = [new Identifier(FhirCodes.ObservationIdentifier, key)],
            Status = ObservationStatus.Final,
            Code = MdcOf(info),
            Subject = FhirCodes.Patient(patient),
            Encounter = FhirCodes.Encounter(session),
            Effective = FhirTime.Period(from, from.AddSeconds(WindowSeconds)),
            Device = FhirCodes.Device(clinic, device),
            Value = new SampledData
            {
                Origin = FhirCodes.Quantity(0, info.Unit, info.UnitText),
                Period = step * 1000,
                Dimensions = 1,
                Data = DataOf(from, step, window),
            },
        };
    }

    /// <summary>The last value of each step; E where there was none.</summary>
    static string DataOf(DateTimeOffset from, int step, IEnumerable<RawSample> window)
    {
        var values = new decimal?[WindowSeconds / step];
        foreach (var sample in window)
        {
            values[(int)((sample.At - from).TotalSeconds / step)] = sample.Value;
        }

        var data = new StringBuilder();
        foreach (var value in values)
        {
            data.Append(data.Length == 0 ? "" : " ").Append(value is { } number ? Plain(number).ToString(CultureInfo.InvariantCulture) : "E");
        }

        return data.ToString();
    }
}
