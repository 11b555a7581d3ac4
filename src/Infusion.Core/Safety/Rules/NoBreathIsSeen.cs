using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// A channel that told of breathing (respiratory rate, EtCO2) tells of none for the time configured, by a sentinel, by an EtCO2 of
/// zero, or by silence, while another channel of the monitor gives values. CO2 that is breathed out is a breath whatever the rate
/// says; a rate is none when no CO2 comes. When both are gone the rate speaks for both.
/// </summary>
public static class NoBreathIsSeen
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-026",
        Code = "apnoea",
        Priority = AlarmPriority.High,
        Action = "Go to the patient now: stimulate, open the airway, ventilate if there is no breath. Stop the infusion, call for help.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.RespiratoryRate, Metric.EtCO2],
        Delay = static limits => limits.ApnoeaAfter ?? TimeSpan.Zero,
        IsTimed = true,
        MayBeSilenced = false,
        RuledOutBy = static (limits, metric) => limits.ApnoeaAfter is null ? Facts.Always : Fact.NotMonitored | Fact.CalmOrAbsent(metric),
        Judge = Judge,
        Headline = static alarm =>
            $"No breath by {MetricTable.Of(alarm.Metric).Label} for {AlarmText.Number((decimal)(alarm.RaisedAt - alarm.Onset).Ticks / TimeSpan.TicksPerSecond)} s",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (!view.IsMonitored || view.Limits.ApnoeaAfter is null || !view.Session!.HadValue(metric))
        {
            return Judgement.Clear;
        }

        if (view.Fresh(metric) is { Value: > 0 } breath)
        {
            return breath.Quality == Quality.Valid ? Judgement.Clear : Judgement.Unknown;
        }

        if (metric == Metric.RespiratoryRate && view.Fresh(Metric.EtCO2) is { Value: > 0, Quality: Quality.Valid })
        {
            return Judgement.Clear;
        }

        var since = view.Session[metric]!.Value.At;
        return IsSpokenFor(view, metric) || !AnotherChannelLives(view)
            ? Judgement.Unknown
            : new Judgement(Verdict.Breach, null, null, since > view.WatchingSince ? since : view.WatchingSince);
    }

    /// <summary>One apnoea sounds once: by whichever channel has its alarm, and by the rate where both begin together.</summary>
    static bool IsSpokenFor(in SafetyView view, Metric metric)
    {
        var slots = view.Session!.Slots;
        return metric == Metric.RespiratoryRate
            ? slots.Find(Rule.Code, Metric.EtCO2, null) is { Alarm: not null }
            : view.Session.HadValue(Metric.RespiratoryRate)
                && view.Fresh(Metric.RespiratoryRate) is not { Value: not null }
                && slots.Find(Rule.Code, Metric.EtCO2, null) is null;
    }

    /// <summary>A person's numbers do not tell that the monitor is alive; the pulse rate is never charted by hand.</summary>
    static bool AnotherChannelLives(in SafetyView view) =>
        view.Fresh(Metric.SpO2) is { Value: not null, IsByHand: false }
        || view.Fresh(Metric.PulseRate) is { Value: not null }
        || view.Fresh(Metric.HeartRate) is { Value: not null, IsByHand: false };
}
