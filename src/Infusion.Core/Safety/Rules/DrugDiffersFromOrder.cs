using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// The drug that the attached pump names is not the protocol's by any of its names, from ready on. There are no numbers: the name
/// stands in the chart's pump view.
/// </summary>
public static class DrugDiffersFromOrder
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-040",
        Code = "drug-differs",
        Priority = AlarmPriority.High,
        Action = "Stop. Read the label of the container and compare it with order and pump before anything goes on.",
        Subject = RuleSubject.Pump,
        Metrics = [Metric.Unknown],
        RuledOutBy = static (_, _) => Fact.OutOf(SessionPhase.Ready, SessionPhase.Infusing, SessionPhase.Paused) | Facts.DrugAsOrdered,
        Judge = Judge,
        Headline = static alarm => $"Pump {alarm.Source} names another drug than the order",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (!PumpRule.IsUnderOrder(view, out var pump, out _))
        {
            return Judgement.Clear;
        }

        if (view.IsDelivering is null || view.Protocol is not { } protocol || string.IsNullOrWhiteSpace(pump.Pump!.Drug))
        {
            return Judgement.Unknown;
        }

        return protocol.IsDrug(pump.Pump.Drug) ? Judgement.Clear : new Judgement(Verdict.Breach, At: view.HeardAt);
    }
}
