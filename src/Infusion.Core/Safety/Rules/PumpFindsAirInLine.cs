namespace Infusion.Core.Safety.Rules;

/// <summary>The pump says that there is air in its line.</summary>
public static class PumpFindsAirInLine
{
    public static SafetyRule Rule { get; } = DeviceAlertRule.Of(
        "SR-062",
        "air-in-line",
        "Clamp the line to the patient, remove the air, then go on.",
        ("MDC_EVT_FLUID_LINE_AIR", "air in the line"));
}
