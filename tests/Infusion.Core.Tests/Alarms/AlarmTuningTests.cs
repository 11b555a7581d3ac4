using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;
using static Infusion.Core.Tests.Alarms.Desaturation;

namespace Infusion.Core.Tests.Alarms;

public class AlarmTuningTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void AClinicMayForbidToSilenceARule(bool? tuned, bool mayBe)
    {
        var ward = Raised(Tuned("spo2-low", new RuleTuning(MayBeSilenced: tuned)));
        var pause = new PauseAlarmAudio(ward.NextId(), Ward.FirstSession, "nurse-1", ward.Alarm(), TimeSpan.FromSeconds(60));

        ward.OnlyAlarm("spo2-low").MayBeSilenced.ShouldBe(mayBe);
        (ward.Do(pause) is Decision.Rejected { Code: "alarm-not-silenced" }).ShouldBe(!mayBe);
    }

    [Fact]
    public void NoClinicMayAllowToSilenceARuleThatCannotBe_AndItSoundsOnAfterAnAcknowledgement()
    {
        var ward = new Ward(Tuned("pump-runs-without-session", new RuleTuning(MayBeSilenced: true))).Ready().After(1);
        for (var second = 0; second < 12; second++, ward.After(1))
        {
            ward.Pump(PumpStatus.Infusing, 50m);
        }

        var alarm = ward.OnlyAlarm("pump-runs-without-session");
        alarm.MayBeSilenced.ShouldBeFalse();
        ward.Accept(new AcknowledgeAlarm(ward.NextId(), Ward.FirstSession, "nurse-1", alarm.Id));
        (ward.OnlyAlarm("pump-runs-without-session").IsAcknowledged, ward.OnlyAlarm("pump-runs-without-session").Calls).ShouldBe((true, true));
        ward.Pump(PumpStatus.NotInfusing);
        ward.Lists("pump-runs-without-session").ShouldBeFalse();
    }

    [Theory]
    [InlineData("spo2-low", AlarmPriority.Low, null, false)]
    [InlineData("spo2-low", AlarmPriority.Medium, null, true)]
    [InlineData("spo2-low", AlarmPriority.High, null, true)]
    [InlineData("spo2-low", AlarmPriority.Low, true, true)]
    [InlineData("spo2-low", AlarmPriority.High, false, false)]
    public void HighAndMediumLatch_UnlessTheClinicSaysOtherwise(string rule, AlarmPriority priority, bool? tuned, bool latches)
    {
        var limits = Tuned(rule, new RuleTuning(IsLatching: tuned)).With(Metric.SpO2, LimitSide.Low, limit => limit with { Priority = priority });
        var ward = Raised(limits).Breathes(97m, 1);

        ward.Lists("spo2-low").ShouldBe(latches);
        ward.Raised.Single(each => each.Rule == "spo2-low").IsLatching.ShouldBe(latches);
    }

    [Fact]
    public void ATechnicalAlarmEndsWithItsCondition_WhateverItsPriority_UnlessTheClinicSaysOtherwise()
    {
        foreach (var (tuned, latches) in new (bool?, bool)[] { (null, false), (true, true) })
        {
            var ward = new Ward(Tuned("telemetry-lost", new RuleTuning(Priority: AlarmPriority.High, IsLatching: tuned))).Infusing().After(1);
            ward.Vital(Metric.SpO2, 97m);
            ward.After(20);
            ward.Lists("telemetry-lost").ShouldBeTrue();
            ward.Vital(Metric.SpO2, 97m);
            ward.Pump(PumpStatus.NotInfusing);

            ward.Lists("telemetry-lost").ShouldBe(latches);
        }
    }

    [Fact]
    public void WhatOnceWasOfALatchingLevelLatches()
    {
        var limits = new SafetyLimits
        {
            Vitals =
            [
                new VitalLimit(Metric.SpO2, LimitSide.Low, AlarmPriority.Low) { Value = 94m, Hysteresis = 2m, Delay = TimeSpan.FromSeconds(15) },
                new VitalLimit(Metric.SpO2, LimitSide.Low, AlarmPriority.High) { Value = 90m, Hysteresis = 2m, Delay = TimeSpan.FromSeconds(15) },
            ],
        };
        var ward = new Ward(limits).Infusing().After(1).Breathes(85m, 16).Breathes(93m, 1);
        ward.OnlyAlarm("spo2-low").Priority.ShouldBe(AlarmPriority.Low);

        ward.Breathes(97m, 1).OnlyAlarm("spo2-low").Presence.ShouldBe(AlarmPresence.Latched);
        new Ward(limits).Infusing().After(1).Breathes(93m, 16).Breathes(97m, 1).Lists("spo2-low").ShouldBeFalse();
    }

    [Fact]
    public void GivenALevelThatIsNotAskedAnyMore_ThenTheAlarmStandsAsItWas()
    {
        var ward = new Ward().After(1);
        for (var second = 0; second < 12; second++, ward.After(1))
        {
            ward.Pump(PumpStatus.Infusing, 50m);
        }

        ClinicEngine.Reconfigure(ward.State, ward.State.Configuration with
        {
            Limits = Tuned("pump-runs-without-session", new RuleTuning(Priority: AlarmPriority.Medium, Delay: TimeSpan.FromSeconds(60))),
        });
        ward.Pump(PumpStatus.Infusing, 50m);

        ward.State.Alarms.Values.ShouldHaveSingleItem().Priority.ShouldBe(AlarmPriority.High);
    }

    static SafetyLimits Tuned(string rule, RuleTuning tuning) =>
        new() { Rules = ImmutableDictionary<string, RuleTuning>.Empty.Add(rule, tuning) };
}
