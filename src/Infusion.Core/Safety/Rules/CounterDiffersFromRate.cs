using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// While the attached pump delivers, its counter differs from rate times time over the window by more than the tolerance
/// (exclusive). Pauses, boluses and a counter that began anew are not looked across. Observed and limit are mL.
/// </summary>
public static class CounterDiffersFromRate
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-032",
        Code = "volume-against-rate",
        Priority = AlarmPriority.Medium,
        Action = "Look at pump, drip chamber and line: the pump does not give what its rate says. Check the container.",
        Subject = RuleSubject.Pump,
        Metrics = [Metric.VolumeDeliveredTotal],
        RuledOutBy = static (limits, _) => limits.VolumeWindow is null ? Facts.Always : Fact.NotMonitored,
        Judge = Judge,
        Headline = static alarm =>
            $"Pump {alarm.Source} counted {AlarmText.Number(alarm.Observed)} mL where its rate allows {AlarmText.Number(alarm.HardLimit)} mL",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        var limits = view.Limits;
        if (limits?.VolumeWindow is not { } window || !PumpRule.IsAtPatient(view, out _, out var session) || view.IsDelivering == false)
        {
            return Judgement.Clear;
        }

        return view.IsDelivering is null || session.Flow.Over(window) is not { } flow
            ? Judgement.Unknown
            : PumpRule.Against(
                flow.ByRate.Millilitres, flow.Counted.Millilitres, limits.VolumeToleranceFraction, limits.VolumeToleranceMl, view.HeardAt);
    }
}
