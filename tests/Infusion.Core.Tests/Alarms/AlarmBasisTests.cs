using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;
using static Infusion.Core.Tests.Alarms.Desaturation;

namespace Infusion.Core.Tests.Alarms;

public class AlarmBasisTests
{
    [Fact]
    public void ARaisedAlarmKeepsRuleLimitProtocolAndInputs()
    {
        var ward = Raised();
        var raised = ward.Raised.Single(each => each.Rule == "spo2-low");

        var basis = raised.Basis.ShouldNotBeNull();
        (basis.Rule, basis.Version, basis.Protocol, basis.ProtocolVersion).ShouldBe(("SR-001", 1, "mood", 1));
        basis.Limit.ShouldBe(ward.Live.Limits.Of(Metric.SpO2, LimitSide.Low).Single());
        (basis.Delay, basis.IsAdjusted, basis.Baseline).ShouldBe((TimeSpan.FromSeconds(15), false, null));
        basis.Values.ShouldBe([new BasisValue(Metric.SpO2, 85m, Quality.Valid, raised.At.AddSeconds(-1), "mon-1")]);
        AlarmText.Explain(AlarmFold.Next(null, raised)!, basis, raised.At).ShouldBe(
        [
            "Rule SR-001 (spo2-low) version 1, under protocol mood version 1.",
            "SpO2 85 % is below the limit for high priority, 90 %; raised after 15 s, ends 2 % inside it.",
            "Looked at: SpO2 85 %, valid, by mon-1, 1 s before.",
        ]);
    }

    [Fact]
    public void EachLevelIsExplainedByItsOwnLimit_AlsoWhenTheAlarmChangesOrReturns()
    {
        var limits = new SafetyLimits
        {
            Vitals =
            [
                new VitalLimit(Metric.SpO2, LimitSide.Low, AlarmPriority.Medium) { Value = 92m, Hysteresis = 2m, Delay = TimeSpan.FromSeconds(5) },
                new VitalLimit(Metric.SpO2, LimitSide.Low, AlarmPriority.High) { Value = 90m, Hysteresis = 2m, Delay = TimeSpan.FromSeconds(15), DepthSeconds = 90m },
            ],
        };
        var ward = new Ward(limits).Infusing().After(1).Breathes(88m, 16).Breathes(97m, 1).Breathes(88m, 6);

        var raised = ward.Clinical.ShouldHaveSingleItem();
        (raised.Priority, raised.HardLimit, raised.Basis!.Limit!.Value).ShouldBe((AlarmPriority.Medium, 92m, 92m));
        var changed = ward.All<AlarmPriorityChanged>().First();
        (changed.To, changed.HardLimit, changed.Basis!.Limit!.Value).ShouldBe((AlarmPriority.High, 90m, 90m));
        ward.All<AlarmReturned>().ShouldHaveSingleItem().Basis!.Limit!.Value.ShouldBe(92m);
        AlarmText.Explain(AlarmFold.Next(AlarmFold.Next(null, raised), changed)!, changed.Basis, changed.At)[1].ShouldBe(
            "SpO2 88 % is below the limit for high priority, 90 %; raised after 15 s, sooner once depth times time reaches 90 % s, ends 2 % inside it.");
    }

    [Fact]
    public void ALimitThatWasAdjustedForTheSessionSaysSo_AndAForgottenProtocolDoesNotGuess()
    {
        var ward = new Ward().Infusing();
        var protocol = ward.State.Configuration.Protocols[0];
        ClinicEngine.Reconfigure(ward.State, ward.State.Configuration with
        {
            Protocols = [protocol with { Safety = protocol.Safety.With(Metric.SpO2, LimitSide.Low, limit => limit with { Value = 88m }) }],
        });
        ward.After(1).Breathes(85m, 16);
        var adjusted = ward.Clinical.ShouldHaveSingleItem();
        adjusted.Basis!.IsAdjusted.ShouldBeTrue();
        AlarmText.Explain(AlarmFold.Next(null, adjusted)!, adjusted.Basis, adjusted.At)[2].ShouldBe("The limit was set for this session; the protocol has another.");

        var orphan = new Ward().Infusing();
        ClinicEngine.Reconfigure(orphan.State, orphan.State.Configuration with { Protocols = [] });
        orphan.After(1).Breathes(85m, 16);
        var raised = orphan.Clinical.ShouldHaveSingleItem();
        (raised.Basis!.Protocol, raised.Basis.IsAdjusted).ShouldBe((null, false));
        AlarmText.Explain(AlarmFold.Next(null, raised)!, raised.Basis, raised.At)[0].ShouldBe("Rule SR-001 (spo2-low) version 1, under the clinic's own limits.");
    }

