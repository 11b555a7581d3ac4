namespace Infusion.Core.Telemetry;

/// <summary>The words of the protocol's pump states. A word that is not here is Unknown: not said.</summary>
public static class PumpTerms
{
    public const string StatusKey = "MDC_PUMP_INFUSING_STATUS";
    public const string ModeKey = "MDC_PUMP_MODE";
    public const string DrugKey = "MDC_DRUG_NAME_LABEL";

    public static PumpStatus Status(string word) => word switch
    {
        "pump-status-infusing" => PumpStatus.Infusing,
        "pump-status-not-infusing" => PumpStatus.NotInfusing,
        _ => PumpStatus.Unknown,
    };

    public static PumpMode Mode(string word) => word switch
    {
        "pump-delivery-mode-continuous" or "pump-mode-continuous" => PumpMode.Continuous,
        "pump-delivery-mode-bolus" or "pump-mode-bolus" => PumpMode.Bolus,
        "pump-delivery-mode-kvo" or "pump-mode-kvo" => PumpMode.KeepVeinOpen,
        _ => PumpMode.Unknown,
    };
}
