using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Replay;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Tests.Replay;

public class LimitsChangeTests
{
    static readonly LimitChange SpO2 = new(Metric.SpO2, LimitSide.Low, AlarmPriority.High);

    [Fact]
    public void Only_what_is_said_is_changed_and_only_there()
    {
        var changed = Apply(SpO2 with { Value = 92m, Delay = TimeSpan.FromSeconds(20) });

        var before = SampleLimits.Staged.Vitals.Single(SpO2.IsOf);
        changed.Vitals.Single(SpO2.IsOf).ShouldBe(before with { Value = 92m, Delay = TimeSpan.FromSeconds(20) });
        changed.Vitals.Where(limit => !SpO2.IsOf(limit)).ShouldBe(SampleLimits.Staged.Vitals.Where(limit => !SpO2.IsOf(limit)));
    }

    [Fact]
    public void A_limit_goes_when_it_is_switched_off() =>
        Apply(SpO2 with { IsOff = true }).Vitals.ShouldBe(SampleLimits.Staged.Vitals.Where(limit => !SpO2.IsOf(limit)));

    [Fact]
    public void A_limit_that_is_not_there_comes_when_everything_is_said_of_it()
    {
        var missing = new LimitChange(Metric.EtCO2, LimitSide.Low, AlarmPriority.High, 20m);

        Apply(missing).Vitals.Any(missing.IsOf).ShouldBeFalse();
        Apply(missing with { Delay = TimeSpan.FromSeconds(5), Hysteresis = 2m }).Vitals.Single(missing.IsOf)
            .ShouldBe(new VitalLimit(Metric.EtCO2, LimitSide.Low, AlarmPriority.High) { Value = 20m, Delay = TimeSpan.FromSeconds(5), Hysteresis = 2m });
    }

    [Theory]
    [InlineData(90, 90)]
    [InlineData(0, null)]
    public void The_delay_of_a_limit_confirmed_by_repeat_is_that_of_the_second_measurement(int delay, int? repeat)
    {
        var systolic = new LimitChange(Metric.NibpSystolic, LimitSide.High, AlarmPriority.Medium, Delay: TimeSpan.FromSeconds(delay));

        Apply(systolic).Vitals.Single(systolic.IsOf).RepeatAfter?.TotalSeconds.ShouldBe(repeat!.Value);
        (Apply(systolic).Vitals.Single(systolic.IsOf).RepeatAfter is null).ShouldBe(repeat is null);
    }

    [Fact]
    public void A_rule_can_be_switched_off_and_set()
    {
        var changed = new LimitsChange([], [new RuleChange("spo2-low", new RuleTuning(IsOn: false))]).Apply(new SafetyLimits());

        RulesInForce.Of(changed).All.ShouldNotContain(each => each.Rule.Code == "spo2-low");
    }

    [Fact]
    public void A_whole_set_takes_the_place_of_the_one_in_force()
    {
        var whole = new SafetyLimits { RateToleranceFraction = 0.2m };
        new LimitsChange([], [], whole).Apply(SampleLimits.Staged).RateToleranceFraction.ShouldBe(0.2m);
    }

    [Theory]
    [InlineData(Metric.SpO2, LimitSide.Low, AlarmPriority.High, 101, 5, 1, "at.value")]
    [InlineData(Metric.SpO2, LimitSide.Low, AlarmPriority.High, 0, 5, 1, "at.value")]
    [InlineData(Metric.SpO2, LimitSide.Low, AlarmPriority.High, 90, -1, 1, "at.delay")]
    [InlineData(Metric.SpO2, LimitSide.Low, AlarmPriority.High, 90, 3601, 1, "at.delay")]
    [InlineData(Metric.SpO2, LimitSide.Low, AlarmPriority.High, 90, 5, -1, "at.hysteresis")]
    [InlineData(Metric.SpO2, LimitSide.Low, AlarmPriority.Unknown, 90, 5, 1, "at.priority")]
    [InlineData(Metric.PumpRateCurrent, LimitSide.Low, AlarmPriority.High, 90, 5, 1, "at.metric")]
    [InlineData((Metric)99, LimitSide.Low, AlarmPriority.High, 90, 5, 1, "at.metric")]
    [InlineData(Metric.SpO2, (LimitSide)9, AlarmPriority.High, 90, 5, 1, "at.side")]
    public void A_change_that_makes_no_sense_is_named(
        Metric metric, LimitSide side, AlarmPriority priority, int value, int delay, int hysteresis, string path) =>
        LimitsFault.Of(new LimitChange(metric, side, priority, value, TimeSpan.FromSeconds(delay), hysteresis), "at")
            .Select(fault => fault.Path).ShouldContain(path);

    [Fact]
    public void A_change_on_a_side_that_no_rule_judges_is_named() =>
        LimitsFault.Of(new LimitChange(Metric.SpO2, LimitSide.High, AlarmPriority.High, 99m), "at")
            .ShouldHaveSingleItem().Path.ShouldBe("at");

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void A_value_on_the_edge_of_what_can_be_is_none(int value) => LimitsFault.Of(SpO2 with { Value = value }, "at").ShouldBeEmpty();

    [Fact]
    public void Every_fault_of_a_whole_set_is_named_at_once()
    {
        var limit = new VitalLimit(Metric.SpO2, LimitSide.Low, AlarmPriority.High) { Value = 90m };
        var faults = LimitsFault.Of(new SafetyLimits
        {
            Vitals = [limit, limit, limit with { Priority = AlarmPriority.Low, Value = null }, limit with { Priority = AlarmPriority.Medium, DepthSeconds = 0m, BaselineChange = 0m }],
            Rules = ImmutableDictionary<string, RuleTuning>.Empty
                .Add("no-such", new RuleTuning())
                .Add("spo2-low", new RuleTuning(Delay: TimeSpan.FromSeconds(1)))
                .Add("rate-against-order", new RuleTuning(Priority: AlarmPriority.Unknown, Delay: TimeSpan.FromHours(2))),
            TelemetryLostAfter = TimeSpan.FromSeconds(-1),
            RateToleranceFraction = 1m,
        });

        faults.Select(fault => fault.Path).Order(StringComparer.Ordinal).ShouldBe(new[]
        {
            "rateToleranceFraction", "rules.no-such", "rules.rate-against-order.delay", "rules.rate-against-order.priority", "rules.spo2-low",
            "telemetryLostAfter", "vitals[1]", "vitals[2].value", "vitals[3].baselineChange", "vitals[3].depthSeconds",
        });
        faults.ShouldAllBe(fault => fault.Message.EndsWith('.'));
    }

    static SafetyLimits Apply(LimitChange change) => new LimitsChange([change], []).Apply(SampleLimits.Staged);
}
