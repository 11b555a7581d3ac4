using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Tests.DrugLibrary;

/// <summary>One limit is put in front of the samples' limits of other vitals, so that it is safety.vitals[0].</summary>
public class VitalLimitValidationTests
{
    static readonly VitalLimit PulseHigh = new(Metric.HeartRate, LimitSide.High, AlarmPriority.Medium) { Value = 120m, Hysteresis = 5m };
    static readonly VitalLimit PressureHigh = new(Metric.NibpSystolic, LimitSide.High, AlarmPriority.Medium) { Value = 180m, Hysteresis = 5m };

    [Fact]
    public void ASoundOneHasNoFault() => Faults(PulseHigh).ShouldBeEmpty();

    [Theory]
    [InlineData(Metric.Unknown)]
    [InlineData(Metric.PumpRateCurrent)]
    [InlineData((Metric)200)]
    public void OnlyAVitalHasALimit(Metric metric) => Faults(PulseHigh with { Metric = metric }).ShouldBe(["safety.vitals[0].metric"]);

    [Fact]
    public void SideAndPriorityAreKnown()
    {
        Faults(PulseHigh with { Side = LimitSide.Unknown }).ShouldBe(["safety.vitals[0].side"]);
        Faults(PulseHigh with { Priority = AlarmPriority.Unknown }).ShouldBe(["safety.vitals[0].priority"]);
        Faults(PulseHigh with { Priority = (AlarmPriority)9 }).ShouldBe(["safety.vitals[0].priority"]);
    }

    [Fact]
    public void ALimitThatNeverBreachesIsNone() => Faults(PulseHigh with { Value = null }).ShouldBe(["safety.vitals[0]"]);

    [Theory]
    [InlineData(0)]
    [InlineData(351)]
    public void TheValueIsOneThatIsMeasured(int value) => Faults(PulseHigh with { Value = value }).ShouldContain("safety.vitals[0].value");

    [Theory]
    [InlineData(-1)]
    [InlineData(350)]
    public void TheHysteresisIsNotAbsurd(int hysteresis) => Faults(PulseHigh with { Hysteresis = hysteresis }).ShouldBe(["safety.vitals[0].hysteresis"]);

    [Fact]
    public void TheConditionCanClear() =>
        Faults(new VitalLimit(Metric.SpO2, LimitSide.Low, AlarmPriority.Low) { Value = 99m, Hysteresis = 2m })
            .ShouldBe(["safety.vitals[0].hysteresis"]);

    [Theory]
    [InlineData(0.01, LimitSide.High, true)]
    [InlineData(2.0, LimitSide.High, true)]
    [InlineData(0.009, LimitSide.High, false)]
    [InlineData(2.01, LimitSide.High, false)]
    [InlineData(0.99, LimitSide.Low, true)]
    [InlineData(1.0, LimitSide.Low, false)]
    public void AChangeFromBaselineIsAFractionThatCanBe(double change, LimitSide side, bool isSound) =>
        Faults(PulseHigh with { Side = side, Value = null, BaselineChange = (decimal)change })
            .ShouldBe(isSound ? [] : ["safety.vitals[0].baselineChange"]);

    [Theory]
    [InlineData(0, true)]
    [InlineData(600, true)]
    [InlineData(601, false)]
    [InlineData(-1, false)]
    public void ADelayIsTenMinutesAtTheMost(int seconds, bool isSound) =>
        Faults(PulseHigh with { Delay = TimeSpan.FromSeconds(seconds) }).ShouldBe(isSound ? [] : ["safety.vitals[0].delay"]);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void ADepthIsAboveZero(int depth) => Faults(PulseHigh with { DepthSeconds = depth }).ShouldBe(["safety.vitals[0].depthSeconds"]);

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    [InlineData(1800, true)]
    [InlineData(1801, false)]
    public void ARepeatIsTwentySecondsToHalfAnHour(int seconds, bool isSound) =>
        Faults(PressureHigh with { RepeatAfter = TimeSpan.FromSeconds(seconds) }).ShouldBe(isSound ? [] : ["safety.vitals[0].repeatAfter"]);

    [Fact]
    public void ARepeatIsForACuffAlone()
    {
        Faults(PulseHigh with { RepeatAfter = TimeSpan.FromMinutes(1) }).ShouldBe(["safety.vitals[0].repeatAfter"]);
        Faults(PressureHigh with { RepeatAfter = TimeSpan.FromMinutes(1), Delay = TimeSpan.FromSeconds(5) }).ShouldBe(["safety.vitals[0].delay"]);
    }

