using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// By its last status an attached device has less than 20 % of its battery (low) or 10 % (medium), both exclusive, while the infusion
/// runs or is paused. Clears 5 % above. A device that alarms its battery itself speaks for itself (SR-065).
/// </summary>
public static class DeviceBatteryIsLow
{
    /// <summary>With this share, inclusive, neither level is reached.</summary>
    internal const decimal Enough = 0.2m;

    const decimal Hysteresis = 5m;

    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-069",
        Code = "battery-low",
        Priority = AlarmPriority.Low,
        Action = "Plug the device in.",
        Subject = RuleSubject.Device,
        Metrics = [Metric.Unknown],
        Levels = [AlarmPriority.Medium, AlarmPriority.Low],
        IsTimed = true,
        IsAskedAtReadings = false,
        RuledOutBy = static (_, _) => Fact.OutOf(SessionPhase.Infusing, SessionPhase.Paused) | Facts.BatteryHolds,
        Judge = Judge,
        Headline = static alarm => $"Battery of {alarm.Source} at {AlarmText.Number(alarm.Observed)} %, limit {AlarmText.Number(alarm.HardLimit)} %",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (view is not { Device: { } device, Session.State.Phase: SessionPhase.Infusing or SessionPhase.Paused } || SpeaksForItself(device.Alerts))
        {
            return Judgement.Clear;
        }

        if (device.LastReport?.Battery is not { } share)
        {
            return Judgement.Unknown;
        }

        var (percent, bound) = (share * 100m, view.Level == AlarmPriority.Medium ? 10m : 20m);
        var verdict = percent < bound ? Verdict.Breach : percent < bound + Hysteresis ? Verdict.Between : Verdict.Clear;
        return new Judgement(verdict, percent, bound, view.Now);
    }

    static bool SpeaksForItself(ImmutableArray<DeviceAlert> alerts)
    {
        foreach (var alert in alerts)
        {
            if (DeviceReportsItsBattery.Rule.Alerts!.ContainsKey(alert.Code))
            {
                return true;
            }
        }

        return false;
    }
}
