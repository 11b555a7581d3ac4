namespace Infusion.Core.Safety.Rules;

/// <summary>The pump says that its line is blocked. It has stopped; the release of a block gives what was held back at once.</summary>
public static class PumpIsOccluded
{
    public static SafetyRule Rule { get; } = DeviceAlertRule.Of(
        "SR-061",
        "pump-occluded",
        "Find the kink or clamp before you press start: relieve the pressure first, or the release gives a bolus. Check the IV site.",
        ("MDC_EVT_FLUID_LINE_OCCL", "line is blocked"),
        ("MDC_EVT_FLUID_LINE_OCCL_PROXIMAL", "line is blocked between bag and pump"));
}
