using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-026")]
public class NoBreathIsSeenTests
{
    static readonly (Metric, decimal?) Saturated = (Metric.SpO2, 97m);

    [Theory]
    [InlineData(Metric.RespiratoryRate, 14)]
    [InlineData(Metric.EtCO2, 38)]
    public void GivenAChannelOfBreath_WhenItTellsOfNoneForTwentySeconds_ThenHigh(Metric metric, int value)
    {
        var ward = Bed.Infusing().Hold(5, (metric, value), Saturated).After(1).Hold(19, (metric, null), Saturated);
        ward.CountRaised("apnoea").ShouldBe(0);

        ward.After(1);
        var alarm = ward.OnlyAlarm("apnoea");
        (alarm.Metric, alarm.Priority, alarm.RaisedAt - alarm.Onset).ShouldBe((metric, AlarmPriority.High, TimeSpan.FromSeconds(20)));
        ward.Headline("apnoea").ShouldBe($"No breath by {MetricTable.Of(metric).Label} for 20 s");
    }

    [Fact]
    public void GivenTheKeyIsNotToldAnyMore_ThenTwentySecondsAfterItsLastValue()
    {
        var ward = Bed.Infusing().Tell((Metric.RespiratoryRate, 14m), Saturated).After(1).Hold(18, Saturated);
        ward.CountRaised("apnoea").ShouldBe(0);

        ward.After(1).Tell(Saturated).CountRaised("apnoea").ShouldBe(1);
    }

    [Theory]
    [InlineData(Metric.HeartRate, 70)]
    [InlineData(Metric.SpO2, 97)]
    public void GivenOnlyAPersonMeasuredTheRest_ThenTheMonitorMayHaveLostItAll(Metric metric, int value)
    {
        var ward = Bed.Infusing().Hold(5, (Metric.RespiratoryRate, 14m)).After(1);
        ward.Accept(new ChartVitals(ward.NextId(), Ward.FirstSession, "nurse-1", [new HandVital(metric, value)]));

        ward.Hold(60, (Metric.RespiratoryRate, null)).CountRaised("apnoea").ShouldBe(0);
    }

    [Fact]
    public void GivenAnEtCO2OfZero_ThenItIsNoBreath() =>
        Bed.Infusing().Hold(5, (Metric.EtCO2, 38m), Saturated).After(1).Hold(20, (Metric.EtCO2, 0m), Saturated).CountRaised("apnoea", Metric.EtCO2).ShouldBe(1);

    [Fact]
    public void GivenCO2IsBreathedOut_ThenALostRateIsNoApnoea() =>
        Bed.Infusing().Hold(5, (Metric.RespiratoryRate, 14m), (Metric.EtCO2, 38m)).After(1)
            .Hold(60, (Metric.RespiratoryRate, null), (Metric.EtCO2, 38m), Saturated).CountRaised("apnoea").ShouldBe(0);

    [Fact]
    public void GivenNoCO2Comes_ThenARateDoesNotHideIt() =>
        Bed.Infusing().Hold(5, (Metric.RespiratoryRate, 14m), (Metric.EtCO2, 38m), Saturated).After(1)
            .Hold(20, (Metric.RespiratoryRate, 14m), (Metric.EtCO2, null), Saturated).CountRaised("apnoea", Metric.EtCO2).ShouldBe(1);

    [Fact]
    public void GivenBothAreGoneAtOnce_ThenOneAlarm_ByTheRate() =>
        Bed.Infusing().Hold(5, (Metric.RespiratoryRate, 14m), (Metric.EtCO2, 38m), Saturated).After(1)
            .Hold(40, (Metric.RespiratoryRate, null), (Metric.EtCO2, null), Saturated).Raised.Where(alarm => alarm.Rule == "apnoea")
            .ShouldHaveSingleItem().Metric.ShouldBe(Metric.RespiratoryRate);

    [Fact]
    public void GivenOneAfterTheOther_ThenTheFirstOfThemSoundsInTime_AndTheOtherNotAgain()
    {
        var ward = Bed.Infusing().Hold(5, (Metric.RespiratoryRate, 14m), (Metric.EtCO2, 38m), Saturated).After(1)
            .Hold(15, (Metric.RespiratoryRate, 14m), (Metric.EtCO2, null), Saturated).After(1)
            .Hold(4, (Metric.RespiratoryRate, null), (Metric.EtCO2, null), Saturated);
        ward.CountRaised("apnoea", Metric.EtCO2).ShouldBe(1);

        ward.After(1).Hold(40, (Metric.RespiratoryRate, null), (Metric.EtCO2, null), Saturated).CountRaised("apnoea").ShouldBe(1);
    }

    [Fact]
    public void GivenNothingElseLives_ThenItIsTheMonitorsSilence_NotThePatients()
    {
        var ward = Bed.Infusing().Hold(5, (Metric.RespiratoryRate, 14m), Saturated).After(60);

        ward.CountRaised("apnoea").ShouldBe(0);
    }

    [Theory]
    [InlineData(Metric.PulseRate)]
    [InlineData(Metric.HeartRate)]
    public void GivenAnotherChannelLives_ThenRaised(Metric other) =>
        Bed.Infusing().Hold(5, (Metric.RespiratoryRate, 14m), (other, 70m)).After(1).Hold(20, (Metric.RespiratoryRate, null), (other, 70m))
            .CountRaised("apnoea").ShouldBe(1);

    [Fact]
    public void GivenABreath_ThenItEnds_AndADoubtfulOneDoesNotEndIt()
    {
        var ward = Bed.Infusing().Hold(5, (Metric.RespiratoryRate, 14m), Saturated).After(1).Hold(20, (Metric.RespiratoryRate, null), Saturated);
        ward.After(1).Tell(Quality.Questionable, (Metric.RespiratoryRate, 12m)).OnlyAlarm("apnoea").Presence.ShouldBe(AlarmPresence.Active);

        ward.After(1).Tell((Metric.RespiratoryRate, 12m)).OnlyAlarm("apnoea").Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenNeverABreath_OrNotConfigured_OrNotMonitored_ThenNothing()
    {
        Bed.Infusing().Hold(60, (Metric.RespiratoryRate, null), Saturated).CountRaised("apnoea").ShouldBe(0);
        new Ward().Infusing().Hold(5, (Metric.RespiratoryRate, 14m)).Hold(60, (Metric.RespiratoryRate, null), Saturated).CountRaised("apnoea").ShouldBe(0);
        Bed.Unmonitored().Hold(5, (Metric.RespiratoryRate, 14m)).Hold(60, (Metric.RespiratoryRate, null), Saturated).Raised.ShouldBeEmpty();
    }

    [Fact]
    public void GivenARestart_ThenOurOwnSilenceIsNoApnoea()
    {
        var ward = Bed.Infusing().Hold(5, (Metric.RespiratoryRate, 14m), Saturated).At(120).Restart();
        ward.Tell(Saturated).After(19).Tell(Saturated).CountRaised("apnoea").ShouldBe(0);

        ward.After(1).Tell(Saturated).CountRaised("apnoea").ShouldBe(1);
    }

}
