using System.Collections.Frozen;

namespace Infusion.Core.Telemetry;

/// <summary>One row of the protocol's table: what a metric is called, in which unit it comes and what it can be.</summary>
/// <param name="ReferenceId">IEEE 11073 reference id under which we write it; others may be accepted too.</param>
/// <param name="Code">Context-free MDC code of that id.</param>
/// <param name="Unit">UCUM.</param>
/// <param name="Lowest">Inclusive; a number below is no value.</param>
/// <param name="Highest">Inclusive; a number above is no value.</param>
/// <param name="IsZeroSentinel">0 means "no value" (probe off), never a measured zero.</param>
/// <param name="StaleAfter">A value this old or older is no longer a value.</param>
public sealed record MetricInfo(
    Metric Metric,
    DeviceKind Source,
    string Label,
    string ReferenceId,
    int Code,
    string Unit,
    decimal Lowest,
    decimal Highest,
    bool IsZeroSentinel,
    TimeSpan StaleAfter)
{
    /// <summary>The unit as people read it: mmHg for mm[Hg], °C for Cel.</summary>
    public string UnitText => Unit switch { "mm[Hg]" => "mmHg", "Cel" => "°C", _ => Unit };
}

/// <summary>The one table of the device protocol: keys, units, plausible ranges, sentinels, staleness.</summary>
public static class MetricTable
{
    static readonly TimeSpan Continuous = TimeSpan.FromSeconds(15);
    static readonly TimeSpan Cuff = TimeSpan.FromMinutes(10);
    static readonly TimeSpan Probe = TimeSpan.FromMinutes(5);

    static readonly MetricInfo[] Rows =
    [
        Vital(Metric.HeartRate, "Heart rate", "MDC_ECG_HEART_RATE", 147842, "/min", 1, 350, true, Continuous),
        Vital(Metric.PulseRate, "Pulse rate", "MDC_PULS_OXIM_PULS_RATE", 149530, "/min", 1, 350, true, Continuous),
        Vital(Metric.SpO2, "SpO2", "MDC_PULS_OXIM_SAT_O2", 150456, "%", 1, 100, true, Continuous),
        Vital(Metric.NibpSystolic, "Systolic", "MDC_PRESS_BLD_NONINV_SYS", 150021, "mm[Hg]", 20, 350, false, Cuff),
        Vital(Metric.NibpDiastolic, "Diastolic", "MDC_PRESS_BLD_NONINV_DIA", 150022, "mm[Hg]", 5, 300, false, Cuff),
        Vital(Metric.NibpMean, "Mean pressure", "MDC_PRESS_BLD_NONINV_MEAN", 150023, "mm[Hg]", 10, 330, false, Cuff),
        Vital(Metric.RespiratoryRate, "Respiratory rate", "MDC_RESP_RATE", 151562, "/min", 1, 200, true, Continuous),
        Vital(Metric.EtCO2, "EtCO2", "MDC_AWAY_CO2_ET", 151728, "mm[Hg]", 0, 150, false, Continuous),
        Vital(Metric.Temperature, "Temperature", "MDC_TEMP_BODY", 150364, "Cel", 10, 50, false, Probe),
        Vital(Metric.PerfusionIndex, "Perfusion index", "MDC_PULS_OXIM_PERF_REL", 150448, "%", 0, 100, false, Continuous),
        Vital(Metric.NibpPulseRate, "Pulse rate (cuff)", "MDC_PULS_RATE_NON_INV", 149546, "/min", 1, 350, true, Cuff),
        Pump(Metric.PumpRateProgrammed, "Programmed rate", "MDC_FLOW_FLUID_PUMP", 157784, "mL/h", 0, 10_000),
        Pump(Metric.PumpRateCurrent, "Pump rate", "MDC_FLOW_FLUID_PUMP_CURRENT", 158014, "mL/h", 0, 10_000),
        Pump(Metric.VolumeDeliveredTotal, "Delivered", "MDC_VOL_FLUID_DELIV_TOTAL", 157993, "mL", 0, 1_000_000),
        Pump(Metric.VolumeDeliveredSegment, "Delivered in segment", "MDC_VOL_FLUID_DELIV_SEGMENT", 157992, "mL", 0, 1_000_000),
        Pump(Metric.VolumeToBeInfused, "To be infused", "MDC_VOL_FLUID_TBI", 157884, "mL", 0, 100_000),
        Pump(Metric.VolumeRemaining, "Remaining", "MDC_VOL_FLUID_TBI_REMAIN", 157872, "mL", 0, 100_000),
        Pump(Metric.DrugConcentration, "Concentration", "MDC_CONC_DRUG", 157760, "mg/mL", 0.000001m, 1_000),
    ];

