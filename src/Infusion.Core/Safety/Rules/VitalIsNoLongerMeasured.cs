using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// A vital that was there is not told any more, for the time configured beyond its staleness, while the monitor still talks. A word
/// that says "no value" is a lost signal (SR-006); silence of the whole monitor is SR-005. Cuff pressures follow the schedule of
/// observations instead. One finger probe gives SpO2 and pulse: when both are gone, SpO2 speaks for it.
/// </summary>
public static class VitalIsNoLongerMeasured
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-028",
        Code = "vital-not-measured",
        Priority = AlarmPriority.Medium,
        Action = "Look at the patient, then at the monitor: connect the sensor, switch the measurement on.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.SpO2, Metric.PulseRate, Metric.HeartRate, Metric.RespiratoryRate, Metric.EtCO2, Metric.Temperature],
        Delay = static limits => limits.NotMeasuredDelay ?? TimeSpan.Zero,
        IsTimed = true,
        IsTechnical = true,
        RuledOutBy = static (limits, metric) => limits.NotMeasuredDelay is null ? Facts.Always : Fact.NotMonitored | Fact.CalmOrAbsent(metric),
        Judge = Judge,
        Headline = static alarm =>
            $"{MetricTable.Of(alarm.Metric).Label} has not been measured for {AlarmText.Number(Seconds(alarm))} s",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (!view.IsMonitored || view.Limits.NotMeasuredDelay is null || !view.Session!.HadValue(metric))
        {
            return Judgement.Clear;
        }

        var word = view.Session[metric]!.Value;
        var staleAfter = MetricTable.StaleAfter(metric);
        if (Later(word.At, view.WatchingSince) is var since && view.Now - since < staleAfter)
        {
            return word.Value is not null && word.Quality == Quality.Valid && view.Fresh(metric) is not null ? Judgement.Clear : Judgement.Unknown;
        }

        var monitorTalks = view.Now - view.Session.MonitorHeardAt.GetValueOrDefault() < view.Limits.TelemetryLostAfter;
        return word.Value is null || !monitorTalks || IsSpokenFor(view, metric)
            ? Judgement.Unknown
            : new Judgement(Verdict.Breach, null, null, since + staleAfter);
    }

    static bool IsSpokenFor(in SafetyView view, Metric metric) =>
        metric == Metric.PulseRate && view.Session!.HadValue(Metric.SpO2) && view.Fresh(Metric.SpO2) is null;

    /// <summary>From the last word to the alarm.</summary>
    static decimal Seconds(Alarm alarm) =>
        (decimal)(alarm.RaisedAt - alarm.Onset + MetricTable.StaleAfter(alarm.Metric)).Ticks / TimeSpan.TicksPerSecond;

    static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;
}
