using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Tests.Clinics;

public class RealRecordTests
{
    [Fact]
    public void GivenTheRecord_WhenRunWithoutAClock_ThenChartedWholeAndAlarmedWhereAValueHadBeen()
    {
        var ward = RealRecord.WithMonitorAlone();
        foreach (var row in RealRecord.Rows())
        {
            RealRecord.Feed(ward, row);
        }

        ward.After(5);

        var cuffs = ward.Charted.Where(each => each.Kind == ChartedKind.BloodPressure).ToList();
        cuffs.Count.ShouldBe(152);
        cuffs.Select(each => each.At).ShouldBe(RealRecord.Rows().Where(row => row["nbp_sys_mmhg"] is not null).Select(row => RealRecord.OwnTime(ward, row)));
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
        var ward = RealRecord.WithMonitorAlone();
        foreach (var row in RealRecord.Rows().Take(600))
        {
            RealRecord.Feed(ward, row);
        }

        var from = ward.After(1).Now;
        for (var second = 0; second < 60; second++)
        {
            ward.Vital(Metric.SpO2, 85m);
            ward.After(1);
        }

        foreach (var row in RealRecord.Rows().Skip(602).Take(60))
        {
            RealRecord.Feed(ward, row);
        }

        var alarm = ward.Raised.Where(each => each.Rule == "spo2-low").ShouldHaveSingleItem();
        alarm.Onset.ShouldBe(from);
        alarm.At.ShouldBe(from.AddSeconds(15));
        alarm.Observed.ShouldBe(85m);
    }
}
