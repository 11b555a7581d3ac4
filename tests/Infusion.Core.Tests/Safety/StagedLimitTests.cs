using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

/// <summary>Each limit of the staged sample set by itself: just inside, on, just outside, just before and at its delay.</summary>
public class StagedLimitTests
{
    const decimal Step = 0.1m;

    public static TheoryData<Metric, LimitSide, AlarmPriority> All =>
        [.. SampleLimits.Staged.Vitals.Select(limit => (limit.Metric, limit.Side, limit.Priority))];

    [Theory]
    [MemberData(nameof(All))]
    public void JustInsideTheLimit_NothingIsRaised(Metric metric, LimitSide side, AlarmPriority priority) =>
        Held(Limit(metric, side, priority), -Step, TimeSpan.FromMinutes(6)).Clinical.ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(All))]
    public void OnTheLimit_OnlyAnInclusiveOneIsCrossed(Metric metric, LimitSide side, AlarmPriority priority)
    {
        var limit = Limit(metric, side, priority);

        Held(limit, 0m, Delay(limit)).Clinical.Count().ShouldBe(limit.IsInclusive ? 1 : 0);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void JustOutside_ItIsRaisedAtItsDelay_WithItsPriorityAndNumbers(Metric metric, LimitSide side, AlarmPriority priority)
    {
        var limit = Limit(metric, side, priority);

        var raised = Held(limit, Step, Delay(limit)).Clinical.ShouldHaveSingleItem();
        (raised.Metric, raised.Priority, raised.HardLimit, raised.Observed)
            .ShouldBe((metric, priority, limit.Value, limit.Value + Outwards(limit, Step)));
        (raised.At - raised.Onset).ShouldBe(Delay(limit));
        SafetyRules.Find(raised.Rule)!.Side.ShouldBe(side);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void ASecondBeforeItsDelay_ItIsNotYet(Metric metric, LimitSide side, AlarmPriority priority)
    {
        var limit = Limit(metric, side, priority);

        if (Delay(limit) > TimeSpan.Zero)
        {
            Held(limit, Step, Delay(limit) - TimeSpan.FromSeconds(1)).Clinical.ShouldBeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void ItClearsByItsHysteresis_AndNotBefore(Metric metric, LimitSide side, AlarmPriority priority)
    {
        var limit = Limit(metric, side, priority);
        var ward = Held(limit, Step, Delay(limit)).After(30);

        Say(ward, metric, limit.Value!.Value - Outwards(limit, limit.Hysteresis - 0.01m));
        ward.OnlyAlarm().Presence.ShouldBe(AlarmPresence.Active);
        Say(ward.After(30), metric, limit.Value.Value - Outwards(limit, limit.Hysteresis));
        ward.Live.State.Alarms.Values.Where(alarm => alarm.Rule != "telemetry-lost").Select(alarm => alarm.Presence)
            .ShouldBe(priority == AlarmPriority.Low ? [] : [AlarmPresence.Latched]);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void StaleOrNoValue_NeitherRaisesNorClears(Metric metric, LimitSide side, AlarmPriority priority)
    {
        var limit = Limit(metric, side, priority);
        Held(limit, Step, Delay(limit)).After(700).Standing().Single(each => each.Rule != "signal-lost").Presence.ShouldBe(AlarmPresence.Active);

        var ward = Bed.Infusing(new SafetyLimits { Vitals = [limit] }).After(30);
        ward.Hold(30, (metric, null)).Clinical.ShouldAllBe(alarm => alarm.Rule == "signal-lost");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void WithoutMonitoring_ItSaysNothing(Metric metric, LimitSide side, AlarmPriority priority)
    {
        var limit = Limit(metric, side, priority);
        var ward = Bed.Unmonitored(new SafetyLimits { Vitals = [limit] });
        Hold(ward, limit, Step, Delay(limit));

        ward.Clinical.ShouldAllBe(alarm => alarm.Rule == "vitals-without-check-in");
    }

    [Theory]
    [InlineData(Metric.SpO2, LimitSide.Low, AlarmPriority.High, 89, 15)]
    [InlineData(Metric.SpO2, LimitSide.Low, AlarmPriority.High, 85, 9)]
    [InlineData(Metric.SpO2, LimitSide.Low, AlarmPriority.High, 80, 5)]
    [InlineData(Metric.SpO2, LimitSide.Low, AlarmPriority.High, 75, 3)]
    [InlineData(Metric.HeartRate, LimitSide.Low, AlarmPriority.High, 39, 5)]
    [InlineData(Metric.HeartRate, LimitSide.Low, AlarmPriority.High, 30, 3)]
    [InlineData(Metric.PulseRate, LimitSide.Low, AlarmPriority.High, 20, 2)]
    public void SmartDelay_TheDeeperTheSooner(Metric metric, LimitSide side, AlarmPriority priority, int value, int seconds)
    {
        var limit = Limit(metric, side, priority);
        var only = new SafetyLimits { Vitals = [limit] };

        Bed.Infusing(only).Hold(seconds - 1, (metric, value)).Clinical.ShouldBeEmpty();
        Bed.Infusing(only).Hold(seconds, (metric, value)).Clinical.ShouldHaveSingleItem().Priority.ShouldBe(priority);
    }

    [Fact]
    public void SmartDelay_SumsDepthOverTime_AndBeginsAnewAfterARecovery()
    {
        var limit = Limit(Metric.SpO2, LimitSide.Low, AlarmPriority.High);
        var ward = Bed.Infusing(new SafetyLimits { Vitals = [limit] });

        ward.Hold(4, (Metric.SpO2, 85m)).After(1).Tell((Metric.SpO2, 75m)).Clinical.ShouldBeEmpty();
        ward.After(1).Tell((Metric.SpO2, 97m)).After(1).Hold(8, (Metric.SpO2, 85m)).Clinical.ShouldBeEmpty();
        ward.After(1).Tell((Metric.SpO2, 85m)).CountRaised("spo2-low").ShouldBe(1);
    }

    [Fact]
    public void EveryMetricAndSideWithALimitHasItsRule()
    {
        var rules = RulesInForce.Of(SampleLimits.Staged).All.Where(each => each.Rule.Side is not null);

        SampleLimits.Staged.Vitals.Select(limit => (limit.Metric, limit.Side, limit.Priority)).ShouldBe(
            rules.SelectMany(each => each.Levels).Select(level => (level.Limit!.Metric, level.Limit.Side, level.Priority)), ignoreOrder: true);
    }

    static VitalLimit Limit(Metric metric, LimitSide side, AlarmPriority priority) =>
        SampleLimits.Staged.Of(metric, side).Single(limit => limit.Priority == priority);

    static TimeSpan Delay(VitalLimit limit) => limit.RepeatAfter ?? limit.Delay;

    static decimal Outwards(VitalLimit limit, decimal by) => limit.Side == LimitSide.High ? by : -by;

    /// <summary>By itself: no other limit, and no rule that has to be configured.</summary>
    static Ward Held(VitalLimit limit, decimal beyond, TimeSpan time)
    {
        var ward = Bed.Infusing(new SafetyLimits { Vitals = [limit with { BaselineChange = null }] }).After(30);
        Hold(ward, limit, beyond, time);
        return ward;
    }

    static void Hold(Ward ward, VitalLimit limit, decimal beyond, TimeSpan time)
    {
        var (value, end) = (limit.Value!.Value + Outwards(limit, beyond), ward.Now + time);
        Say(ward, limit.Metric, value);
        if (IsCuff(limit.Metric))
        {
            ward.After((decimal)time.TotalSeconds);
            Say(ward, limit.Metric, value);
            return;
        }

        while (ward.Now < end)
        {
            Say(ward.After(1), limit.Metric, value);
        }
    }

    static void Say(Ward ward, Metric metric, decimal value)
    {
        if (IsCuff(metric))
        {
            ward.Observe(ward.NewReading("mon-1", new Sample(metric, value, Quality.Valid, ward.Now)));
        }
        else
        {
            ward.Tell((metric, value));
        }
    }

    static bool IsCuff(Metric metric) => metric is Metric.NibpSystolic or Metric.NibpDiastolic or Metric.NibpMean;
}
