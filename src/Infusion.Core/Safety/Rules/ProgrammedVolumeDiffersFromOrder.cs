using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// The attached pump is set to give a volume that is neither the ordered one nor what is left of it, by more than the tolerance
/// (exclusive), from ready on. Observed and limit are mL. A volume of 0 is not set yet.
/// </summary>
public static class ProgrammedVolumeDiffersFromOrder
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-031",
        Code = "programmed-volume-differs",
        Priority = AlarmPriority.Medium,
        Action = "Compare the volume to be infused with the order, and correct the pump.",
        Subject = RuleSubject.Pump,
        Metrics = [Metric.VolumeToBeInfused],
        Delay = static limits => limits.RateDelay,
        RuledOutBy = static (_, _) => Fact.OutOf(SessionPhase.Ready, SessionPhase.Infusing, SessionPhase.Paused) | Facts.VolumeAsOrdered,
        Judge = Judge,
        Headline = static alarm =>
            $"Pump {alarm.Source} is set to give {AlarmText.Number(alarm.Observed)} mL, the order allows {AlarmText.Number(alarm.HardLimit)} mL",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (!PumpRule.IsUnderOrder(view, out var pump, out var session))
        {
            return Judgement.Clear;
        }

        if (view.IsDelivering is null || pump.ToBeInfusedMl is not ({ } set and > 0m))
        {
            return Judgement.Unknown;
        }

        var (ordered, limits) = (session.State.Order.Volume, view.Limits);
        var whole = PumpRule.Against(ordered.Millilitres, set, limits.VolumeToleranceFraction, limits.VolumeToleranceMl, view.HeardAt);
        if (whole.Verdict == Verdict.Clear)
        {
            return whole;
        }

        var left = ordered.Since(session.Delivered ?? default);
        var rest = PumpRule.Against(left.Millilitres, set, limits.VolumeToleranceFraction, limits.VolumeToleranceMl, view.HeardAt);
        return rest.Verdict == Verdict.Clear ? rest : whole;
    }
}
