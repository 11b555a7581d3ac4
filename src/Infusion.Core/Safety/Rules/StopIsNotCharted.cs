using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>The pump delivered in this session, has stood still for the delay by its own word, and the infusion is still charted as running.</summary>
public static class StopIsNotCharted
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-074",
        Code = "stop-not-charted",
        Priority = AlarmPriority.Low,
        Action = "Chart the pause or the stop, or start the pump again.",
        Subject = RuleSubject.Pump,
        Metrics = [Metric.Unknown],
        Delay = static limits => limits.StopChartedWithin,
        IsTimed = true,
        RuledOutBy = static (_, _) => Fact.OutOf(SessionPhase.Infusing) | Facts.Delivers,
        Judge = Judge,
        Headline = static alarm => $"{alarm.Source} stands still and neither pause nor stop is charted",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (view is not { Device.Kind: DeviceKind.Pump, Session.State: { Phase: SessionPhase.Infusing, DeliveryBeganAt: not null } state })
        {
            return Judgement.Clear;
        }

        return view.IsDelivering switch
        {
            false => new Judgement(Verdict.Breach, null, null, view.HeardAt > state.PhaseSince ? view.HeardAt : state.PhaseSince),
            true => Judgement.Clear,
            _ => Judgement.Unknown,
        };
    }
}
