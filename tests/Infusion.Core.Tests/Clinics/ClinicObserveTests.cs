using Infusion.Core.Clinics;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Tests.Clinics;

public class ClinicObserveTests
{
    [Fact]
    public void GivenAnUnknownDevice_ThenNothingChanges()
    {
        var ward = new Ward().Infusing();

        ward.Observe(ward.NewReading("toaster", new Sample(Metric.SpO2, 97m, Quality.Valid))).ShouldBe(ObserveOutcome.UnknownDevice);
        ward.Live[Metric.SpO2].ShouldBeNull();
    }

    [Fact]
    public void GivenTheSameMessageTwice_ThenTheSecondIsADuplicate()
    {
        var ward = new Ward().Infusing().After(1);
        var reading = ward.NewReading("mon-1", new Sample(Metric.SpO2, 97m, Quality.Valid));
        ward.Observe(reading).ShouldBe(ObserveOutcome.Live);

        ward.Observe(reading with { Samples = [new Sample(Metric.SpO2, 80m, Quality.Valid)] }).ShouldBe(ObserveOutcome.Duplicate);
        ward.Live[Metric.SpO2]!.Value.Value.ShouldBe(97m);
    }

    [Fact]
    public void GivenAHole_ThenAGap_AndWhatFillsItIsLate()
    {
        var ward = new Ward().Infusing().After(1);
        var (first, second, third) = (ward.NewReading("mon-1"), ward.NewReading("mon-1"), ward.NewReading("mon-1"));
        ward.Observe(first).ShouldBe(ObserveOutcome.Live);
        ward.Observe(third).ShouldBe(ObserveOutcome.Live);

        ward.All<TelemetryGapOpened>().ShouldBe([new TelemetryGapOpened(ward.Now, "mon-1", "boot-1", 2, 2)]);
        ward.Observe(second).ShouldBe(ObserveOutcome.Late);
        ward.Observe(second).ShouldBe(ObserveOutcome.Duplicate);
    }

    [Fact]
    public void GivenAHoleOfADeviceAtNoChair_ThenNoChartHasAGap()
    {
        var ward = new Ward().After(1);
        ward.NewReading("mon-1");
        ward.Observe(ward.NewReading("mon-1"));
        ward.NewReading("mon-1");
        ward.Observe(ward.NewReading("mon-1")).ShouldBe(ObserveOutcome.Live);

        ward.Events.ShouldBeEmpty();
    }

    [Fact]
    public void GivenAClockThatJumps_ThenOneEvent_AndLiveGoesOnByReceipt()
    {
        var ward = new Ward().Infusing().After(1);
        for (var second = 0; second < 10; second++, ward.After(1))
        {
            var at = second < 4 ? ward.Now.AddSeconds(-30) : ward.Now.AddMinutes(5);
            ward.Observe(ward.NewReading("mon-1", new Sample(Metric.SpO2, 97m, Quality.Valid)) with { At = at });
            ward.Live[Metric.SpO2]!.Value.At.ShouldBe(ward.Now);
        }

        var jumped = ward.All<DeviceClockJumped>().ShouldHaveSingleItem();
        (jumped.From, jumped.To).ShouldBe((TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(-5)));
        ward.Events[^1].Stream.ShouldBe(Ward.FirstSession);
        ward.OnlyAlarm().Rule.ShouldBe("device-clock-jumped");
    }

    [Fact]
    public void GivenAClockThatJumpsAtNoChair_ThenItStandsInTheClinicsStream()
    {
        var ward = new Ward().After(1);
        for (var second = 0; second < 6; second++, ward.After(1))
        {
            ward.Observe(ward.NewReading("mon-1") with { At = ward.Now.AddMinutes(second < 3 ? 0 : 5) });
        }

        ward.All<DeviceClockJumped>().ShouldHaveSingleItem();
        ward.Events.ShouldAllBe(each => each.Stream == Ward.ClinicStream);
    }

    [Fact]
    public void GivenMetricsOfAnotherKindOfDevice_ThenTheyAreNotTaken()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Observe(ward.NewReading("pump-1", new Sample(Metric.SpO2, 97m, Quality.Valid), new Sample((Metric)63, 1m, Quality.Valid)));
        ward.Observe(ward.NewReading("mon-1", new Sample(Metric.PumpRateCurrent, 5m, Quality.Valid)));

