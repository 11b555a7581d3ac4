namespace Infusion.Core.Telemetry;

/// <summary>The keys and words of the protocol's pump states. A word that is not here is Unknown: not said.</summary>
public static class PumpTerms
{
    public const string StatusKey = "MDC_PUMP_INFUSING_STATUS";
    public const string DeliveryStatusKey = "MDC_DEV_PUMP_CURRENT_DELIVERY_STATUS";
    public const string ModeKey = "MDC_PUMP_MODE";
    public const string DeliveryModeKey = "MDC_DEV_PUMP_DELIVERY_MODE";
    public const string DrugKey = "MDC_DRUG_NAME_LABEL";

    public static PumpStatus Status(string word) => Plain(word) switch
    {
        "pump-status-infusing" or "pump-delivery-status-delivering" => PumpStatus.Infusing,
        "pump-status-not-infusing" or "pump-delivery-status-not-delivering" => PumpStatus.NotInfusing,
        _ => PumpStatus.Unknown,
    };

    public static PumpMode Mode(string word) => Plain(word) switch
    {
        "pump-mode-continuous" or "pump-delivery-mode-continuous" => PumpMode.Continuous,
        "pump-mode-bolus" or "pump-delivery-mode-bolus" => PumpMode.Bolus,
        "pump-mode-kvo" or "pump-delivery-mode-kvo" => PumpMode.KeepVeinOpen,
        _ => PumpMode.Unknown,
    };

    // PCD-01 writes its words as a coded element whose code is empty: ^pump-status-infusing.
    static ReadOnlySpan<char> Plain(string word) => word.AsSpan().TrimStart('^');
}
