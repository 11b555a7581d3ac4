using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-016")]
public class HeartRateBelowLimitTests
{
    static readonly SafetyLimits Limits = Both(LimitSide.Low);

    [Fact]
    public void GivenASlowHeart_ThenItGrowsGraverWithTheRate()
    {
        var ward = Bed.Infusing(Limits).Hold(15, (Metric.HeartRate, 48m));
        ward.Standing().ShouldBe([("heart-rate-low", Metric.HeartRate, AlarmPriority.Low, AlarmPresence.Active)]);

        ward.After(1).Hold(15, (Metric.HeartRate, 44m)).OnlyAlarm().Priority.ShouldBe(AlarmPriority.Medium);
        ward.After(1).Hold(5, (Metric.HeartRate, 38m)).OnlyAlarm().Priority.ShouldBe(AlarmPriority.High);
        ward.Headline("heart-rate-low").ShouldBe("Heart rate 38 /min, limit 40 /min");
    }

    [Fact]
    public void GivenBothSources_ThenOneHeartSoundsOnce() =>
        Bed.Infusing(Limits).Hold(30, (Metric.HeartRate, 38m), (Metric.PulseRate, 38m)).Standing()
            .ShouldBe([("heart-rate-low", Metric.HeartRate, AlarmPriority.High, AlarmPresence.Active)]);

    [Fact]
    public void GivenOnlyThePulse_ThenItSpeaks() =>
        Bed.Infusing(Limits).Hold(15, (Metric.PulseRate, 44m)).Standing()
            .ShouldBe([("heart-rate-low", Metric.PulseRate, AlarmPriority.Medium, AlarmPresence.Active)]);

    [Fact]
    public void GivenAHeartRateThatIsLostOrDoubtful_ThenThePulseSpeaks()
    {
        Bed.Infusing(Limits).Hold(15, (Metric.HeartRate, null), (Metric.PulseRate, 44m)).CountRaised("heart-rate-low", Metric.PulseRate).ShouldBe(1);

        var doubtful = Bed.Infusing(Limits).Hold(15, Quality.Questionable, (Metric.HeartRate, 80m));
        doubtful.Hold(15, (Metric.PulseRate, 44m)).CountRaised("heart-rate-low", Metric.PulseRate).ShouldBe(1);
    }

    [Fact]
    public void GivenAnAlarmOfThePulse_WhenTheHeartRateComesBackSlow_ThenItEndsOnlyWhenTheOtherHasBegun()
    {
        var ward = Bed.Infusing(Limits).Hold(15, (Metric.PulseRate, 44m)).After(1).Hold(14, (Metric.HeartRate, 44m), (Metric.PulseRate, 44m));
        ward.Standing().ShouldBe([("heart-rate-low", Metric.PulseRate, AlarmPriority.Medium, AlarmPresence.Active)]);

        ward.After(1).Tell((Metric.HeartRate, 44m), (Metric.PulseRate, 44m)).Standing().ShouldBe(
            [
                ("heart-rate-low", Metric.PulseRate, AlarmPriority.Medium, AlarmPresence.Latched),
                ("heart-rate-low", Metric.HeartRate, AlarmPriority.Medium, AlarmPresence.Active),
            ]);
    }

    [Fact]
    public void GivenAnAlarmOfThePulse_WhenTheHeartRateIsNormal_ThenItEnds() =>
        Bed.Infusing(Limits).Hold(15, (Metric.PulseRate, 44m)).After(1).Tell((Metric.HeartRate, 70m), (Metric.PulseRate, 44m))
            .OnlyAlarm("heart-rate-low").Presence.ShouldBe(AlarmPresence.Latched);

    [Fact]
    public void GivenLatePulses_ThenTheyDateBack_WhateverTheHeartRateSaysNow()
    {
        var ward = Bed.Infusing(Limits).Hold(4, (Metric.PulseRate, 70m)).After(20).Hold(15, (Metric.PulseRate, 44m));
        var raised = ward.OnlyAlarm("heart-rate-low");
        ward.Tell((Metric.HeartRate, 44m));
        ward.Observe(ward.NewReading("mon-1", new Sample(Metric.PulseRate, 43m, Quality.Valid)) with { At = raised.Onset.AddSeconds(-5), FlaggedLate = true });

        ward.OnlyAlarm("heart-rate-low").Onset.ShouldBe(raised.Onset.AddSeconds(-5));
    }

    [Fact]
    public void GivenNotCheckedIn_ThenNotRaised() =>
        Bed.Unmonitored().Hold(30, (Metric.HeartRate, 30m), (Metric.PulseRate, 30m)).Raised.ShouldBeEmpty();

    internal static SafetyLimits Both(LimitSide side) =>
        new() { Vitals = [.. Bed.Only(Metric.HeartRate, side).Vitals, .. Bed.Only(Metric.PulseRate, side).Vitals] };
}

[Trait("Rule", "SR-017")]
public class HeartRateAboveLimitTests
{
    static readonly SafetyLimits Limits = HeartRateBelowLimitTests.Both(LimitSide.High);

    [Theory]
    [InlineData(Metric.HeartRate, 110, 30, false)]
    [InlineData(Metric.HeartRate, 111, 29, false)]
    [InlineData(Metric.HeartRate, 111, 30, true)]
    [InlineData(Metric.PulseRate, 111, 30, true)]
    public void GivenAFastHeart_WhenForSoLong_ThenRaised(Metric metric, int rate, int seconds, bool isRaised) =>
        Bed.Infusing(Limits).Hold(seconds, (metric, rate)).CountRaised("heart-rate-high", metric).ShouldBe(isRaised ? 1 : 0);

    [Fact]
    public void GivenVeryFast_ThenHighAfterTenSeconds_AndOneHeartSoundsOnce()
    {
        var ward = Bed.Infusing(Limits).Hold(10, (Metric.HeartRate, 141m), (Metric.PulseRate, 141m));

        ward.Standing().ShouldBe([("heart-rate-high", Metric.HeartRate, AlarmPriority.High, AlarmPresence.Active)]);
        ward.Headline("heart-rate-high").ShouldBe("Heart rate 141 /min, limit 140 /min");
    }
}
