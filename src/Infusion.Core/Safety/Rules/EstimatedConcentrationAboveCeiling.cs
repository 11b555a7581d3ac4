using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// If the pump goes on as it runs, the highest of the models puts the plasma's peak above the ceiling (exclusive) for the delay.
/// Observed and limit are ng/mL. It tells of a rate or a concentration that is far off; it says nothing about what to give.
/// </summary>
public static class EstimatedConcentrationAboveCeiling
{
    /// <summary>Below this share of the ceiling the condition clears.</summary>
    const decimal ClearShare = 0.95m;

    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-050",
        Code = "estimated-concentration-high",
        Priority = AlarmPriority.Medium,
        Action = "Look at the patient. Compare the pump with the order: rate, concentration, volume. Stop the pump if they differ, and call the physician.",
        Subject = RuleSubject.Pump,
        Metrics = [Metric.Unknown],
        Delay = static limits => limits.RateDelay,
        RuledOutBy = static (_, _) => Fact.NotMonitored | Facts.PeakBelowCeiling,
        Judge = Judge,
        Headline = static alarm =>
            $"Estimated plasma peak {AlarmText.Number(alarm.Observed)} ng/mL if it goes on, ceiling {AlarmText.Number(alarm.HardLimit)} ng/mL",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (view.Device is not { Kind: DeviceKind.Pump } || view.Session is not { State.IsMonitored: true } session)
        {
            return Judgement.Clear;
        }

        if (!session.Estimate.IsValid(view.Now) || session.Estimate.PlasmaPeakIfItGoesOn is not { } peak)
        {
            return Judgement.Unknown;
        }

        var ceiling = view.Limits.EstimatedPlasmaCeilingNgPerMl;
        var verdict = peak > ceiling ? Verdict.Breach : peak <= ceiling * ClearShare ? Verdict.Clear : Verdict.Between;
        return new Judgement(verdict, peak, ceiling, view.HeardAt);
    }
}