    /// <summary>Other ids accepted for a metric. EtCO2 has two in use; arterial saturation and 15001x pressures are not ours.</summary>
    static readonly (string ReferenceId, int Code, Metric Metric)[] Synonyms =
    [
        ("MDC_PULS_RATE", 149514, Metric.PulseRate),
        ("MDC_AWAY_RESP_RATE", 151570, Metric.RespiratoryRate),
        ("MDC_TTHOR_RESP_RATE", 151578, Metric.RespiratoryRate),
        ("MDC_CO2_RESP_RATE", 151594, Metric.RespiratoryRate),
        ("MDC_CONC_AWAY_CO2_ET", 151708, Metric.EtCO2),
        ("MDC_TEMP_CORE", 150368, Metric.Temperature),
        ("MDC_TEMP_TYMP", 150392, Metric.Temperature),
        ("MDC_TEMP_ORAL", 188424, Metric.Temperature),
        ("MDC_VOL_FLUID_DELIV", 157864, Metric.VolumeDeliveredTotal),
    ];

    static readonly MetricInfo?[] ByMetric = IndexByMetric();

    /// <summary>Every key a message may use. Where two name one metric, the first of them that a message brings is meant.</summary>
    public static readonly IReadOnlyList<(string ReferenceId, Metric Metric)> Keys =
        [.. Rows.Select(row => (row.ReferenceId, row.Metric)), .. Synonyms.Select(row => (row.ReferenceId, row.Metric))];

    static readonly FrozenDictionary<string, Metric> ByReferenceId =
        Keys.ToFrozenDictionary(key => key.ReferenceId, key => key.Metric, StringComparer.Ordinal);

    static readonly FrozenDictionary<int, Metric> ByCode = Rows
        .Select(row => KeyValuePair.Create(row.Code, row.Metric))
        .Concat(Synonyms.Select(row => KeyValuePair.Create(row.Code, row.Metric)))
        .ToFrozenDictionary();

    public static IReadOnlyList<MetricInfo> All => Rows;

    /// <exception cref="ArgumentOutOfRangeException">The metric is not in the table.</exception>
    public static MetricInfo Of(Metric metric) =>
        (int)metric < ByMetric.Length && ByMetric[(int)metric] is { } row
            ? row
            : throw new ArgumentOutOfRangeException(nameof(metric), metric, "not in the protocol's table");

    /// <summary>Whether this kind of device is one that measures or sets the metric; false for one that is not in the table.</summary>
    public static bool IsFrom(Metric metric, DeviceKind kind) =>
        (int)metric < ByMetric.Length && ByMetric[(int)metric] is { } row && row.Source == kind;

    /// <summary>A value this old or older is no longer one; a metric that is not in the table goes stale as a continuous one.</summary>
    public static TimeSpan StaleAfter(Metric metric) =>
        (int)metric < ByMetric.Length && ByMetric[(int)metric] is { } row ? row.StaleAfter : Continuous;

    /// <summary>Reference ids are matched exactly, synonyms included.</summary>
    public static bool TryFind(string referenceId, out Metric metric) => ByReferenceId.TryGetValue(referenceId, out metric);

    /// <summary>Context-free MDC codes, synonyms included.</summary>
    public static bool TryFind(int code, out Metric metric) => ByCode.TryGetValue(code, out metric);

    /// <summary>A number on the wire as a sample: sentinels and impossible numbers become "no value", quality invalid.</summary>
    /// <param name="said">What the device says of it; Unknown counts as valid.</param>
    public static Sample ToSample(Metric metric, decimal number, Quality said = Quality.Valid, DateTimeOffset? measuredAt = null)
    {
        var row = Of(metric);
        var isValue = said != Quality.Invalid && !IsSentinel(row, number) && number >= row.Lowest && number <= row.Highest;
        return isValue
            ? new Sample(metric, number, said == Quality.Questionable ? said : Quality.Valid, measuredAt)
            : new Sample(metric, null, Quality.Invalid, measuredAt);
    }

    /// <summary>Whether a device means "no value" by this number.</summary>
    public static bool IsSentinel(Metric metric, decimal number) => IsSentinel(Of(metric), number);

    static bool IsSentinel(MetricInfo row, decimal number) =>
        number is -100m or -999m or 8388607m || (row.IsZeroSentinel && number == 0m);

    static MetricInfo Vital(
        Metric metric, string label, string id, int code, string unit, decimal lowest, decimal highest, bool zero, TimeSpan stale) =>
        new(metric, DeviceKind.Monitor, label, id, code, unit, lowest, highest, zero, stale);

    static MetricInfo Pump(Metric metric, string label, string id, int code, string unit, decimal lowest, decimal highest) =>
        new(metric, DeviceKind.Pump, label, id, code, unit, lowest, highest, false, Continuous);

    static MetricInfo?[] IndexByMetric()
    {
        var index = new MetricInfo?[64];
        foreach (var row in Rows)
        {
            index[(int)row.Metric] = row;
        }

        return index;
    }
}
