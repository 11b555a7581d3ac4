using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// The attached pump delivers at a rate that differs from the ordered one by more than the tolerance (exclusive) for the delay.
/// Observed and limit are mL/h; the limit is the bound that was crossed. A bolus is not judged by rate.
/// </summary>
public static class RateDiffersFromOrder
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-008",
        Code = "rate-against-order",
        Priority = AlarmPriority.Medium,
        Action = "Compare the pump with the order: rate, concentration, drug. Correct the pump or call the physician.",
        Subject = RuleSubject.Pump,
        Metrics = [Metric.PumpRateCurrent],
        Delay = static limits => limits.RateDelay,
        RuledOutBy = static (_, _) => Fact.OutOf(SessionPhase.Infusing) | Facts.RateAsOrdered,
        Judge = Judge,
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (view.Device is not { Kind: DeviceKind.Pump } pump || view.Session is not { State.Phase: SessionPhase.Infusing } session)
        {
            return Judgement.Clear;
        }

        if (view.IsDelivering is not { } delivering)
        {
            return Judgement.Unknown;
        }

        if (!delivering)
        {
            return Judgement.Clear;
        }

        if (pump.RateMlPerHour is not { } rate || pump.Pump!.Mode == PumpMode.Bolus)
        {
            return Judgement.Unknown;
        }

        return PumpRule.Against(session.State.Order.Rate.MillilitresPerHour, rate, view.Limits.RateToleranceFraction, 0m, view.HeardAt);
    }
}
