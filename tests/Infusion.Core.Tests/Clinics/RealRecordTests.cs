using System.Globalization;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Tests.Clinics;

/// <summary>32 hours of a real monitor. It says its numerics every 5 s, as such monitors do; each row holds for its minute.</summary>
public class RealRecordTests
{
    static readonly (string Column, Metric Metric)[] Numerics =
    [
        ("hr_bpm", Metric.HeartRate), ("pulse_bpm", Metric.PulseRate), ("resp_per_min", Metric.RespiratoryRate), ("spo2_pct", Metric.SpO2),
    ];

    static readonly (string Column, Metric Metric)[] Cuff =
    [
        ("nbp_sys_mmhg", Metric.NibpSystolic), ("nbp_dia_mmhg", Metric.NibpDiastolic), ("nbp_mean_mmhg", Metric.NibpMean),
    ];

    [Fact]
    public void GivenTheRecord_WhenRunWithoutAClock_ThenChartedWholeAndAlarmedWhereAValueHadBeen()
    {
        var ward = WithMonitorAlone();
        foreach (var row in Rows())
        {
            Feed(ward, row);
        }

        ward.After(5);

        var cuffs = ward.Charted.Where(each => each.Kind == ChartedKind.BloodPressure).ToList();
        cuffs.Count.ShouldBe(152);
        cuffs.Select(each => each.At).ShouldBe(Rows().Where(row => row["nbp_sys_mmhg"] is not null).Select(row => OwnTime(ward, row)));
        var spo2 = ward.Charted.Where(each => each.Kind == ChartedKind.SpO2).ToList();
        spo2.Count.ShouldBe(1936);
        spo2.Count(each => each.Value is null).ShouldBe(363);
        ward.CountRaised("spo2-low").ShouldBe(0);
        ward.CountRaised("signal-lost", Metric.SpO2).ShouldBe(11);
        ward.CountRaised("telemetry-lost").ShouldBe(0);
    }

    [Fact]
    public void GivenTheRecord_WhenSixtySecondsOf85PercentAreInjected_ThenExactlyOneSpO2Low()
    {
        var ward = WithMonitorAlone();
        foreach (var row in Rows().Take(600))
        {
            Feed(ward, row);
        }

        var from = ward.After(1).Now;
        for (var second = 0; second < 60; second++)
        {
            ward.Vital(Metric.SpO2, 85m);
            ward.After(1);
        }

        foreach (var row in Rows().Skip(602).Take(60))
        {
            Feed(ward, row);
        }

        var alarm = ward.Raised.Where(each => each.Rule == "spo2-low").ShouldHaveSingleItem();
        alarm.Onset.ShouldBe(from);
        alarm.At.ShouldBe(from.AddSeconds(15));
        alarm.Observed.ShouldBe(85m);
    }

    static Ward WithMonitorAlone()
    {
        var ward = new Ward().Infusing();
        return ward.Accept(new DetachDevice(ward.NextId(), Ward.FirstSession, "nurse-1", "pump-1"));
    }

    static void Feed(Ward ward, Dictionary<string, decimal?> row)
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
    static DateTimeOffset OwnTime(Ward ward, Dictionary<string, decimal?> row) => ward.Start.AddMinutes((double)row["minute"]!.Value);

    static List<Dictionary<string, decimal?>> Rows()
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
