using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// A vital that had a value now has none: a sentinel, or the monitor says so (probe off, or no pulse, or no breath).
/// One finger probe gives SpO2 and pulse: when both are gone, SpO2 speaks for it.
/// </summary>
public static class VitalSignalIsLost
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-006",
        Code = "signal-lost",
        Priority = AlarmPriority.Medium,
        Action = "Check the patient first, then the probe.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.SpO2, Metric.PulseRate, Metric.HeartRate, Metric.RespiratoryRate, Metric.EtCO2],
        IsTechnical = true,
        SpokenForBy = ["telemetry-lost"],
        MayBeOff = false,
        RuledOutBy = static (_, metric) => Fact.NotMonitored | Fact.CalmOrAbsent(metric),
        Judge = Judge,
        Headline = static alarm => $"{MetricTable.Of(alarm.Metric).Label} signal lost, check the patient",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (!view.IsMonitored)
        {
            return Judgement.Clear;
        }

        if (view.Fresh(metric) is not { } value)
        {
            return Judgement.Unknown;
        }

        if (value.Value is not null)
        {
            return value.Quality == Quality.Valid ? Judgement.Clear : Judgement.Unknown;
        }

        return !view.Session!.HadValue(metric) || IsSpokenFor(view, metric)
            ? Judgement.Unknown
            : new Judgement(Verdict.Breach, null, null, value.At, value.At);
    }

    static bool IsSpokenFor(in SafetyView view, Metric metric) =>
        metric == Metric.PulseRate
        && view.Session!.HadValue(Metric.SpO2)
        && view.Fresh(Metric.SpO2) is { Value: null };
}
