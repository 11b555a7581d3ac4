using System.Collections.Immutable;
using System.Reflection;
using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Tests.DrugLibrary;

public class SafetySettingsValidationTests
{
    static readonly InfusionProtocol Sound = SampleProtocols.Mood;

    static readonly SafetyRule MustStayOn = new()
    {
        Id = "SR-999",
        Code = "must-stay-on",
        Priority = AlarmPriority.Medium,
        Action = "Look.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.SpO2],
        MayBeOff = false,
        Delay = static _ => TimeSpan.FromSeconds(10),
        Judge = static (in _, _) => Judgement.Clear,
    };

    public static TheoryData<string> Settings => [.. typeof(SafetyLimits).GetProperties()
        .Where(property => Number(property) is not null)
        .Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(Settings))]
    public void NoSettingIsTakenUnseen(string name)
    {
        var property = typeof(SafetyLimits).GetProperty(name)!;
        var limits = Sound.Safety with { RateDelay = Sound.Safety.RateDelay };
        property.SetValue(limits, Number(property));

        Faults(limits).ShouldBe(["safety." + char.ToLowerInvariant(name[0]) + name[1..]]);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(120, true)]
    [InlineData(121, false)]
    public void SilenceIsNoticedWithinReason(int seconds, bool isSound) =>
        Faults(Sound.Safety with { TelemetryLostAfter = TimeSpan.FromSeconds(seconds) }).ShouldBe(isSound ? [] : ["safety.telemetryLostAfter"]);

    [Theory]
    [InlineData(0.004, false)]
    [InlineData(0.005, true)]
    [InlineData(0.5, true)]
    [InlineData(0.51, false)]
    public void TheToleranceOfARateIsAFraction(double fraction, bool isSound) =>
        Faults(Sound.Safety with { RateToleranceFraction = (decimal)fraction }).ShouldBe(isSound ? [] : ["safety.rateToleranceFraction"]);

    [Fact]
    public void ARuleIsOneThatIsKnown()
    {
        Faults(Tuned("no-such-rule", new RuleTuning())).ShouldBe(["safety.rules.no-such-rule"]);
        Faults(Tuned("rate-against-order", null)).ShouldBe(["safety.rules.rate-against-order"]);
    }

    [Fact]
    public void ARuleIsTunedWithinReason()
    {
        Faults(Tuned("rate-against-order", new RuleTuning(false, AlarmPriority.Low, TimeSpan.FromMinutes(10)))).ShouldBeEmpty();
        Faults(Tuned("rate-against-order", new RuleTuning(Delay: TimeSpan.FromSeconds(601)))).ShouldBe(["safety.rules.rate-against-order.delay"]);
        Faults(Tuned("rate-against-order", new RuleTuning(Delay: TimeSpan.FromSeconds(-1)))).ShouldBe(["safety.rules.rate-against-order.delay"]);
        Faults(Tuned("rate-against-order", new RuleTuning(Priority: AlarmPriority.Unknown))).ShouldBe(["safety.rules.rate-against-order.priority"]);
    }

    [Fact]
    public void ARuleAboutLimitsIsTunedByThem() =>
        Faults(Tuned("spo2-low", new RuleTuning(true, AlarmPriority.Low, TimeSpan.FromSeconds(5))))
            .ShouldBe(["safety.rules.spo2-low.priority", "safety.rules.spo2-low.delay"]);

    [Fact]
    public void ARuleThatIsOnHasSomethingToJudge()
    {
        var without = Sound.Safety with { Vitals = [.. Sound.Safety.Vitals.Where(limit => limit.Metric != Metric.SpO2)] };

        Faults(without).ShouldBe(["safety.vitals"]);
        Faults(without with { Rules = without.Rules.Add("spo2-low", new RuleTuning(IsOn: false)) }).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false, null, null, "isOn")]
    [InlineData(true, AlarmPriority.Low, null, "priority")]
    [InlineData(true, AlarmPriority.Medium, null, null)]
    [InlineData(true, AlarmPriority.High, null, null)]
    [InlineData(true, null, 11, "delay")]
    [InlineData(true, null, 10, null)]
    public void ARuleThatMustStayOnIsNotWeakened(bool isOn, AlarmPriority? priority, int? delay, string? part)
    {
        var tuning = new RuleTuning(isOn, priority, delay is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        var protocol = Sound with { Safety = Tuned(MustStayOn.Code, tuning) };

        ProtocolValidation.Validate(protocol, [MustStayOn]).Select(fault => fault.Path)
            .Where(path => path.StartsWith("safety.rules", StringComparison.Ordinal))
            .ShouldBe(part is null ? [] : ["safety.rules.must-stay-on." + part]);
    }

    [Fact]
    public void SettingsWithinSettingsAreJudgedToo()
    {
        Faults(Sound.Safety with { ProbeDoubt = new ProbeDoubtSettings(-1m, TimeSpan.FromSeconds(61), TimeSpan.FromMinutes(2)) })
            .ShouldBe(["safety.probeDoubt.perfusionBelow", "safety.probeDoubt.atMost"]);
        Faults(Sound.Safety with { ProbeDoubt = new ProbeDoubtSettings(0.3m, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30)) })
            .ShouldBe(["safety.probeDoubt.notAgainFor"]);
        Faults(Sound.Safety with { SlowBreathingAndLowSpO2 = new Combination(null!, new Infusion.Core.Safety.Half(Metric.Unknown, LimitSide.Low, 90m, -1m)) })
            .ShouldBe(["safety.slowBreathingAndLowSpO2.first", "safety.slowBreathingAndLowSpO2.second.metric", "safety.slowBreathingAndLowSpO2.second.hysteresis"], ignoreOrder: true);
        Faults(Sound.Safety with { SlowBreathingAndLowSpO2 = null }).ShouldBeEmpty();
    }

    [Fact]
    public void AVitalHasOneTrend()
    {
        Faults(Sound.Safety with { Trends = default }).ShouldBe(["safety.trends"]);
        Faults(Sound.Safety with { Trends = [null!] }).ShouldBe(["safety.trends[0]"]);
        var trend = new TrendLimit(Metric.SpO2, 3m, TimeSpan.FromMinutes(2));
        Faults(Sound.Safety with { Trends = [trend, trend with { By = 0m }] }).ShouldBe(["safety.trends[1].by", "safety.trends[1]"]);
    }

    static SafetyLimits Tuned(string code, RuleTuning? tuning) =>
        Sound.Safety with { Rules = ImmutableDictionary<string, RuleTuning>.Empty.Add(code, tuning!) };

    static IEnumerable<string> Faults(SafetyLimits limits) => ProtocolValidation.Validate(Sound with { Safety = limits }).Select(fault => fault.Path);

    /// <summary>A number that no setting of that kind can be; null: it is no number.</summary>
    static object? Number(PropertyInfo property) => property.PropertyType switch
    {
        var type when type == typeof(TimeSpan) || type == typeof(TimeSpan?) => TimeSpan.FromSeconds(-1),
        var type when type == typeof(decimal) || type == typeof(decimal?) => -1m,
        var type when type == typeof(int) || type == typeof(int?) => -1,
        _ => null,
    };
}
