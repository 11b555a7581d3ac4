namespace Infusion.Core.Safety.Rules;

/// <summary>A device alarms by a code that no other rule knows. Its own text, if it sends one, stands beside the headline.</summary>
public static class DeviceReportsAnAlert
{
    public static SafetyRule Rule { get; } = DeviceAlertRule.Of(
        "SR-060",
        "device-alert",
        "Look at the device: its own screen says what is the matter.");
}
