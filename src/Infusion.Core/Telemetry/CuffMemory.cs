using Infusion.Core.Sessions;

namespace Infusion.Core.Telemetry;

/// <summary>One cuff measurement and its time, on the chart and on the device's clock.</summary>
/// <param name="HasOwnTime">False: the time is that of the message which first told of it.</param>
public readonly record struct CuffMeasurement(
    NibpMeasurement Pressure, Quality Quality, DateTimeOffset At, DateTimeOffset ClockAt, bool HasOwnTime);

/// <summary>
/// Tells a new cuff measurement from one repeated. With times of its own a measurement is (device, time);
/// without, an unchanged triple is the same measurement. An unchanged triple is also the same under a new time that no cuff
/// can have: too soon after it was told last, or told while the clock jumps.
/// </summary>
public sealed class CuffMemory
{
    /// <summary>
    /// No cuff measures again sooner: to inflate, to deflate and to let the vein empty takes longer, in the quickest mode too.
    /// A monitor that stamps one measurement anew with each message never gets beyond this, however long it goes on.
    /// </summary>
    public static readonly TimeSpan ShortestCycle = TimeSpan.FromSeconds(20);

    readonly ChartedCuffs _charted = new();
    CuffMeasurement? _last;
    DateTimeOffset? _toldOwnTime;
    DateTimeOffset _toldAt;

    /// <summary>Takes in a live message.</summary>
    /// <returns>Null: the message tells of no measurement, or of one already known.</returns>
    public CuffMeasurement? Take(Reading reading, DateTimeOffset chartTime, bool clockIsUnsettled) =>
        Read(reading, chartTime) is { } said ? Take(said, clockIsUnsettled) : null;

    /// <summary>Takes in what <see cref="Read"/> found in a live message.</summary>
    internal CuffMeasurement? Take(in CuffMeasurement said, bool clockIsUnsettled)
    {
        var isUnchanged = _last is { } last && Repeats(said.Pressure, last.Pressure);
        var isNew = IsNew(said, isUnchanged, clockIsUnsettled);
        if (isNew || isUnchanged)
        {
            Told(said);
        }

        if (!isNew)
        {
            if (isUnchanged)
            {
                _charted.Extend(said);
            }

            return null;
        }

        _last = said;
        return said;
    }

    /// <summary>What a message says, new or not. Changes nothing.</summary>
    internal static CuffMeasurement? Read(Reading reading, DateTimeOffset chartTime)
    {
        Sample systolic = default, diastolic = default, mean = default;
        foreach (ref readonly var sample in reading.Samples.AsSpan())
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
        var quality = IsQuestionable(systolic) || IsQuestionable(diastolic) || IsQuestionable(mean) ? Quality.Questionable : Quality.Valid;
        return new CuffMeasurement(
            pressure, quality, OwnTime.OnChart(ownTime, reading.At, chartTime), ownTime ?? reading.At ?? chartTime, ownTime is not null);
    }

    /// <summary>Marks a measurement as charted.</summary>
    /// <returns>False: it is charted already. Without a time of its own only a live one can be charted, when it is new.</returns>
    internal bool TryChart(in CuffMeasurement measurement, bool isLate) =>
        measurement.HasOwnTime ? _charted.TryAdd(measurement, isLate) : !isLate;

    bool IsNew(in CuffMeasurement said, bool isUnchanged, bool clockIsUnsettled)
    {
        if (_last is not { } last || !said.HasOwnTime)
        {
            return _last is null || !isUnchanged;
        }

        if (said.ClockAt == _toldOwnTime || said.At <= last.At)
        {
            return false;
        }

        return !isUnchanged || !(clockIsUnsettled || IsTooSoon(said));
    }

    /// <summary>By the chart and by the device's clock: a jump of the clock is no time that passed.</summary>
    bool IsTooSoon(in CuffMeasurement said) =>
        said.At - _toldAt < ShortestCycle
        || (_toldOwnTime is { } before && (said.ClockAt - before).Duration() < ShortestCycle);

    void Told(in CuffMeasurement said)
    {
        if (said.HasOwnTime ? said.ClockAt != _toldOwnTime : _toldOwnTime is null)
        {
            _toldOwnTime = said.HasOwnTime ? said.ClockAt : null;
            _toldAt = said.At;
        }
    }

    static bool Repeats(in NibpMeasurement said, in NibpMeasurement known) =>
        (said.Systolic is null || said.Systolic == known.Systolic)
        && (said.Diastolic is null || said.Diastolic == known.Diastolic)
        && (said.Mean is null || said.Mean == known.Mean);

    static bool IsQuestionable(in Sample sample) => sample.Quality == Quality.Questionable;
}
