using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// The ordered volume has been given (inclusive, by the pump's own counter) and the pump still delivers; KVO counts.
/// Observed and limit are mL.
/// </summary>
public static class DeliveredTotalReachesOrder
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-009",
        Code = "total-dose-reached",
        Priority = AlarmPriority.Medium,
        Action = "The ordered dose has been given: stop the pump.",
        Subject = RuleSubject.Pump,
        Metrics = [Metric.VolumeDeliveredTotal],
        RuledOutBy = static (_, _) => Fact.NotMonitored | Facts.DoseNotIn,
        Judge = Judge,
        Headline = static alarm =>
            $"Delivered {AlarmText.Number(alarm.Observed)} mL of {AlarmText.Number(alarm.HardLimit)} mL ordered, pump still runs",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (view.Device is not { Kind: DeviceKind.Pump } || view.Session is not { State.IsMonitored: true } session)
        {
            return Judgement.Clear;
        }

        if (view.IsDelivering is not { } delivering || session.Delivered is not { } delivered)
        {
            return Judgement.Unknown;
        }

        var given = delivered * session.State.Order.Concentration;
        if (!delivering || given < session.State.Order.Dose)
        {
            return Judgement.Clear;
        }

        return new Judgement(Verdict.Breach, delivered.Millilitres, session.State.Order.Volume.Millilitres, view.HeardAt);
    }
}
