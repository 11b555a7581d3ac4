namespace Infusion.Core.Safety.Rules;

/// <summary>A device says that it does not work right.</summary>
public static class DeviceHasAMalfunction
{
    public static SafetyRule Rule { get; } = DeviceAlertRule.Of(
        "SR-066",
        "device-malfunction",
        "Do not rely on this device: clamp the line or watch the patient by hand, and change it.",
        ("MDC_EVT_MALF", "malfunction"));
}
