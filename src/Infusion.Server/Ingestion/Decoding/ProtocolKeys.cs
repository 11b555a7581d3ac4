using System.Collections.Frozen;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Ingestion.Decoding;

/// <param name="ZeroMeansNoValue">A living patient has no 0 here: the device lost its signal.</param>
/// <param name="Min">Outside Min to Max no sensor measures: the number is a defect, not a finding.</param>
internal sealed record ProtocolKey(string RefId, Metric Metric, decimal Min, decimal Max, bool ZeroMeansNoValue = false)
{
    /// <summary>Where the key's value stands in a payload.</summary>
    public string Path { get; } = "$.values." + RefId;
}

/// <summary>
/// The keys of <c>values</c> and what they mean. Where several keys name one metric, the first of them that a message
/// brings is charted.
/// </summary>
internal static class ProtocolKeys
{
    public static readonly ProtocolKey[] All =
    [
        new("MDC_ECG_HEART_RATE", Metric.HeartRate, 0, 400, ZeroMeansNoValue: true),
        new("MDC_PULS_OXIM_PULS_RATE", Metric.PulseRate, 0, 400, ZeroMeansNoValue: true),
        new("MDC_PULS_RATE", Metric.PulseRate, 0, 400, ZeroMeansNoValue: true),
        new("MDC_PULS_RATE_NON_INV", Metric.NibpPulseRate, 0, 400, ZeroMeansNoValue: true),
        new("MDC_PULS_OXIM_SAT_O2", Metric.SpO2, 0, 100, ZeroMeansNoValue: true),
        new("MDC_PULS_OXIM_PERF_REL", Metric.PerfusionIndex, 0, 100),
        new("MDC_PRESS_BLD_NONINV_SYS", Metric.NibpSystolic, 0, 400),
        new("MDC_PRESS_BLD_NONINV_DIA", Metric.NibpDiastolic, 0, 400),
        new("MDC_PRESS_BLD_NONINV_MEAN", Metric.NibpMean, 0, 400),
        new("MDC_RESP_RATE", Metric.RespiratoryRate, 0, 200, ZeroMeansNoValue: true),
        new("MDC_AWAY_RESP_RATE", Metric.RespiratoryRate, 0, 200, ZeroMeansNoValue: true),
        new("MDC_TTHOR_RESP_RATE", Metric.RespiratoryRate, 0, 200, ZeroMeansNoValue: true),
        new("MDC_CO2_RESP_RATE", Metric.RespiratoryRate, 0, 200, ZeroMeansNoValue: true),
        new("MDC_AWAY_CO2_ET", Metric.EtCO2, 0, 200),
        new("MDC_CONC_AWAY_CO2_ET", Metric.EtCO2, 0, 200),
        new("MDC_TEMP_BODY", Metric.Temperature, 0, 60),
        new("MDC_TEMP_CORE", Metric.Temperature, 0, 60),
        new("MDC_TEMP_TYMP", Metric.Temperature, 0, 60),
        new("MDC_TEMP_ORAL", Metric.Temperature, 0, 60),
        new("MDC_FLOW_FLUID_PUMP", Metric.PumpRateProgrammed, 0, 10_000),
        new("MDC_FLOW_FLUID_PUMP_CURRENT", Metric.PumpRateCurrent, 0, 10_000),
        new("MDC_VOL_FLUID_DELIV_TOTAL", Metric.VolumeDeliveredTotal, 0, 100_000),
        new("MDC_VOL_FLUID_DELIV", Metric.VolumeDeliveredTotal, 0, 100_000),
        new("MDC_VOL_FLUID_DELIV_SEGMENT", Metric.VolumeDeliveredSegment, 0, 100_000),
        new("MDC_VOL_FLUID_TBI", Metric.VolumeToBeInfused, 0, 100_000),
        new("MDC_VOL_FLUID_TBI_REMAIN", Metric.VolumeRemaining, 0, 100_000),
        new("MDC_CONC_DRUG", Metric.DrugConcentration, 0, 1_000),
    ];

    static readonly FrozenDictionary<string, int> Indexes =
        All.Select((key, index) => (key, index)).ToFrozenDictionary(pair => pair.key.RefId, pair => pair.index);

    static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Indexes.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <returns>-1 when the key is not in the table.</returns>
    public static int IndexOf(ReadOnlySpan<char> refId) => Lookup.TryGetValue(refId, out var index) ? index : -1;

    /// <summary>Whether the device means "no value" by this number.</summary>
    public static bool IsSentinel(ProtocolKey key, decimal number) =>
        number is -100m or -999m or 8388607m || (number == 0m && key.ZeroMeansNoValue);
}
