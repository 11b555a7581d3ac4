using Infusion.Simulator.Protocol;
using Infusion.Simulator.Replay;
using Shouldly;
using Xunit;

namespace Infusion.Simulator.Tests;

public sealed class ReplayTests
{
    const string Header = "minute,hr_bpm,abp_sys_mmhg,abp_dia_mmhg,abp_mean_mmhg,pulse_bpm,resp_per_min,spo2_pct,nbp_sys_mmhg,nbp_dia_mmhg,nbp_mean_mmhg";

    [Fact]
    public void Three_hours_become_a_message_every_five_seconds()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Data", "mimic_s00001_3h.csv");
        var rows = VitalsCsv.Read(file, File.ReadLines(file));

        var readings = new RecordedMonitor(rows, TimeSpan.FromSeconds(5)).Readings(ChairLog.Start).ToList();

        rows.Count.ShouldBe(180);
        readings.Count.ShouldBe(180 * 12);
        readings.Zip(readings.Skip(1), (a, b) => b.At - a.At).ShouldAllBe(apart => apart == TimeSpan.FromSeconds(5));
        // The zeros of a probe that is off are sent as the monitor's own "no value".
        readings.Count(r => r.Reading.Values[Mdc.SpO2Percent] == 0).ShouldBe(rows.Count(row => row.SpO2Percent == 0) * 12);
        rows.Count(row => row.SpO2Percent == 0).ShouldBe(47);
        var cuffs = readings.Where(r => r.Reading.Times.Count > 0).Select(r => r.Reading.Times[Mdc.NibpSystolicMmHg]).Distinct().Count();
        cuffs.ShouldBe(rows.Count(row => row.Nibp is not null));
        readings.Where(r => r.Reading.Times.Count > 0).ShouldAllBe(r => r.Reading.Times[Mdc.NibpMeanMmHg] <= r.At);
    }

    [Fact]
    public void A_cuff_measurement_is_repeated_with_its_own_time_until_the_next()
    {
        var rows = Read("7,60,0,0,0,61,12,97,,,", "8,60,0,0,0,61,12,97,118,62,80", "9,60.5,0,0,0,61,12,97,,,");

        var readings = new RecordedMonitor(rows, TimeSpan.FromSeconds(30)).Readings(ChairLog.Start).ToList();

        readings.Count.ShouldBe(6);
        readings[0].Reading.Values.ContainsKey(Mdc.NibpSystolicMmHg).ShouldBeFalse();
        readings.Skip(2).ShouldAllBe(r => r.Reading.Values[Mdc.NibpSystolicMmHg] == 118
            && r.Reading.Times[Mdc.NibpSystolicMmHg] == ChairLog.Start.AddMinutes(1));
        readings[5].At.ShouldBe(ChairLog.Start.AddSeconds(150));
        readings[5].Reading.Values[Mdc.HeartRatePerMin].ShouldBe(60.5m);
    }

    [Fact]
    public void A_blank_vital_is_an_absent_key()
    {
        var reading = Read("0,60,0,0,0,,12,97,,,").Single().ToReading();

        reading.Values.Keys.ShouldBe([Mdc.HeartRatePerMin, Mdc.SpO2Percent, Mdc.RespirationPerMin]);
    }

    [Theory]
    [InlineData("1,60,0,0,0,61,12,abc,,,", "vitals.csv, line 3, column spo2_pct: \"abc\" is not a number.")]
    [InlineData("1,60,0,0,0,61,12,NaN,,,", "vitals.csv, line 3, column spo2_pct: \"NaN\" is not a number.")]
    [InlineData("0,60,0,0,0,61,12,97,,,", "vitals.csv, line 3, column minute: \"0\" does not come after minute 0.")]
    [InlineData("1.5,60,0,0,0,61,12,97,,,", "vitals.csv, line 3, column minute: \"1.5\" is not a whole number of minutes.")]
    [InlineData(",60,0,0,0,61,12,97,,,", "vitals.csv, line 3, column minute: \"\" is blank.")]
    [InlineData("1,60,0,0,0,61,12,97,118,,80", "vitals.csv, line 3, column nbp_dia_mmhg: \"\" is blank while another nbp_ column is not: a cuff measures all three.")]
    [InlineData("1,60,0", "vitals.csv, line 3, column abp_dia_mmhg: the row has 3 columns, the header 11.")]
    public void A_bad_row_is_refused_with_its_place(string row, string message) =>
        Should.Throw<VitalsCsvException>(() => Read("0,60,0,0,0,61,12,97,,,", row)).Message.ShouldBe(message);

    [Fact]
    public void A_missing_column_is_named() =>
        Should.Throw<VitalsCsvException>(() => VitalsCsv.Read("vitals.csv", ["minute,hr_bpm,pulse_bpm,resp_per_min"]))
            .Message.ShouldBe("vitals.csv, line 1: the column spo2_pct is missing.");

    [Fact]
    public void A_file_without_rows_is_refused() =>
        Should.Throw<VitalsCsvException>(() => Read()).Message.ShouldBe("vitals.csv: there are no rows in this file.");

    static IReadOnlyList<VitalsRow> Read(params string[] rows) => VitalsCsv.Read("vitals.csv", [Header, .. rows]);
}
