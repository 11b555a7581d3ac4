using System.Collections.Frozen;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Ingestion.VsCapture;

/// <summary>
/// The labels of a Philips IntelliVue that are ours. Not here, on purpose: sites of temperature and saturation that the
/// protocol does not have either, and <c>NOM_CONC_AWAY_CO2_ET</c>, which is a concentration and no pressure.
/// </summary>
static class VsCaptureLabels
{
    /// <summary>Where two labels of one message mean the same, the upper one is charted.</summary>
    public static readonly IReadOnlyList<(string Label, Metric Metric)> All =
    [
        ("NOM_ECG_CARD_BEAT_RATE", Metric.HeartRate),
        ("NOM_PULS_OXIM_SAT_O2", Metric.SpO2),
        ("NOM_PULS_OXIM_SAT_O2_TELE", Metric.SpO2),
        ("NOM_PULS_OXIM_PERF_REL", Metric.PerfusionIndex),
        ("NOM_PULS_OXIM_PERF_REL_TELE", Metric.PerfusionIndex),
        ("NOM_PLETH_PULS_RATE", Metric.PulseRate),
        ("NOM_PULS_OXIM_PULS_RATE_TELE", Metric.PulseRate),
        ("NOM_PULS_RATE", Metric.PulseRate),
        ("NOM_PRESS_BLD_NONINV_SYS", Metric.NibpSystolic),
        ("NOM_PRESS_BLD_NONINV_DIA", Metric.NibpDiastolic),
        ("NOM_PRESS_BLD_NONINV_MEAN", Metric.NibpMean),
        ("NOM_PRESS_BLD_NONINV_PULS_RATE", Metric.NibpPulseRate),
        ("NOM_RESP_RATE", Metric.RespiratoryRate),
        ("NOM_AWAY_RESP_RATE", Metric.RespiratoryRate),
        ("NOM_AWAY_CO2_ET", Metric.EtCO2),
        ("NOM_TEMP", Metric.Temperature),
        ("NOM_TEMP_CORE", Metric.Temperature),
        ("NOM_TEMP_TYMP", Metric.Temperature),
        ("NOM_TEMP_ORAL", Metric.Temperature),
    ];

    static readonly FrozenDictionary<string, int> Ranks =
        All.Select((row, rank) => (row.Label, rank)).ToFrozenDictionary(row => row.Label, row => row.rank, StringComparer.Ordinal);

    /// <returns>Its place in the table; null when the label is not ours.</returns>
    public static int? RankOf(string label) => Ranks.TryGetValue(label, out var rank) ? rank : null;
}
