using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Sessions;

public class HandVitalsTests
{
    static readonly HandVital[] Pressure = [new(Metric.NibpSystolic, 121m), new(Metric.NibpDiastolic, 78m)];

    [Fact]
    public void WithoutAMonitor_ASessionStartsOnceVitalsAreByHand_AndNotBefore()
    {
        var ward = NoDevices();
        ward.Refused(new StartInfusion(ward.NextId(), Ward.FirstSession, "nurse-1")).ShouldBe("monitor-missing");

        ByHand(ward).Accept(new StartInfusion(ward.NextId(), Ward.FirstSession, "nurse-1")).Live.State.Phase.ShouldBe(SessionPhase.Infusing);
        ward.After(120).CountRaised("infusion-unmonitored").ShouldBe(0);
        ward.Refused(new SetVitalsByHand(ward.NextId(), Ward.FirstSession, "nurse-1", false)).ShouldBe("monitor-missing");
    }

    [Fact]
    public void WhatWasMeasuredBeforeTheStart_IsTheBaseline()
    {
        var ward = Chart(ByHand(NoDevices()), [.. Pressure, new(Metric.HeartRate, 66m)]).After(600);
        ward.Accept(new StartInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));

        ward.Live.State.Baseline[Metric.NibpSystolic].ShouldBe(121m);
        ward.Live.State.Baseline[Metric.HeartRate].ShouldBe(66m);
    }

    [Fact]
    public void ASaturationByHandBelowTheLimit_IsRaisedAtOnce_AlsoOneMeasuredAMinuteBefore_AndClearedByTheNext()
    {
        var ward = Infusing().After(120);
        Chart(ward, [new(Metric.SpO2, 86m)], ward.Now.AddSeconds(-60));

        var alarm = ward.OnlyAlarm("spo2-low");
        alarm.Priority.ShouldBe(AlarmPriority.High);
        AlarmText.Headline(alarm).ShouldBe("SpO2 86 %, limit 90 %");
        Chart(ward.After(60), [new(Metric.SpO2, 97m)]).ShouldBeOver("spo2-low");
    }

    [Fact]
    public void APressureThatNeedsARepeat_IsConfirmedByTheSecondOne()
    {
        var ward = Infusing().After(60);
        Chart(ward, [new(Metric.NibpDiastolic, 112m), new(Metric.NibpSystolic, 150m)]);
        ward.OnlyAlarm("diastolic-high").Priority.ShouldBe(AlarmPriority.Low);

        Chart(ward.After(90), [new(Metric.NibpDiastolic, 113m), new(Metric.NibpSystolic, 151m)]);
        ward.OnlyAlarm("diastolic-high").Priority.ShouldBe(AlarmPriority.Medium);
    }

    [Fact]
    public void WhatIsMissing_IsOverdue_AndWhatIsCharted_TicksItOff()
    {
        ObservationDue[] schedule =
            [new(Observation.BloodPressure, ObservationWindow.Infusing, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1))];
        var ward = Infusing([.. schedule]);
        Chart(ward.After(240), Pressure);
        ward.Live.Observations.Due(Observation.BloodPressure, ward.Live.State)!.Value.At.ShouldBe(ward.Now.AddMinutes(5));

        ward.After(359).All<ObservationMissed>().ShouldBeEmpty();
        ward.After(1).All<ObservationMissed>().ShouldHaveSingleItem().What.ShouldBe(Observation.BloodPressure);
    }

    [Fact]
    public void AValueByHand_NamesThePerson_OnTheChartAndLive_AndGoesStale()
    {
        var ward = Chart(Infusing(), [.. Pressure, new(Metric.HeartRate, 71m)]);

        ward.Live[Metric.HeartRate]!.Value.IsByHand.ShouldBeTrue();
        HandSource.PersonOf(ward.Live[Metric.HeartRate]!.Value.Device).ShouldBe("nurse-1");
        ward.Charted.Select(each => (each.Kind, each.By, each.Device)).ShouldBe(
            [(ChartedKind.HeartRate, "nurse-1", null), (ChartedKind.BloodPressure, "nurse-1", null)]);
        Chart(ward, [new(Metric.HeartRate, 140m)], ward.Now).Clinical.ShouldContain(alarm => alarm.Metric == Metric.HeartRate);
        var raised = ward.OnlyAlarm("heart-rate-high");
        ward.After(660).OnlyAlarm("heart-rate-high").Presence.ShouldBe(raised.Presence);
    }

    [Fact]
    public void AMonitorThatMeasuresTheSame_KeepsItsPlace()
    {
        var ward = new Ward(SampleLimits.Staged).Infusing().After(30);
        ward.Vital(Metric.SpO2, 97m);
        Chart(ward, [new(Metric.SpO2, 70m)], ward.Now.AddSeconds(-20));

        ward.Live[Metric.SpO2]!.Value.Value.ShouldBe(97m);
        ward.CountRaised("spo2-low").ShouldBe(0);
        ward.All<VitalsCharted>().ShouldHaveSingleItem();
    }

    [Fact]
    public void AHeartRateByHand_IsNoSignThatAMonitorLives()
    {
        var ward = new Ward(SampleLimits.Staged).Infusing().After(1);
        ward.Vital(Metric.RespiratoryRate, 14m);
        Chart(ward.After(20), [new(Metric.HeartRate, 70m), new(Metric.SpO2, 97m)]);

        ward.After(120).CountRaised("apnoea").ShouldBe(0);
        ward.CountRaised("vital-not-measured").ShouldBe(0);
    }

    [Fact]
    public void AMonitorsValue_IsConfirmedOrMarkedAsArtefact_AndStandsAsItWas()
    {
        var ward = new Ward(SampleLimits.Staged).Infusing().After(30);
        ward.Vital(Metric.SpO2, 97m);
        var before = ward.Live[Metric.SpO2];
        ward.Accept(Review(ward)).Live[Metric.SpO2].ShouldBe(before);

        ward.All<VitalReviewed>().ShouldHaveSingleItem().Verdict.ShouldBe(VitalVerdict.Artefact);
        ward.Refused(Review(ward) with { Device = "mon-2" }).ShouldBe("value-unknown");
        ward.Refused(Review(ward) with { MeasuredAt = ward.Now.AddSeconds(1) }).ShouldBe("value-unknown");
        ward.Refused(Review(ward) with { Metric = Metric.PumpRateCurrent }).ShouldBe("review-unknown");
        ward.Refused(Review(ward) with { Verdict = VitalVerdict.Unknown }).ShouldBe("review-unknown");
    }

    static ReviewVital Review(Ward ward) =>
        new(ward.NextId(), Ward.FirstSession, "nurse-1", Metric.SpO2, "mon-1", ward.Now, VitalVerdict.Artefact);

    [Fact]
    public void AfterARestart_WhatWasCharted_IsThereAgain()
    {
        var ward = Chart(Infusing(), Pressure);
        var before = ward.Live[Metric.NibpSystolic];

        ward.Restart().Live[Metric.NibpSystolic].ShouldBe(before);
    }

    [Theory]
    [InlineData(Metric.NibpSystolic, 80, "pressure-contradictory")]
    [InlineData(Metric.NibpSystolic, 500, "vital-out-of-range")]
    [InlineData(Metric.NibpDiastolic, 80, "vital-twice")]
    [InlineData(Metric.HeartRate, 0, "pressure-incomplete|vital-out-of-range")]
    [InlineData(Metric.PumpRateCurrent, 5, "vital-unknown")]
    [InlineData(Metric.SpO2, 97, "pressure-incomplete")]
    public void WhatCannotBe_IsRefused(Metric metric, int value, string codes)
    {
        var ward = Infusing();

        codes.Split('|').ShouldContain(ward.Refused(new ChartVitals(
            ward.NextId(), Ward.FirstSession, "nurse-1", [new(Metric.NibpDiastolic, 90m), new(metric, value)])));
    }

    [Fact]
    public void NothingAtAll_TheFuture_AndWhatIsBeforeCheckIn_AreRefused()
    {
        var ward = Infusing();
        ward.Refused(new ChartVitals(ward.NextId(), Ward.FirstSession, "nurse-1", [])).ShouldBe("vitals-empty");
        foreach (var off in new[] { 1, -1 })
        {
            ward.Refused(new ChartVitals(ward.NextId(), Ward.FirstSession, "nurse-1", [.. Pressure], ward.Now.AddSeconds(off)))
                .ShouldBe("time-out-of-range");
        }

        var planned = new Ward().Planned();
        planned.Refused(new ChartVitals(planned.NextId(), Ward.FirstSession, "nurse-1", [.. Pressure])).ShouldBe("wrong-phase");
    }

    internal static Ward NoDevices(Ward? ward = null)
    {
        ward ??= new Ward(SampleLimits.Staged);
        return ward.Planned()
            .Accept(new CheckIn(ward.NextId(), Ward.FirstSession, "nurse-1")).Accept(new MarkReady(ward.NextId(), Ward.FirstSession, "nurse-1"));
    }

    internal static Ward ByHand(Ward ward) => ward.Accept(new SetVitalsByHand(ward.NextId(), Ward.FirstSession, "nurse-1", true));

    internal static Ward Chart(Ward ward, ReadOnlySpan<HandVital> values, DateTimeOffset? at = null) =>
        ward.Accept(new ChartVitals(ward.NextId(), Ward.FirstSession, "nurse-1", [.. values], at));

    static Ward Infusing(System.Collections.Immutable.ImmutableArray<ObservationDue>? schedule = null)
    {
        var ward = ByHand(NoDevices(new Ward(SampleLimits.Staged, schedule: schedule)));
        return ward.Accept(new StartInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));
    }
}
