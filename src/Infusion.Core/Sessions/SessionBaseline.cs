using System.Collections.Immutable;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Sessions;

/// <summary>What the patient's vitals were before the infusion.</summary>
static class SessionBaseline
{
    /// <summary>Inclusive.</summary>
    static readonly TimeSpan CuffAtMost = TimeSpan.FromMinutes(15);

    /// <summary>Inclusive.</summary>
    static readonly TimeSpan ContinuousAtMost = TimeSpan.FromSeconds(60);

    /// <summary>The last valid values of the attached monitor since check-in that are young enough at the start.</summary>
    public static BaselineTaken Take(SessionLive live, DateTimeOffset start) => new(
        start,
        Of(live, Metric.HeartRate, ContinuousAtMost, start),
        Of(live, Metric.PulseRate, ContinuousAtMost, start),
        Of(live, Metric.SpO2, ContinuousAtMost, start),
        Of(live, Metric.NibpSystolic, CuffAtMost, start),
        Of(live, Metric.NibpDiastolic, CuffAtMost, start),
        Of(live, Metric.NibpMean, CuffAtMost, start),
        Of(live, Metric.RespiratoryRate, ContinuousAtMost, start),
        Of(live, Metric.EtCO2, ContinuousAtMost, start),
        Of(live, Metric.Temperature, ContinuousAtMost, start));

    /// <summary>By metric; what was not there is not there.</summary>
    public static ImmutableDictionary<Metric, decimal> Of(BaselineTaken taken)
    {
        (Metric Metric, decimal? Value)[] all =
        [
            (Metric.HeartRate, taken.HeartRate), (Metric.PulseRate, taken.PulseRate), (Metric.SpO2, taken.SpO2),
            (Metric.NibpSystolic, taken.Systolic), (Metric.NibpDiastolic, taken.Diastolic), (Metric.NibpMean, taken.Mean),
            (Metric.RespiratoryRate, taken.RespiratoryRate), (Metric.EtCO2, taken.EtCO2), (Metric.Temperature, taken.Temperature),
        ];
        return all.Where(each => each.Value is not null).ToImmutableDictionary(each => each.Metric, each => each.Value!.Value);
    }

    static decimal? Of(SessionLive live, Metric metric, TimeSpan atMost, DateTimeOffset start) =>
        live.Trends.Latest(metric) is var (at, value) && at <= start && at >= live.State.CheckedInAt
        && start - at <= (live[metric] is { IsByHand: true } ? CuffAtMost : atMost)
            ? value
            : null;
}
