using System.Collections.Immutable;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Sessions;

public static partial class Session
{
    /// <summary>What a person can measure.</summary>
    public static ImmutableArray<Metric> ByHand { get; } =
    [
        Metric.NibpSystolic, Metric.NibpDiastolic, Metric.NibpMean, Metric.HeartRate, Metric.SpO2, Metric.RespiratoryRate,
        Metric.Temperature, Metric.EtCO2,
    ];

    /// <summary>An impossible number is refused: what is charted by hand can be asked again.</summary>
    static Decision ChartByHand(SessionState state, ChartVitals command, DateTimeOffset now)
    {
        if (!state.IsMonitored)
        {
            return Reject("wrong-phase", $"Session {command.Session} is {Words(state.Phase)}; vitals are charted from check-in to discharge.");
        }

        if (command.Values.IsDefaultOrEmpty)
        {
            return Reject("vitals-empty", "No value is given; chart at least one.");
        }

        foreach (var each in command.Values)
        {
            if (RefuseValue(each, command.Values) is { } refused)
            {
                return refused;
            }
        }

        return RefusePressure(command.Values)
            ?? RefuseTime(state, command.MeasuredAt, now, "A measurement")
            ?? Accept(new VitalsCharted(command.MeasuredAt ?? now, command.Values, command.By));
    }

    static Decision? RefuseValue(HandVital each, ImmutableArray<HandVital> all)
    {
        if (!ByHand.Contains(each.Metric))
        {
            return Reject("vital-unknown", "This cannot be charted by hand.");
        }

        var row = MetricTable.Of(each.Metric);
        if (all.Count(other => other.Metric == each.Metric) > 1)
        {
            return Reject("vital-twice", $"{row.Label} is given twice; chart one value at a time.");
        }

        return MetricTable.ToSample(each.Metric, each.Value).Value is null
            ? Reject(
                "vital-out-of-range",
                $"{row.Label} {Number(each.Value)} {row.UnitText} cannot be; it is from {Number(row.Lowest)} to {Number(row.Highest)} {row.UnitText}.")
            : null;
    }

    static Decision? RefusePressure(ImmutableArray<HandVital> values)
    {
        var (systolic, diastolic, mean) =
            (ValueOf(values, Metric.NibpSystolic), ValueOf(values, Metric.NibpDiastolic), ValueOf(values, Metric.NibpMean));
        if ((systolic, diastolic, mean) is (null, null, null))
        {
            return null;
        }

        if (systolic is null || diastolic is null)
        {
            return Reject("pressure-incomplete", "A blood pressure needs systolic and diastolic.");
        }

        if (systolic <= diastolic)
        {
            return Reject(
                "pressure-contradictory",
                $"Systolic {Number(systolic.Value)} mmHg must be above diastolic {Number(diastolic.Value)} mmHg; they may be the other way round.");
        }

        return mean < diastolic || mean > systolic
            ? Reject("pressure-contradictory", $"The mean lies between {Number(diastolic.Value)} and {Number(systolic.Value)} mmHg, not at {Number(mean!.Value)} mmHg.")
            : null;
    }

    static decimal? ValueOf(ImmutableArray<HandVital> values, Metric metric)
    {
        foreach (var each in values)
        {
            if (each.Metric == metric)
            {
                return each.Value;
            }
        }

        return null;
    }

    /// <summary>What is charted later lies between check-in and now.</summary>
    static Decision? RefuseTime(SessionState state, DateTimeOffset? said, DateTimeOffset now, string what) =>
        said is { } at && (at > now || at < (state.CheckedInAt ?? state.PhaseSince))
            ? Reject("time-out-of-range", $"{what} lies between check-in and now.")
            : null;
}
