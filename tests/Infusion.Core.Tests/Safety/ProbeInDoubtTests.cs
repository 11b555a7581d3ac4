using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-027")]
public class ProbeIsInDoubtTests
{
    [Theory]
    [InlineData(93.9, 0.29, 5, 1)]
    [InlineData(93.9, 0.29, 4, 0)]
    [InlineData(94, 0.29, 60, 0)]
    [InlineData(93.9, 0.3, 60, 0)]
    public void GivenALowSpO2WithHardlyAnyPulse_ThenItSaysCheckTheProbe(double spo2, double index, int seconds, int count) =>
        Bed.Infusing().Hold(seconds, (Metric.SpO2, (decimal)spo2), (Metric.PerfusionIndex, (decimal)index)).CountRaised("probe-in-doubt").ShouldBe(count);

    [Fact]
    public void GivenRaised_ThenBothNumbersAreThere_AndAPulseOrAGoodValueEndsIt()
    {
        var ward = Weak(5);
        ward.Headline("probe-in-doubt").ShouldBe("SpO2 84 % with a perfusion index of 0.2 %: check patient and probe");
        ward.OnlyAlarm("probe-in-doubt").Priority.ShouldBe(AlarmPriority.Medium);

        ward.After(1).Tell((Metric.SpO2, null)).OnlyAlarm("probe-in-doubt").Presence.ShouldBe(AlarmPresence.Active);
        ward.After(1).Tell((Metric.SpO2, 84m), (Metric.PerfusionIndex, 1.2m)).OnlyAlarm("probe-in-doubt").Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenWeak_ThenTheLowValueIsHeldBack_AndNotForLongerThanTheBound()
    {
        Weak(30 + 7).CountRaised("spo2-low").ShouldBe(0);
        Weak(30 + 8).OnlyAlarm("spo2-low").Priority.ShouldBe(AlarmPriority.High);
    }

    [Fact]
    public void GivenThePulseWasLost_ThenTheLowValueIsHeldBack_AndNotForLongerThanTheBound()
    {
        Pulseless(29 + 3).CountRaised("spo2-low").ShouldBe(0);
        Pulseless(30 + 3).OnlyAlarm("spo2-low").Priority.ShouldBe(AlarmPriority.High);
        Pulseless(0).CountRaised("signal-lost", Metric.PulseRate).ShouldBe(1);
    }

    [Fact]
    public void GivenValuesThatWereBelieved_WhenThePulseWeakens_ThenTheWaitGoesOn()
    {
        var ward = Bed.Infusing().Hold(8, (Metric.SpO2, 89m), (Metric.PerfusionIndex, 1m)).After(1)
            .Hold(6, (Metric.SpO2, 89m), (Metric.PerfusionIndex, 0.1m));

        ward.OnlyAlarm("spo2-low").Priority.ShouldBe(AlarmPriority.High);
    }

    [Theory]
    [InlineData(30, 1)]
    [InlineData(118, 1)]
    [InlineData(119, 0)]
    public void GivenDoubtThatComesAndGoes_ThenItHoldsBackAgainOnlyAfterAGoodWhileWithout(int seconds, int count)
    {
        var ward = Bed.Infusing().Hold(5, (Metric.SpO2, 97m), (Metric.PerfusionIndex, 0.2m)).After(1)
            .Hold(seconds - 1, (Metric.SpO2, 97m), (Metric.PerfusionIndex, 1m));

        ward.After(1).Hold(15, (Metric.SpO2, 89m), (Metric.PerfusionIndex, 0.2m)).CountRaised("spo2-low").ShouldBe(count);
    }

    [Fact]
    public void GivenNotConfigured_OrNotMonitored_ThenNothing()
    {
        new Ward().Infusing().Hold(15, (Metric.SpO2, 84m), (Metric.PerfusionIndex, 0.2m)).Clinical.Select(alarm => alarm.Rule).ShouldBe(["spo2-low"]);
        Bed.Unmonitored().Hold(60, (Metric.SpO2, 84m), (Metric.PerfusionIndex, 0.2m)).Raised.ShouldBeEmpty();
    }

    /// <summary>84 %, which with a pulse sounds after 8 s.</summary>
    static Ward Weak(int seconds) => Bed.Infusing().Hold(seconds, (Metric.SpO2, 84m), (Metric.PerfusionIndex, 0.2m));

    static Ward Pulseless(int seconds) => Bed.Infusing().Tell((Metric.SpO2, 97m), (Metric.PulseRate, 70m)).After(1)
        .Hold(seconds, (Metric.SpO2, 75m), (Metric.PulseRate, null));
}

/// <summary>Questionable values in a session whose cuff is in use may be the cuff's doing.</summary>
[Trait("Rule", "SR-001")]
public class CuffInflationTests
{
    [Fact]
    public void GivenQuestionableLowValues_ThenNothingSoundsUntilTheCuffHasMeasured()
    {
        var ward = Bed.Infusing().After(300).Hold(29, Quality.Questionable, (Metric.SpO2, 75m), (Metric.PulseRate, 38m)).After(1).Measure(122m);
        ward.Hold(30, (Metric.SpO2, 97m), (Metric.PulseRate, 70m)).Clinical.ShouldBeEmpty();
    }

