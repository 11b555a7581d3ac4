using Infusion.Core.Sessions;

namespace Infusion.Core.Telemetry;

/// <summary>One cuff measurement and its time, on the chart and on the device's clock.</summary>
public readonly record struct CuffMeasurement(NibpMeasurement Pressure, Quality Quality, DateTimeOffset At, DateTimeOffset ClockAt);

/// <summary>
/// Tells a new cuff measurement from one repeated. With times of its own a measurement is (device, time);
/// without, an unchanged triple is the same measurement.
/// </summary>
public sealed class CuffMemory
{
    CuffMeasurement? _last;
    DateTimeOffset? _lastOwnTime;

    /// <returns>Null: the message tells of no measurement, or of one already known.</returns>
    public CuffMeasurement? Take(Reading reading, DateTimeOffset chartTime)
    {
        Sample systolic = default, diastolic = default, mean = default;
        foreach (var sample in reading.Samples)
        {
            switch (sample.Metric)
            {
                case Metric.NibpSystolic:
                    systolic = sample;
                    break;
                case Metric.NibpDiastolic:
                    diastolic = sample;
                    break;
                case Metric.NibpMean:
                    mean = sample;
                    break;
                default:
                    break;
            }
        }

        var pressure = new NibpMeasurement(systolic.Value, diastolic.Value, mean.Value);
        if (pressure is (null, null, null))
        {
            return null;
        }

        var ownTime = systolic.MeasuredAt ?? diastolic.MeasuredAt ?? mean.MeasuredAt;
        var at = OwnTime.OnChart(ownTime, reading.At, chartTime);
        if (!IsNew(pressure, ownTime, at))
        {
            return null;
        }

        var quality = IsQuestionable(systolic) || IsQuestionable(diastolic) || IsQuestionable(mean) ? Quality.Questionable : Quality.Valid;
        var measurement = new CuffMeasurement(pressure, quality, at, ownTime ?? reading.At ?? chartTime);
        _last = measurement;
        _lastOwnTime = ownTime;
        return measurement;
    }

    bool IsNew(in NibpMeasurement pressure, DateTimeOffset? ownTime, DateTimeOffset at)
    {
        if (_last is not { } last)
        {
            return true;
        }

        if (ownTime is null)
        {
            return !Repeats(pressure, last.Pressure);
        }

        return ownTime != _lastOwnTime && at > last.At;
    }

    static bool Repeats(in NibpMeasurement said, in NibpMeasurement known) =>
        (said.Systolic is null || said.Systolic == known.Systolic)
        && (said.Diastolic is null || said.Diastolic == known.Diastolic)
        && (said.Mean is null || said.Mean == known.Mean);

    static bool IsQuestionable(in Sample sample) => sample.Quality == Quality.Questionable;
}
