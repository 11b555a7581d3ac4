using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// The pump delivers to keep the vein open, by its own word, before the ordered dose is in: slowly, but it is drug. Observed is its
/// rate in mL/h. With the dose in, or not known, SR-009 and this one together say it once.
/// </summary>
public static class PumpKeepsVeinOpen
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-068",
        Code = "pump-keeps-vein-open",
        Priority = AlarmPriority.Low,
        Action = "The pump's volume is in, the ordered dose is not: set the rest, or stop the pump and chart the stop.",
        Subject = RuleSubject.Device,
        Metrics = [Metric.PumpRateCurrent],
        Judge = Judge,
        Headline = static alarm => $"{alarm.Source} keeps the vein open with drug at {AlarmText.Number(alarm.Observed)} mL/h",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (view is not { Device: { Kind: DeviceKind.Pump } pump, Session.State: { Phase: SessionPhase.Infusing, Order: var order } }
            || view.Session!.Delivered * order.Concentration >= order.Dose)
        {
            return Judgement.Clear;
        }

        return (view.IsDelivering, pump.Pump?.Mode) switch
        {
            (true, PumpMode.KeepVeinOpen) => new Judgement(Verdict.Breach, pump.RateMlPerHour, null, view.HeardAt),
            (null, _) or (true, null or PumpMode.Unknown) => Judgement.Unknown,
            _ => Judgement.Clear,
        };
    }
}
