namespace Infusion.Core.Safety.Rules;

/// <summary>The pump says that its set, syringe or flow is not right.</summary>
public static class PumpSetNeedsChecking
{
    public static SafetyRule Rule { get; } = DeviceAlertRule.Of(
        "SR-067",
        "pump-set-fault",
        "Check set and syringe: the right one, seated, clamps open, nothing leaks.",
        ("MDC_EVT_CHECK_IV_SET", "check the infusion set"),
        ("MDC_EVT_SYRINGE_BARREL_CAPTURE_FAULT", "syringe is not held"),
        ("MDC_EVT_FLOW_LO", "flow is lower than set"));
}
