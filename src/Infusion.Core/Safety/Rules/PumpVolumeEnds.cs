namespace Infusion.Core.Safety.Rules;

/// <summary>The pump says that its volume is nearly in, or in. In is not stopped: it may keep the vein open with drug.</summary>
public static class PumpVolumeEnds
{
    public static SafetyRule Rule { get; } = DeviceAlertRule.Of(
        "SR-064",
        "pump-volume-ends",
        "Be at the chair for the end: stop the pump, chart the stop.",
        ("MDC_EVT_VOL_INFUS_NEAR_COMP", "volume is nearly in"),
        ("MDC_EVT_PUMP_DELIV_COMP", "volume is in, infusion complete"));
}
