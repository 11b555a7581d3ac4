namespace Infusion.Core.Safety.Rules;

/// <summary>A device says itself that its battery runs down.</summary>
public static class DeviceReportsItsBattery
{
    public static SafetyRule Rule { get; } = DeviceAlertRule.Of(
        "SR-065",
        "device-battery-alert",
        "Plug the device in now.",
        ("MDC_EVT_BATT_LO", "battery is low"),
        ("MDC_EVT_BATT_DEPL", "battery is empty, it will switch off"));
}
