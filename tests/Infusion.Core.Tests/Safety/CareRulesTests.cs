using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-073")]
public class DischargedBeforeReadyTests
{
    const string Rule = "discharged-before-ready";

    [Theory]
    [InlineData(1799, 1)]
    [InlineData(1800, 0)]
    public void GivenRecoverySoLong_WhenDischarged_ThenAFindingIfItWasTooShort(int seconds, int expected)
    {
        var ward = Discharged(Measured(new Ward(SampleLimits.Staged).Infusing().Stop(), seconds, 97m, 131m));

        ward.CountRaised(Rule, Metric.Unknown).ShouldBe(expected);
        ward.CountRaised(Rule).ShouldBe(expected);
    }

    [Theory]
    [InlineData(94, 131, 0)]
    [InlineData(93, 131, 1)]
    [InlineData(97, 160, 0)]
    [InlineData(97, 161, 1)]
    [InlineData(97, 89, 1)]
    [InlineData(93, 89, 2)]
    public void GivenVitals_WhenDischarged_ThenAFindingForEachBeyondALimit(int spo2, int systolic, int expected) =>
        Discharged(Measured(new Ward(SampleLimits.Staged).Infusing().Stop(), 1800, spo2, systolic)).CountRaised(Rule).ShouldBe(expected);

    [Fact]
    public void GivenNothingMeasured_WhenDischarged_ThenAFindingForEach_ReadableAndLatchedUntilAcknowledged()
    {
        var ward = Discharged(new Ward(SampleLimits.Staged).Infusing().Stop().After(600)).After(1);
        var findings = ward.Live.State.Alarms.Values.Where(alarm => alarm.Rule == Rule).OrderBy(alarm => alarm.Metric).ToList();

        findings.Select(AlarmText.Headline).ShouldBe(
        [
            "Discharged after 10 min of recovery, 30 min are asked for",
            "Discharged without a valid SpO2 in recovery",
            "Discharged without a valid Systolic in recovery",
        ]);
        findings.ShouldAllBe(alarm => alarm.Presence == AlarmPresence.Latched && alarm.Priority == AlarmPriority.Low);
        ward.Accept(new AcknowledgeAlarm(ward.NextId(), Ward.FirstSession, "nurse-1", findings[0].Id));
        ward.Live.State.Alarms.ShouldNotContainKey(findings[0].Id);
        ward.After(60).CountRaised(Rule).ShouldBe(3);
    }

    [Fact]
    public void GivenAValueBeyondALimit_ThenItSaysWhich() => AlarmText.Headline(
        Discharged(Measured(new Ward(SampleLimits.Staged).Infusing().Stop(), 1800, 93m, 131m)).OnlyAlarm(Rule)).ShouldBe("Discharged with SpO2 93 %, limit 94 %");

    [Fact]
    public void GivenAPressureOfBeforeTheStop_ThenItIsNotOneOfRecovery()
    {
        var ward = new Ward(SampleLimits.Staged).Infusing();
        ward.After(1).Cuff(131m, own: ward.Now);
        Measured(ward.After(60).Stop(), 1, 97m, null);

        Discharged(ward).CountRaised(Rule, Metric.NibpSystolic).ShouldBe(1);
    }

    [Fact]
    public void GivenAQuestionableOrOldSpO2_ThenItIsNoValue()
    {
        var ward = Measured(new Ward(SampleLimits.Staged).Infusing().Stop(), 1800, 97m, 131m);
        ward.Observe(ward.NewReading("mon-1", new Sample(Metric.SpO2, 97m, Quality.Questionable)));
        Discharged(ward).CountRaised(Rule, Metric.SpO2).ShouldBe(1);

        Discharged(Measured(new Ward(SampleLimits.Staged).Infusing().Stop(), 1800, 97m, 131m).After(15)).CountRaised(Rule, Metric.SpO2).ShouldBe(1);
    }

    [Fact]
    public void GivenAStateThatDoesNotKnowTheStop_ThenNoRecoveryIsKnown()
    {
        var ward = Measured(new Ward(SampleLimits.Staged).Infusing().Stop(), 1800, 97m, 131m);
        ward.Live.State = ward.Live.State with { StoppedAt = null };

        Discharged(ward).CountRaised(Rule).ShouldBe(2);
    }

    [Fact]
    public void GivenAStateThatDoesNotKnowTheDischarge_ThenItIsNotJudgedLater()
    {
        var ward = new Ward(SampleLimits.Staged).Infusing().Stop();
        ward.Live.State = ward.Live.State with { Phase = SessionPhase.Discharged, DischargedAt = null };

        ward.After(5).CountRaised(Rule).ShouldBe(0);
    }

    [Fact]
    public void GivenNoTimeIsAskedFor_ThenNotJudged() => Discharged(new Ward().Infusing().Stop().After(1)).CountRaised(Rule).ShouldBe(0);

    [Fact]
    public void GivenABaselineThatIsNotKnown_ThenALimitOnlyRelativeToItIsNotCrossed()
    {
        var limits = new SafetyLimits
        {
            RecoveryAtLeast = TimeSpan.FromMinutes(30),
            Vitals = [new VitalLimit(Metric.NibpSystolic, LimitSide.High, AlarmPriority.Low) { BaselineChange = 0.2m }],
        };

        Discharged(Measured(new Ward(limits).Infusing().Stop(), 1800, 97m, 240m)).CountRaised(Rule).ShouldBe(0);
    }

