namespace Infusion.Simulator.Protocol;

/// <summary>The IEEE 11073 reference ids that the simulated devices speak. The unit of each is fixed by the protocol.</summary>
public static class Mdc
{
    public const string HeartRatePerMin = "MDC_ECG_HEART_RATE";
    public const string SpO2Percent = "MDC_PULS_OXIM_SAT_O2";
    public const string PulseRatePerMin = "MDC_PULS_OXIM_PULS_RATE";
    public const string RespirationPerMin = "MDC_RESP_RATE";
    public const string EndTidalCo2MmHg = "MDC_AWAY_CO2_ET";
    public const string NibpSystolicMmHg = "MDC_PRESS_BLD_NONINV_SYS";
    public const string NibpDiastolicMmHg = "MDC_PRESS_BLD_NONINV_DIA";
    public const string NibpMeanMmHg = "MDC_PRESS_BLD_NONINV_MEAN";

    public const string ProgrammedRateMlPerH = "MDC_FLOW_FLUID_PUMP";
    public const string CurrentRateMlPerH = "MDC_FLOW_FLUID_PUMP_CURRENT";
    public const string DeliveredTotalMl = "MDC_VOL_FLUID_DELIV_TOTAL";
    public const string DeliveredSegmentMl = "MDC_VOL_FLUID_DELIV_SEGMENT";
    public const string VolumeToInfuseMl = "MDC_VOL_FLUID_TBI";
    public const string VolumeRemainingMl = "MDC_VOL_FLUID_TBI_REMAIN";
    public const string ConcentrationMgPerMl = "MDC_CONC_DRUG";

    public const string InfusingStatus = "MDC_PUMP_INFUSING_STATUS";
    public const string Infusing = "pump-status-infusing";
    public const string NotInfusing = "pump-status-not-infusing";
    public const string PumpMode = "MDC_PUMP_MODE";
    public const string Continuous = "pump-mode-continuous";
    public const string KeepVeinOpen = "pump-mode-kvo";
    public const string DrugName = "MDC_DRUG_NAME_LABEL";

    public const string LineOccluded = "MDC_EVT_FLUID_LINE_OCCL";
    public const string AirInLine = "MDC_EVT_FLUID_LINE_AIR";
    public const string DoorOpen = "MDC_EVT_DOOR_POSN_ERR";
    public const string BatteryLow = "MDC_EVT_BATT_LO";
    public const string DeliveryComplete = "MDC_EVT_PUMP_DELIV_COMP";
}
