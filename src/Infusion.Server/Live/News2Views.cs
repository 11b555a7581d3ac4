using Infusion.Core.Assessments;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Live;

/// <summary>NEWS2 from what the session last heard. Oxygen and consciousness are charted nowhere yet, so it is never complete. Pure.</summary>
static class News2Views
{
    static readonly Metric[] Used =
    [
        Metric.RespiratoryRate, Metric.SpO2, Metric.NibpSystolic, Metric.HeartRate, Metric.PulseRate, Metric.Temperature,
    ];

    /// <summary>One bit for each metric in it.</summary>
    public static ulong Mask { get; } = Used.Aggregate(0UL, (mask, metric) => mask | 1UL << (int)metric);

    /// <returns>Null: the patient is not on the monitor.</returns>
    public static News2View? Build(SessionLive session)
    {
        if (!session.State.IsMonitored)
        {
            return null;
        }

        var now = session.MonitorHeardAt ?? session.State.PhaseSince;
        var (rate, spo2, systolic, temperature) = (
            Fresh(session, Metric.RespiratoryRate, now), Fresh(session, Metric.SpO2, now),
            Fresh(session, Metric.NibpSystolic, now), Fresh(session, Metric.Temperature, now));
        var pulse = Fresh(session, Metric.HeartRate, now) ?? Fresh(session, Metric.PulseRate, now);
        var score = News2.Of(new News2Input(
            rate?.Value, spo2?.Value, null, systolic?.Value, pulse?.Value, News2Consciousness.Unknown, temperature?.Value));
        return new News2View(
            score.Total, score.AtLeast, score.HasRed, Missing(score),
            new[] { rate, spo2, systolic, pulse, temperature }.Min(word => word?.StaleAt));
    }

    static (decimal Value, DateTimeOffset StaleAt)? Fresh(SessionLive session, Metric metric, DateTimeOffset now) =>
        session[metric] is { Value: { } value, Quality: Quality.Valid, At: var at } && at + MetricTable.StaleAfter(metric) is var staleAt && now < staleAt
            ? (value, staleAt)
            : null;

    static List<string> Missing(in News2Score score)
    {
        (int? Points, string Name)[] parts =
        [
            (score.RespiratoryRate, "respiratory rate"), (score.SpO2, "SpO2"), (score.Oxygen, "air or oxygen"), (score.Systolic, "systolic pressure"),
            (score.Pulse, "pulse"), (score.Consciousness, "consciousness"), (score.Temperature, "temperature"),
        ];
        return [.. parts.Where(part => part.Points is null).Select(part => part.Name)];
    }
}