    /// <summary>The monitor measures until the last of these seconds, the cuff once, five seconds before.</summary>
    static Ward Measured(Ward ward, int seconds, decimal spo2, decimal? systolic)
    {
        ward.After(Math.Max(seconds - 5, 0));
        if (systolic is { } pressure)
        {
            ward.Cuff(pressure, own: ward.Now);
        }

        ward.After(Math.Min(seconds, 5)).Vital(Metric.SpO2, spo2);
        return ward;
    }

    internal static Ward Discharged(Ward ward) => ward.Accept(new Discharge(ward.NextId(), Ward.FirstSession, "nurse-1"));
}

[Trait("Rule", "SR-074")]
public class StopIsNotChartedTests
{
    [Theory]
    [InlineData(119, 0)]
    [InlineData(120, 1)]
    public void GivenThePumpStandsStill_WhenNothingIsChartedForSoLong_ThenRaised(int seconds, int expected) =>
        Standing(new Ward().Infusing(), seconds).CountRaised("stop-not-charted").ShouldBe(expected);

    [Fact]
    public void GivenRaised_ThenLow_AndTheStopEndsIt_AndSilenceDoesNot()
    {
        var ward = Standing(new Ward().Infusing(), 130).After(60);
        var alarm = ward.OnlyAlarm("stop-not-charted");
        (alarm.Priority, alarm.Source, alarm.Onset, alarm.Presence).ShouldBe((AlarmPriority.Low, "pump-1", Ward.DefaultStart.AddSeconds(10), AlarmPresence.Active));
        AlarmText.Headline(alarm).ShouldBe("pump-1 stands still and neither pause nor stop is charted");

        ward.Stop().ShouldBeOver("stop-not-charted");
    }

    [Fact]
    public void GivenAClinicThatSetPriorityAndDelay_ThenThoseHold()
    {
        var limits = new SafetyLimits();
        var tuned = limits with { Rules = limits.Rules.Add("stop-not-charted", new RuleTuning(Priority: AlarmPriority.High, Delay: TimeSpan.FromSeconds(20))) };

        Standing(new Ward(tuned).Infusing(), 19).CountRaised("stop-not-charted").ShouldBe(0);
        Standing(new Ward(tuned).Infusing(), 20).OnlyAlarm("stop-not-charted").Priority.ShouldBe(AlarmPriority.High);
    }

    [Fact]
    public void GivenRaised_WhenItDeliversAgain_ThenClears()
    {
        var ward = Standing(new Ward().Infusing(), 130);
        ward.Pump(PumpStatus.Infusing, 52.5m, 1m);

        ward.ShouldBeOver("stop-not-charted");
    }

    [Fact]
    public void GivenThePumpNeverDelivered_ThenThereIsNoStopToChart()
    {
        var ward = new Ward().Infusing();
        for (var second = 0; second < 200; second++)
        {
            ward.Pump(PumpStatus.NotInfusing, 0m, 0m);
            ward.After(1);
        }

        ward.CountRaised("stop-not-charted").ShouldBe(0);
    }

    [Fact]
    public void GivenAPauseThatEnds_ThenTheTimeCountsFromThere()
    {
        var ward = Standing(new Ward().Infusing(), 60).Pause();
        Stand(ward, 300).CountRaised("stop-not-charted").ShouldBe(0);
        ward.Accept(new ResumeInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));

        Stand(ward, 119).CountRaised("stop-not-charted").ShouldBe(0);
        Stand(ward, 2).CountRaised("stop-not-charted").ShouldBe(1);
    }

    static Ward Standing(Ward ward, int seconds)
    {
        ward.After(1).Pump(PumpStatus.Infusing, 52.5m, 0m);
        return Stand(ward.After(9), seconds);
    }

    static Ward Stand(Ward ward, int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            ward.Pump(PumpStatus.NotInfusing, 0m, 1m);
            ward.After(1);
        }

        return ward;
    }
}

[Trait("Rule", "SR-075")]
public class SessionIsLeftOpenTests
{
    [Theory]
    [InlineData(3599, 0)]
    [InlineData(3600, 1)]
    [InlineData(9000, 1)]
    public void GivenDischarged_WhenNobodyClosesItForSoLong_ThenRaised(int seconds, int expected) =>
        DischargedBeforeReadyTests.Discharged(new Ward().Infusing().Stop()).After(seconds).CountRaised("session-left-open").ShouldBe(expected);

    [Fact]
    public void GivenRaised_ThenLowWithItsWords()
    {
        var alarm = DischargedBeforeReadyTests.Discharged(new Ward().Infusing().Stop()).After(3700).OnlyAlarm("session-left-open");

        (alarm.Priority, alarm.HardLimit, alarm.Onset).ShouldBe((AlarmPriority.Low, 60m, Ward.DefaultStart.AddHours(1)));
        AlarmText.Headline(alarm).ShouldBe("Not closed 60 min after discharge");
    }

    [Fact]
    public void GivenRecovery_ThenItMayLast() => new Ward().Infusing().Stop().After(9000).CountRaised("session-left-open").ShouldBe(0);
}
