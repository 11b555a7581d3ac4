using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// The attached pump is not running and set to a rate that differs from the ordered one by more than the tolerance (exclusive) for
/// the delay, from ready on. Observed and limit are mL/h. A rate of 0 is not set yet.
/// </summary>
public static class ProgrammedRateDiffersFromOrder
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-030",
        Code = "programmed-rate-differs",
        Priority = AlarmPriority.Medium,
        Action = "Do not start the pump. Compare its rate with the order, field by field, and correct it.",
        Subject = RuleSubject.Pump,
        Metrics = [Metric.PumpRateProgrammed],
        Delay = static limits => limits.RateDelay,
        RuledOutBy = static (_, _) => Fact.OutOf(SessionPhase.Ready, SessionPhase.Infusing, SessionPhase.Paused) | Facts.Delivers,
        Judge = Judge,
        Headline = static alarm =>
            $"Pump {alarm.Source} is set to {AlarmText.Number(alarm.Observed)} mL/h, the order allows {AlarmText.Number(alarm.HardLimit)} mL/h",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (!PumpRule.IsUnderOrder(view, out var pump, out var session) || view.IsDelivering == true)
        {
            return Judgement.Clear;
        }

        return view.IsDelivering is null || pump.ProgrammedRateMlPerHour is not ({ } rate and > 0m)
            ? Judgement.Unknown
            : PumpRule.Against(session.State.Order.Rate.MillilitresPerHour, rate, view.Limits.RateToleranceFraction, 0m, view.HeardAt);
    }
}
