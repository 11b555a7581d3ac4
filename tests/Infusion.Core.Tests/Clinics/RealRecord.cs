using System.Globalization;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Tests.Clinics;

/// <summary>32 hours of a real monitor. It says its numerics every 5 s, as such monitors do; each row holds for its minute.</summary>
static class RealRecord
{
    static readonly (string Column, Metric Metric)[] Numerics =
    [
        ("hr_bpm", Metric.HeartRate), ("pulse_bpm", Metric.PulseRate), ("resp_per_min", Metric.RespiratoryRate), ("spo2_pct", Metric.SpO2),
    ];

    static readonly (string Column, Metric Metric)[] Cuff =
    [
        ("nbp_sys_mmhg", Metric.NibpSystolic), ("nbp_dia_mmhg", Metric.NibpDiastolic), ("nbp_mean_mmhg", Metric.NibpMean),
    ];

    public static Ward WithMonitorAlone(SafetyLimits? limits = null)
    {
        var ward = new Ward(limits).Infusing();
        return ward.Accept(new DetachDevice(ward.NextId(), Ward.FirstSession, "nurse-1", "pump-1"));
    }

    public static void Feed(Ward ward, Dictionary<string, decimal?> row)
    {
        for (var second = 0; second < 60; second += 5)
        {
            ward.At((row["minute"]!.Value * 60) + second);
            List<Sample> samples = [.. Numerics.Select(each => MetricTable.ToSample(each.Metric, row[each.Column] ?? 0m))];
            foreach (var (column, metric) in Cuff)
            {
                if (row[column] is { } pressure)
                {
                    samples.Add(MetricTable.ToSample(metric, pressure, Quality.Valid, OwnTime(ward, row)));
                }
            }

            ward.Observe(ward.NewReading("mon-1", [.. samples]));
        }
    }

    /// <summary>The cuff deflated as the minute began.</summary>
    public static DateTimeOffset OwnTime(Ward ward, Dictionary<string, decimal?> row) => ward.Start.AddMinutes((double)row["minute"]!.Value);

    public static List<Dictionary<string, decimal?>> Rows()
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Data", "mimic_s00001_numerics_1min.csv"));
        var header = lines[0].Split(',');
        return
        [
            .. lines.Skip(1).Select(line => header.Zip(line.Split(',')).ToDictionary(
                cell => cell.First,
                cell => cell.Second.Length == 0 ? (decimal?)null : decimal.Parse(cell.Second, CultureInfo.InvariantCulture))),
        ];
    }
}