    [Fact]
    public void GivenTheyGoOn_ThenTheAlarmIsLateByTheBoundAndNoMore()
    {
        var ward = Bed.Infusing().After(300).Hold(30 + 2, Quality.Questionable, (Metric.SpO2, 75m));
        ward.CountRaised("spo2-low").ShouldBe(0);

        ward.After(1).Tell(Quality.Questionable, (Metric.SpO2, 75m)).OnlyAlarm("spo2-low").Priority.ShouldBe(AlarmPriority.High);
    }

    [Fact]
    public void GivenTheCuffHasMeasured_ThenWhatIsStillLowIsBelieved()
    {
        var ward = Bed.Infusing().After(300).Hold(10, Quality.Questionable, (Metric.SpO2, 75m)).After(1).Measure(122m);

        ward.Hold(3, Quality.Questionable, (Metric.SpO2, 75m)).CountRaised("spo2-low").ShouldBe(1);
    }

    [Fact]
    public void GivenNoCuffIsInUse_ThenQuestionableValuesAreBelieved()
    {
        new Ward(SampleLimits.Staged).Infusing().After(1).Hold(3, Quality.Questionable, (Metric.SpO2, 75m)).CountRaised("spo2-low").ShouldBe(1);
        Bed.Infusing().After(601).Hold(3, Quality.Questionable, (Metric.SpO2, 75m)).CountRaised("spo2-low").ShouldBe(1);
    }

    [Fact]
    public void GivenValidLowValues_ThenNothingIsHeldBack() =>
        Bed.Infusing().After(300).Hold(3, (Metric.SpO2, 75m)).CountRaised("spo2-low").ShouldBe(1);

    [Fact]
    public void GivenADesaturationUnderWay_WhenTheCuffBlowsUp_ThenItSounds() =>
        Bed.Infusing().After(300).Tell((Metric.SpO2, 75m)).After(1).Hold(2, Quality.Questionable, (Metric.SpO2, 75m)).CountRaised("spo2-low").ShouldBe(1);

    [Fact]
    public void GivenThePulseIsQuestionable_ThenItIsHeldBackLikeTheSaturation()
    {
        var ward = Bed.Infusing().After(300).Hold(30 + 2, Quality.Questionable, (Metric.PulseRate, 28m));
        ward.Clinical.ShouldBeEmpty();

        ward.After(1).Hold(1, Quality.Questionable, (Metric.PulseRate, 28m)).CountRaised("heart-rate-low").ShouldBe(1);
    }

    [Fact]
    public void GivenAWeakPulseAtTheFingerWhileTheCuffBlowsUp_ThenTheProbeIsNotBlamedEither() =>
        Bed.Infusing().After(300).Hold(29, Quality.Questionable, (Metric.SpO2, 75m), (Metric.PerfusionIndex, 0.1m)).Clinical.ShouldBeEmpty();

    [Fact]
    public void GivenAnotherMonitor_ThenTheDoubtAboutTheFirstIsForgotten()
    {
        var ward = Bed.Infusing().After(300).Hold(5, Quality.Questionable, (Metric.SpO2, 75m));
        ward.Accept(new Core.Sessions.DetachDevice(ward.NextId(), Ward.FirstSession, "nurse-1", "mon-1"));

        ward.Live.ProbeDoubtSince.ShouldBeNull();
    }
}
