using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// At the moment of discharge: recovery was watched for less than the time asked for (exclusive, minutes), or a vital had no valid
/// fresh value, or one beyond a limit; blood pressure counts only if it was measured in recovery. A finding, over at once, that
/// stays until somebody acknowledges it.
/// </summary>
public static class DischargedBeforeReady
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-073",
        Code = "discharged-before-ready",
        Priority = AlarmPriority.Low,
        Action = "Call the patient back if still here: watch until the time is over and the values are back. Otherwise write a note why.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.Unknown, Metric.SpO2, Metric.NibpSystolic],
        IsTimed = true,
        IsAskedAtReadings = false,

        // It holds for a moment and is to be read afterwards.
        IsLatching = true,
        RuledOutBy = static (_, _) => Fact.OutOf(SessionPhase.Discharged),
        Judge = Judge,
        Headline = Headline,
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (view.Session is not { } session || view.Limits.RecoveryAtLeast is not { } atLeast)
        {
            return Judgement.Clear;
        }

        var state = session.State;
        if (state.Phase != SessionPhase.Discharged || state.DischargedAt != view.Now)
        {
            return Judgement.Clear;
        }

        if (metric == Metric.Unknown)
        {
            var watched = view.Now - (state.StoppedAt ?? view.Now);
            return watched < atLeast ? new Judgement(Verdict.Breach, Minutes(watched), Minutes(atLeast), view.Now) : Judgement.Clear;
        }

        var isOfRecovery = metric != Metric.NibpSystolic || session.Observations.LastOf(Observation.BloodPressure, state) >= state.StoppedAt;
        if (view.Fresh(metric) is not { Quality: Quality.Valid } value || !isOfRecovery)
        {
            return new Judgement(Verdict.Breach, null, null, view.Now);
        }

        return Crossed(view, metric, value.Value) is { } bound ? new Judgement(Verdict.Breach, value.Value, bound, view.Now) : Judgement.Clear;
    }

    static decimal? Crossed(in SafetyView view, Metric metric, decimal? number)
    {
        foreach (var limit in view.Limits.Vitals)
        {
            if (limit.Metric == metric && limit.Against(view.Baseline(metric)) is { } bound
                && (limit.Side == LimitSide.High ? number > bound : number < bound))
            {
                return bound;
            }
        }

        return null;
    }

    static string Headline(Alarm alarm) => alarm.Metric == Metric.Unknown
        ? $"Discharged after {AlarmText.Number(alarm.Observed)} min of recovery, {AlarmText.Number(alarm.HardLimit)} min are asked for"
        : alarm.Observed is null
            ? $"Discharged without a valid {MetricTable.Of(alarm.Metric).Label} in recovery"
            : $"Discharged with {AlarmText.ObservedAgainstLimit(alarm)}";

    static decimal Minutes(TimeSpan span) => (decimal)span.Ticks / TimeSpan.TicksPerMinute;
}
