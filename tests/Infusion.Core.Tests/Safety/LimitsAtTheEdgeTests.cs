using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

/// <summary>What limits, levels and what speaks for what come to where two things meet.</summary>
public class LimitsAtTheEdgeTests
{
    [Theory]
    [InlineData(LimitSide.High, 160, 0.2, 120, 144)]
    [InlineData(LimitSide.High, 160, 0.2, 150, 160)]
    [InlineData(LimitSide.Low, 90, 0.2, 120, 96)]
    [InlineData(LimitSide.Low, 90, 0.2, 100, 90)]
    [InlineData(LimitSide.High, 160, null, 120, 160)]
    [InlineData(LimitSide.High, 160, 0.2, null, 160)]
    [InlineData(LimitSide.High, 160, null, null, 160)]
    [InlineData(LimitSide.High, null, 0.5, 100, 150)]
    [InlineData(LimitSide.Low, null, 0.5, 100, 50)]
    [InlineData(LimitSide.Low, null, 0.5, null, null)]
    [InlineData(LimitSide.High, null, null, 100, null)]
    public void OfTheLimitAndTheChangeFromTheBaselineTheFirstOneCrossedCounts(
        LimitSide side, int? value, double? change, int? baseline, int? expected) =>
        new VitalLimit(Metric.NibpSystolic, side, AlarmPriority.Low) { Value = value, BaselineChange = (decimal?)change }
            .Against(baseline).ShouldBe(expected);

    [Fact]
    public void GivenOnlyAChangeFromTheBaseline_WithoutOne_ThenNothingIsJudged()
    {
        var limits = new SafetyLimits().With(Metric.SpO2, LimitSide.Low, limit => limit with { Value = null, BaselineChange = 0.05m });

        Bed.Infusing(limits).Hold(60, (Metric.SpO2, 70m)).CountRaised("spo2-low").ShouldBe(0);
    }

    [Fact]
    public void GivenOneLevelIsOnlyAChangeFromTheBaseline_WithoutOne_ThenTheOtherStillHolds()
    {
        var limits = new SafetyLimits
        {
            Vitals =
            [
                new(Metric.SpO2, LimitSide.Low, AlarmPriority.Low) { BaselineChange = 0.05m },
                new(Metric.SpO2, LimitSide.Low, AlarmPriority.High) { Value = 90m },
            ],
        };

        var ward = new Ward(limits).Infusing().After(1).Hold(2, (Metric.SpO2, 85m));

        ward.OnlyAlarm("spo2-low").Priority.ShouldBe(AlarmPriority.High);
        ward.Live.Slots.All.ShouldHaveSingleItem().Levels.ShouldHaveSingleItem();
    }

    [Fact]
    public void AnAlarmOfARuleThatIsNoMoreOccupiesItsPlaceAllTheSame()
    {
        var slots = new AlarmSlots();
        var alarm = new Alarm(Guid.NewGuid(), "retired", Metric.SpO2, null, AlarmPriority.High, Ward.DefaultStart, Ward.DefaultStart, 80m, 90m);

        slots.Occupy(alarm, RulesInForce.Of(new SafetyLimits()));

        slots.All.ShouldHaveSingleItem().Levels.ShouldHaveSingleItem().IsUp.ShouldBeTrue();
    }

    [Theory]
    [InlineData(Metric.NibpSystolic, "Systolic rises: unknown mmHg after unknown mmHg")]
    [InlineData(Metric.SpO2, "SpO2 falls: unknown % after unknown %")]
    public void ATrendWithoutItsNumbersSaysThatTheyAreUnknown(Metric metric, string words) =>
        AlarmText.Headline(new Alarm(
            Guid.Empty, "vital-trend", metric, null, AlarmPriority.Low, default, default, null, null)).ShouldBe(words);

    [Fact]
    public void ALimitOfAnotherVitalMayAskForARepeatToo()
    {
        var limits = new SafetyLimits().With(Metric.SpO2, LimitSide.Low, limit => limit with { RepeatAfter = TimeSpan.FromSeconds(60) });
        var ward = new Ward(limits).Infusing().After(1).Hold(59, (Metric.SpO2, 85m));
        ward.CountRaised("spo2-low").ShouldBe(0);

        ward.After(1).Tell((Metric.SpO2, 85m)).CountRaised("spo2-low").ShouldBe(1);
    }

    [Fact]
    public void WhatIsUnknownOfAClockIsSaidSo() => AlarmText.Behind(null).ShouldBe("unknown");

    [Fact]
    public void OneInstantThatSoundsThreeTimesIsThreeAlarms()
    {
        var (slots, at) = (new AlarmSlots(), Ward.DefaultStart);
        var slot = slots.Open("spo2-low", Metric.SpO2, null);

        DateTimeOffset[] onsets = [slots.OnsetOf(slot, at, at), slots.OnsetOf(slot, at, at.AddSeconds(1)), slots.OnsetOf(slot, at, at)];

        onsets.ShouldBe([at, at.AddSeconds(1), at.AddSeconds(1).AddMilliseconds(1)]);
    }

    [Fact]
    public void AfterARestartFromEvents_AnAlarmHoldsItsOwnMetricAlone()
    {
        var ward = Bed.Infusing().Hold(10, (Metric.PulseRate, 38m));
        var before = ward.OnlyAlarm("heart-rate-low");
        ward.Restart();

        ward.Live.Slots.All.Select(slot => (slot.Rule, slot.Metric, slot.Alarm)).ShouldContain(("heart-rate-low", Metric.PulseRate, before.Id));
        ward.Live.Slots.All.ShouldNotContain(slot => slot.Metric == Metric.HeartRate);
    }

    [Fact]
    public void GivenAPulseThatIsNoLongerTold_WhileTheProbeIsInDoubt_ThenNothingIsJudgedOfIt()
    {
        var ward = Bed.Infusing().Tell((Metric.PulseRate, 38m)).After(1).Hold(30, (Metric.PerfusionIndex, 0.1m), (Metric.SpO2, 97m));

        ward.CountRaised("heart-rate-low", Metric.PulseRate).ShouldBe(1);
    }

    [Fact]
    public void GivenSpO2IsNotToldAnyMore_ThenALostPulseSpeaksForItself()
    {
        var ward = Bed.Infusing().Tell((Metric.SpO2, 97m), (Metric.PulseRate, 70m)).After(1).Hold(20, (Metric.PulseRate, 70m));

        ward.After(1).Tell((Metric.PulseRate, null)).CountRaised("signal-lost", Metric.PulseRate).ShouldBe(1);
    }

    [Fact]
    public void GivenTheLimitOfBreathIsAlreadyAnAlarm_ThenItsTrendIsNone()
    {
        var ward = Bed.Infusing().Hold(60, (Metric.RespiratoryRate, 14m)).Hold(40, (Metric.RespiratoryRate, 9.5m)).Hold(30, (Metric.RespiratoryRate, 7m));

        ward.Lists("respiratory-rate-low").ShouldBeTrue();
        ward.Lists("vital-trend").ShouldBeFalse();
    }

    [Fact]
    public void GivenThePressureRisesThroughItsLimit_ThenItsTrendIsNone()
    {
        var ward = Bed.Infusing();
        foreach (var systolic in new[] { 126m, 136m, 146m, 205m })
        {
            ward.After(120).Measure(systolic);
        }

        ward.Lists("systolic-high").ShouldBeTrue();
        ward.Lists("vital-trend").ShouldBeFalse();
    }
}
