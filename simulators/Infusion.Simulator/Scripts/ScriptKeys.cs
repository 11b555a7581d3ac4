using Infusion.Simulator.Protocol;

namespace Infusion.Simulator.Scripts;

/// <summary>The names that scripts give to what devices say.</summary>
public static class ScriptKeys
{
    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>
    {
        ["HeartRate"] = Mdc.HeartRatePerMin,
        ["PulseRate"] = Mdc.PulseRatePerMin,
        ["SpO2"] = Mdc.SpO2Percent,
        ["NibpSystolic"] = Mdc.NibpSystolicMmHg,
        ["NibpDiastolic"] = Mdc.NibpDiastolicMmHg,
        ["NibpMean"] = Mdc.NibpMeanMmHg,
        ["NibpPulseRate"] = "MDC_PULS_RATE_NON_INV",
        ["RespiratoryRate"] = Mdc.RespirationPerMin,
        ["EtCO2"] = Mdc.EndTidalCo2MmHg,
        ["Temperature"] = "MDC_TEMP_BODY",
        ["PerfusionIndex"] = "MDC_PULS_OXIM_PERF_REL",
        ["PumpRateProgrammed"] = Mdc.ProgrammedRateMlPerH,
        ["PumpRateCurrent"] = Mdc.CurrentRateMlPerH,
        ["VolumeDeliveredTotal"] = Mdc.DeliveredTotalMl,
        ["VolumeDeliveredSegment"] = Mdc.DeliveredSegmentMl,
        ["VolumeToBeInfused"] = Mdc.VolumeToInfuseMl,
        ["VolumeRemaining"] = Mdc.VolumeRemainingMl,
        ["DrugConcentration"] = Mdc.ConcentrationMgPerMl,
    };

    public static readonly IReadOnlyDictionary<string, string> Modes = new Dictionary<string, string>
    {
        ["Continuous"] = Mdc.Continuous,
        ["Bolus"] = "pump-mode-bolus",
        ["KeepVeinOpen"] = Mdc.KeepVeinOpen,
    };
}
