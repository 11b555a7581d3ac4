using System.Globalization;
using Infusion.EndToEnd.Tests.Support;

namespace Infusion.EndToEnd.Tests.Record;

/// <summary>A row of the recording. Zero is the monitor's own "no value".</summary>
sealed record RecordedMinute(int Minute, decimal HeartRate, decimal PulseRate, decimal RespiratoryRate, decimal SpO2, Cuff? Cuff);

sealed record Cuff(decimal Systolic, decimal Diastolic, decimal Mean);

/// <summary>
/// Three hours of a real bedside monitor: record s00001 of the MIMIC waveform matched subset, ODbL 1.0 (see the README
/// beside the file in Infusion.Simulator.Tests/Data).
/// </summary>
static class RecordedMinutes
{
    public static IReadOnlyList<RecordedMinute> All { get; } = Read();

    public static IEnumerable<Cuff> Cuffs => All.Select(row => row.Cuff).OfType<Cuff>();

    static List<RecordedMinute> Read()
    {
        var lines = File.ReadAllLines(Repository.RecordedVitals);
        var columns = lines[0].Split(',');
        return [.. lines.Skip(1).Select(line => Row(columns.Zip(line.Split(',')).ToDictionary(cell => cell.First, cell => cell.Second)))];
    }

    static RecordedMinute Row(Dictionary<string, string> cells)
    {
        decimal Number(string column) => decimal.Parse(cells[column], CultureInfo.InvariantCulture);
        return new RecordedMinute(
            (int)Number("minute"), Number("hr_bpm"), Number("pulse_bpm"), Number("resp_per_min"), Number("spo2_pct"),
            cells["nbp_sys_mmhg"].Length == 0 ? null : new Cuff(Number("nbp_sys_mmhg"), Number("nbp_dia_mmhg"), Number("nbp_mean_mmhg")));
    }
}