        ward.Live[Metric.SpO2].ShouldBeNull();
        ward.Live[Metric.PumpRateCurrent].ShouldBeNull();
    }

    [Fact]
    public void GivenADetachedMonitor_ThenNothingOfItLooksLive()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Vital(Metric.SpO2, 97m);
        ward.Pump(PumpStatus.Infusing, 52.5m, 1m);
        ward.Accept(new DetachDevice(ward.NextId(), Ward.FirstSession, "nurse-1", "mon-1"));
        ward.Live[Metric.SpO2].ShouldBeNull();
        ward.Live.HadValue(Metric.SpO2).ShouldBeFalse();
        ward.Live.Pump.ShouldBe(new PumpState(PumpStatus.Infusing, PumpMode.Continuous, "ketamine"));

        ward.Vital(Metric.SpO2, 97m);
        ward.Live[Metric.SpO2].ShouldBeNull();
        ward.Accept(new DetachDevice(ward.NextId(), Ward.FirstSession, "nurse-1", "pump-1"));
        ward.Live.Pump.ShouldBeNull();
    }

    [Fact]
    public void GivenAMeasurementFromBeforeTheDeviceCame_ThenItIsSomeoneElses()
    {
        var ward = new Ward().After(60);
        var before = ward.Now.AddSeconds(-30);
        ward.Infusing().After(1);
        ward.Cuff(190m, own: before);
        ward.Observe(ward.NewReading("mon-1", new Sample(Metric.Temperature, 39m, Quality.Valid, before)));

        ward.Live[Metric.NibpSystolic].ShouldBeNull();
        ward.Live[Metric.Temperature].ShouldBeNull();
        ward.Charted.ShouldBeEmpty();
    }

    [Fact]
    public void GivenAMessageFromBeforeTheDeviceCame_ThenItIsNotTaken()
    {
        var ward = new Ward().After(10);
        ward.Observe(ward.NewReading("mon-1"));
        ward.Infusing();
        ward.Observe(ward.NewReading("mon-1", new Sample(Metric.SpO2, 97m, Quality.Valid)) with { At = ward.Now.AddSeconds(-1) });

        ward.Live[Metric.SpO2].ShouldBeNull();
    }

    [Fact]
    public void GivenStatusReports_ThenTheDeviceKnows_AndTheBoardHearsOfChangesOnly()
    {
        var ward = new Ward();
        var sink = new FindingSink();
        var report = new DeviceReport("mon-1", true, "boot-1", DeviceKind.Monitor, "Acme", "M1", "7", 0.84m, ward.Now);

        ClinicEngine.Report(ward.State, report, ward.Now, sink);
        sink.ChairsChanged.ShouldBe(["a1"]);
        (ward.State.Devices["mon-1"].Online, ward.State.Devices["mon-1"].LastReport).ShouldBe((true, report));
        sink.Clear();

        ClinicEngine.Report(ward.State, report, ward.Now, sink);
        ClinicEngine.Report(ward.State, report with { Device = "toaster" }, ward.Now, sink);
        sink.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void GivenValuesOverTwoMinutes_ThenTheTrendIsTold()
    {
        var ward = new Ward().Infusing().After(1);
        for (var second = 0; second <= 120; second++, ward.After(1))
        {
            ward.Observe(ward.NewReading(
                "mon-1",
                new Sample(Metric.SpO2, 99m - (second / 20m), Quality.Valid), new Sample(Metric.HeartRate, 70m + (second / 10m), Quality.Valid),
                new Sample(Metric.PulseRate, 70m + (second / 2m), Quality.Valid), new Sample(Metric.RespiratoryRate, 40m - (second / 5m), Quality.Valid),
                new Sample(Metric.EtCO2, 38m, Quality.Valid), new Sample(Metric.PerfusionIndex, 3m, Quality.Valid)));
            if (second == 30)
            {
                ward.Live.TrendOf(Metric.EtCO2).ShouldBe(Trend.Unknown);
            }
        }

        ward.Live.TrendOf(Metric.SpO2).ShouldBe(Trend.Falling);
        ward.Live.TrendOf(Metric.HeartRate).ShouldBe(Trend.Steady);
        ward.Live.TrendOf(Metric.PulseRate).ShouldBe(Trend.RisingFast);
        ward.Live.TrendOf(Metric.RespiratoryRate).ShouldBe(Trend.FallingFast);
        ward.Live.TrendOf(Metric.PerfusionIndex).ShouldBe(Trend.Unknown);
        ward.Live.TrendOf(Metric.Temperature).ShouldBe(Trend.Unknown);
    }

    [Fact]
    public void GivenCuffMeasurements_ThenTheTrendIsAgainstTheOneBefore()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Cuff(120m, own: ward.Now);
        ward.After(600).Cuff(135m, own: ward.Now);
        ward.Live.TrendOf(Metric.NibpSystolic).ShouldBe(Trend.Rising);

        ward.After(2000).Cuff(120m, own: ward.Now);
        ward.Live.TrendOf(Metric.NibpSystolic).ShouldBe(Trend.Unknown);
    }
}