    [Theory]
    [InlineData(100, 140, null)]
    [InlineData(120, 120, null)]
    [InlineData(121, 140, "safety.vitals[0].adjustableFrom")]
    [InlineData(100, 119, "safety.vitals[0].adjustableTo")]
    [InlineData(0, 140, "safety.vitals[0].adjustableFrom")]
    [InlineData(100, 351, "safety.vitals[0].adjustableTo")]
    public void TheAdjustableRangeHoldsTheValue(int from, int to, string? path) =>
        Faults(PulseHigh with { AdjustableFrom = from, AdjustableTo = to }).ShouldBe(path is null ? [] : [path]);

    [Fact]
    public void OnlyAValueIsAdjusted() =>
        Faults(PulseHigh with { Value = null, BaselineChange = 0.2m, AdjustableTo = 140m }).ShouldBe(["safety.vitals[0].adjustableFrom"]);

    [Fact]
    public void EachMetricSideAndPriorityHasOne() => Faults(PulseHigh, PulseHigh with { Value = 130m }).ShouldBe(["safety.vitals[1]"]);

    [Theory]
    [InlineData(LimitSide.High, 121, true)]
    [InlineData(LimitSide.High, 120, false)]
    [InlineData(LimitSide.High, 110, false)]
    [InlineData(LimitSide.Low, 119, true)]
    [InlineData(LimitSide.Low, 120, false)]
    [InlineData(LimitSide.Low, 130, false)]
    public void TheGraverIsFartherOut(LimitSide side, int graver, bool isSound)
    {
        var milder = PulseHigh with { Side = side };

        Faults(milder, milder with { Priority = AlarmPriority.High, Value = graver }).ShouldBe(isSound ? [] : ["safety.vitals[1].value"]);
    }

    [Theory]
    [InlineData(0.3, true)]
    [InlineData(0.2, false)]
    public void TheGraverIsFartherFromTheBaseline(double graver, bool isSound)
    {
        var milder = PulseHigh with { BaselineChange = 0.2m };

        Faults(milder, milder with { Priority = AlarmPriority.High, Value = 140m, BaselineChange = (decimal)graver })
            .ShouldBe(isSound ? [] : ["safety.vitals[1].baselineChange"]);
    }

    [Theory]
    [InlineData(100, 10, null)]
    [InlineData(100, 20, "safety.vitals[1].hysteresis")]
    [InlineData(120, 0, "safety.vitals[1].value")]
    [InlineData(121, 0, "safety.vitals[1].value")]
    public void TheLowSideIsBelowTheHighSideAndClearsBeforeIt(int low, int hysteresis, string? path) =>
        Faults(PulseHigh, PulseHigh with { Side = LimitSide.Low, Value = low, Hysteresis = hysteresis }).ShouldBe(path is null ? [] : [path]);

    [Fact]
    public void TheHighSideClearsBeforeTheLowSide() =>
        Faults(PulseHigh with { Hysteresis = 30m }, PulseHigh with { Side = LimitSide.Low, Value = 90m }).ShouldBe(["safety.vitals[0].hysteresis"]);

    [Fact]
    public void NobodyNeedsThousandsOfLimits() => Faults([.. Enumerable.Repeat(PulseHigh, 121)]).ShouldBe(["safety.vitals"]);

    [Fact]
    public void ALimitThatNoRuleJudgesWouldNeverSound() =>
        Faults(new VitalLimit(Metric.PerfusionIndex, LimitSide.High, AlarmPriority.Low) { Value = 20m }).ShouldBe(["safety.vitals[0]"]);

    /// <summary>Without the samples' own limits of that side, which would be the second ones, and without those of the heart's rate.</summary>
    static IEnumerable<string> Faults(params VitalLimit[] limits)
    {
        var protocol = SampleProtocols.Mood;
        var others = protocol.Safety.Vitals.Where(other =>
            other.Metric != Metric.HeartRate && !limits.Any(limit => (limit.Metric, limit.Side) == (other.Metric, other.Side)));
        return ProtocolValidation.Validate(protocol with { Safety = protocol.Safety with { Vitals = [.. limits, .. others] } })
            .Select(fault => fault.Path);
    }
}
