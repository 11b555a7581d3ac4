namespace Infusion.Core.Safety.Rules;

/// <summary>The pump says that its door is open or not shut right.</summary>
public static class PumpDoorIsOpen
{
    public static SafetyRule Rule { get; } = DeviceAlertRule.Of(
        "SR-063",
        "pump-door-open",
        "Clamp the line, close the door, check the set.",
        ("MDC_EVT_DOOR_POSN_ERR", "door is not closed"));
}