    [Fact]
    public void ARuleWithoutALimitSaysHowLongItLasted_AndThatNothingMeasuredWasLookedAt()
    {
        var ward = new Ward().After(1);
        for (var second = 0; second < 12; second++, ward.After(1))
        {
            ward.Pump(PumpStatus.Infusing, 50m);
        }

        Sentences(ward.Raised.ShouldHaveSingleItem()).ShouldBe(
        [
            "Rule SR-007 (pump-runs-without-session) version 1, under the clinic's own limits.",
            "Of high priority, raised once it had lasted 10 s.",
            "No measured value was looked at.",
        ]);
    }

    [Fact]
    public void ASignalThatIsLostNamesEveryValueTheRuleLookedAt()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Observe(ward.NewReading("mon-1", new Sample(Metric.SpO2, 97m, Quality.Valid), new Sample(Metric.PulseRate, 70m, Quality.Valid)));
        ward.After(1);
        ward.Observe(ward.NewReading("mon-1", new Sample(Metric.SpO2, 97m, Quality.Valid), MetricTable.ToSample(Metric.PulseRate, 0m)));

        Sentences(ward.Raised.ShouldHaveSingleItem()).Skip(1).ShouldBe(
        [
            "Of medium priority, raised at once.",
            "Looked at: Pulse rate no value, invalid, by mon-1, 0 s before.",
            "Looked at: SpO2 97 %, valid, by mon-1, 0 s before.",
        ]);
    }

    public static TheoryData<VitalLimit, decimal?, string> Limits => new()
    {
        {
            new(Metric.NibpSystolic, LimitSide.High, AlarmPriority.Medium) { Value = 180m, IsInclusive = true, Hysteresis = 5m, RepeatAfter = TimeSpan.FromSeconds(60) },
            null,
            "Systolic 190 mmHg is at or above the limit for medium priority, 180 mmHg; raised by a second measurement at least 60 s later, ends 5 mmHg inside it."
        },
        {
            new(Metric.NibpSystolic, LimitSide.High, AlarmPriority.Medium) { Value = 180m, BaselineChange = 0.3m, Hysteresis = 5m },
            140m,
            "Systolic 190 mmHg is above the limit for medium priority, 180 mmHg (180 mmHg or 30 % from the baseline, 140 mmHg); raised at once, ends 5 mmHg inside it."
        },
        {
            new(Metric.NibpSystolic, LimitSide.High, AlarmPriority.Medium) { BaselineChange = 0.3m, Hysteresis = 5m },
            null,
            "Systolic 190 mmHg is above the limit for medium priority, 180 mmHg (30 % from the baseline, which is unknown); raised at once, ends 5 mmHg inside it."
        },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public void ALimitIsSaidWithAllItsParameters(VitalLimit limit, decimal? baseline, string sentence)
    {
        var alarm = new Alarm(Guid.Empty, "systolic-high", Metric.NibpSystolic, null, AlarmPriority.Medium, default, default, 190m, 180m);

        AlarmText.Explain(alarm, new AlarmBasis("SR-002", 1, null, null, limit, TimeSpan.Zero, false, baseline, []), default)[1].ShouldBe(sentence);
    }

    [Fact]
    public void AnOldAlarmSaysThatItsBasisWasNotKept()
    {
        var old = new AlarmRaised(default, Guid.Empty, "spo2-low", Metric.SpO2, null, AlarmPriority.High, default, 84m, 90m);

        Sentences(old).ShouldBe(["What this was decided by was not kept."]);
        AlarmFold.Next(null, old)!.IsLatching.ShouldBeTrue();
        AlarmFold.Next(null, old)!.MayBeSilenced.ShouldBeTrue();
    }

    [Fact]
    public void TwoBasesAreTheSameWhenTheySayTheSame()
    {
        AlarmBasis Of() => Raised().Raised.Single(each => each.Rule == "spo2-low").Basis!;
        var (left, right) = (Of(), Of());

        left.ShouldBe(right);
        left.GetHashCode().ShouldBe(right.GetHashCode());
        left.Equals(null).ShouldBeFalse();
        left.ShouldNotBe(right with { Version = 2 });
        left.ShouldNotBe(right with { Values = [] });
    }

    static IReadOnlyList<string> Sentences(AlarmRaised raised) => AlarmText.Explain(AlarmFold.Next(null, raised)!, raised.Basis, raised.At);
}
