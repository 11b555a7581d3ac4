using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// The session is infusing, not paused, and its pump gives nothing, or keeps the vein open, for the delay before the fraction of the
/// dose was given: stopped, complete, occluded, or never started. Observed and limit are mL.
/// </summary>
public static class InfusionEndedEarly
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-042",
        Code = "infusion-ended-early",
        Priority = AlarmPriority.Medium,
        Action = "Look at the pump: start it again as ordered, or chart that the infusion is paused or stopped.",
        Subject = RuleSubject.Pump,
        Metrics = [Metric.VolumeDeliveredTotal],
        Delay = static limits => limits.EarlyEndDelay,
        RuledOutBy = static (_, _) => Fact.OutOf(SessionPhase.Infusing) | Facts.Delivers,
        Judge = Judge,
        Headline = static alarm =>
            $"Pump {alarm.Source} does not infuse: {AlarmText.Number(alarm.Observed)} mL given, at least {AlarmText.Number(alarm.HardLimit)} mL ordered",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (!PumpRule.IsUnderOrder(view, out var pump, out var session) || session.State.Phase != SessionPhase.Infusing)
        {
            return Judgement.Clear;
        }

        if (view.IsDelivering is not { } delivering)
        {
            return Judgement.Unknown;
        }

        if (delivering && pump.Pump!.Mode != PumpMode.KeepVeinOpen)
        {
            return Judgement.Clear;
        }

        // Nothing has flowed where it never began: that is known without a counter.
        var given = session.Delivered ?? (session.State.DeliveryBeganAt is null ? default(Quantities.Volume) : null);
        var least = session.State.Order.Volume.Millilitres * view.Limits.EarlyEndFraction;
        return given is not { } volume ? Judgement.Unknown
            : volume.Millilitres < least ? new Judgement(Verdict.Breach, volume.Millilitres, least, view.HeardAt)
            : Judgement.Clear;
    }
}
