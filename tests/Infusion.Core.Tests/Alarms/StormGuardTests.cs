using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;
using static Infusion.Core.Tests.Alarms.Desaturation;

namespace Infusion.Core.Tests.Alarms;

/// <summary>
/// "device-clock-jumped" speaks for "device-clock-unusable", and "telemetry-lost" for "signal-lost": the rules that ship with a cause.
/// </summary>
public class StormGuardTests
{
    [Fact]
    public void GivenItsCauseSounds_ThenItIsListedUnderIt_AndSilent_AndCallsNobody()
    {
        var ward = JumpedAndUnusable();

        var (cause, consequence) = (ward.OnlyAlarm("device-clock-jumped"), ward.OnlyAlarm("device-clock-unusable"));
        (consequence.CausedBy, consequence.Calls, cause.CausedBy, cause.Calls).ShouldBe((cause.Id, false, null, true));
        ward.Raised.Single(each => each.Rule == "device-clock-unusable").CausedBy.ShouldBe(cause.Id);
    }

    [Fact]
    public void GivenItsCauseIsOver_AndItHolds_ThenItStandsAlone_AndCalls()
    {
        var ward = new Ward().Infusing().After(1).Breathes(97m, 2);
        var cause = Raise(ward, "telemetry-lost", "mon-1", AlarmPriority.Medium);
        ward.Vital(Metric.SpO2, null);

        var alarm = ward.OnlyAlarm("signal-lost");
        ward.Raised.Single(each => each.Alarm == alarm.Id).CausedBy.ShouldBe(cause);
        ward.All<AlarmStandsAlone>().ShouldBe([new AlarmStandsAlone(ward.Now, alarm.Id, cause, null)]);
        (alarm.CausedBy, alarm.Calls, alarm.CallingSince).ShouldBe((null, true, ward.Now));
    }

    [Theory]
    [InlineData(AlarmPriority.Low, AlarmPriority.Low, true)]
    [InlineData(AlarmPriority.Low, AlarmPriority.Medium, true)]
    [InlineData(AlarmPriority.Medium, AlarmPriority.Low, false)]
    [InlineData(AlarmPriority.Medium, AlarmPriority.Medium, true)]
    [InlineData(AlarmPriority.High, AlarmPriority.High, false)]
    [InlineData(AlarmPriority.High, AlarmPriority.Low, false)]
    public void NothingHighAndNothingGraverThanItsCauseIsSpokenFor(AlarmPriority own, AlarmPriority cause, bool isSpokenFor)
    {
        var ward = JumpedAndUnusable(own, cause);

        (ward.OnlyAlarm("device-clock-unusable").CausedBy is not null).ShouldBe(isSpokenFor);
    }

    [Fact]
    public void GivenAnotherDevice_ThenItIsNoCause()
    {
        var ward = new Ward().Infusing().After(1);
        Jump(ward, "mon-1");
        for (var second = 0; second < 5; second++, ward.After(1))
        {
            ward.Observe(ward.NewReading("pump-1", new Sample(Metric.PumpRateCurrent, 52.5m, Quality.Valid)) with { At = null });
        }

        ward.OnlyAlarm("device-clock-unusable").CausedBy.ShouldBeNull();
    }

    [Theory]
    [InlineData("mon-1", true)]
    [InlineData("pump-1", false)]
    [InlineData("mon-9", false)]
    public void GivenASilentDevice_ThenItSpeaksForTheSignalsThatItMeasures(string silent, bool isCause)
    {
        var ward = new Ward().Infusing().After(1).Breathes(97m, 2);
        Raise(ward, "telemetry-lost", silent, AlarmPriority.Medium);
        ward.Vital(Metric.SpO2, null);

        (ward.Raised.Single(each => each.Rule == "signal-lost").CausedBy is not null).ShouldBe(isCause);
    }

    [Fact]
    public void GivenACauseWithACause_ThenItIsListedUnderTheRoot()
    {
        var ward = new Ward().Infusing().After(1).Breathes(97m, 2);
        var root = Raise(ward, "signal-lost", null, AlarmPriority.Medium);
        Raise(ward, "telemetry-lost", null, AlarmPriority.Medium, root);
        ward.Vital(Metric.SpO2, null);

        ward.Raised.Last().CausedBy.ShouldBe(root);
    }

    [Theory]
    [InlineData(AlarmPriority.High, AlarmPriority.High)]
    [InlineData(AlarmPriority.Medium, AlarmPriority.Low)]
    public void GivenItBecomesTooGraveToBeSpokenFor_ThenItStandsAlone(AlarmPriority own, AlarmPriority cause)
    {
        var ward = new Ward(Staged(own)).Infusing().After(1);
        var id = Raise(ward, "telemetry-lost", null, cause);
        ward.Breathes(93m, 16);
        var consequence = ward.OnlyAlarm("spo2-low");
        ward.Live.State = ward.Live.State with { Alarms = ward.Live.State.Alarms.SetItem(consequence.Id, consequence with { CausedBy = id }) };
        ward.Breathes(80m, 16);

        var alone = ward.All<AlarmStandsAlone>().ShouldHaveSingleItem();
        (alone.Alarm, alone.Group).ShouldBe((consequence.Id, null));
        ward.OnlyAlarm("spo2-low").CausedBy.ShouldBeNull();
        ward.OnlyAlarm("spo2-low").Calls.ShouldBeTrue();
    }

    [Fact]
    public void GivenMoreThanSixInAMinute_ThenTheRestSoundsAsOne_AndAHighOneByItself()
    {
        var ward = Flicker(new Ward(Rushed()).Infusing().After(1), 9);

        var raised = ward.Raised.Where(each => each.Rule == "signal-lost").ToList();
        raised.Take(6).ShouldAllBe(each => each.Group == null);
        raised.Skip(6).ShouldAllBe(each => each.Group == raised[6].Alarm);
        raised.Count.ShouldBe(9);

        ward.Breathes(85m, 16).OnlyAlarm("spo2-low").Group.ShouldBeNull();
        Flicker(ward.After(61), 1).Raised.Last().Group.ShouldBeNull();
    }

    [Fact]
    public void TheRushIsKnownAfterARestart_AndOldStartsAreForgotten()
    {
        var ward = Flicker(new Ward(Rushed()).Infusing().After(1), 40).Restart();

        var group = ward.Raised.Last().Group.ShouldNotBeNull();
        Flicker(ward, 1).Raised.Last().Group.ShouldBe(group);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void GivenAnAbsurdNumber_ThenTheFirstStillSoundsByItself(int many)
    {
        var ward = Flicker(new Ward(Rushed() with { ManyAlarms = many }).Infusing().After(1), 2);

        ward.Raised.Where(each => each.Rule == "signal-lost").Select(each => each.Group is null).ShouldBe([true, false]);
    }

    [Fact]
    public void GivenItReturnsInARush_ThenItSoundsWithTheGroup_AndBecomingHighLeavesIt()
    {
        var limits = Staged(AlarmPriority.High);
        var ward = new Ward(limits with { Rules = Rushed().Rules }).Infusing().After(1).Breathes(93m, 16).Breathes(97m, 1);
        ward.OnlyAlarm("spo2-low").Presence.ShouldBe(AlarmPresence.Latched);
        ward.After(60);
        Flicker(ward, 9);
        ward.Breathes(93m, 16).OnlyAlarm("spo2-low").Group.ShouldNotBeNull();

        ward.Breathes(80m, 16).OnlyAlarm("spo2-low").ShouldSatisfyAllConditions(
            alarm => alarm.Group.ShouldBeNull(), alarm => alarm.Priority.ShouldBe(AlarmPriority.High));
    }

    /// <summary>A clock two hours off that then says no time at all.</summary>
    static Ward JumpedAndUnusable(AlarmPriority own = AlarmPriority.Low, AlarmPriority cause = AlarmPriority.Low)
    {
        var limits = new SafetyLimits();
        var ward = new Ward(limits with
        {
            Rules = limits.Rules.SetItem("device-clock-unusable", new RuleTuning(Priority: own)).SetItem("device-clock-jumped", new RuleTuning(Priority: cause)),
        }).Infusing().After(1);
        Jump(ward, "mon-1");
        for (var second = 0; second < 4; second++, ward.After(1))
        {
            ward.Observe(ward.NewReading("mon-1", new Sample(Metric.SpO2, 97m, Quality.Valid)) with { At = null });
        }

        return ward;
    }

    static void Jump(Ward ward, string device)
    {
        for (var second = 0; second < 25; second++, ward.After(1))
        {
            ward.Observe(ward.NewReading(device, new Sample(Metric.SpO2, 97m, Quality.Valid)) with { At = ward.Now.AddHours(second < 20 ? 0 : -2) });
        }
    }

    /// <summary>As if a rule had found it.</summary>
    static Guid Raise(Ward ward, string rule, string? source, AlarmPriority priority, Guid? cause = null)
    {
        var id = ward.NextId();
        var slot = ward.Live.Slots.Open(rule, Metric.Unknown, source);
        (slot.Alarm, slot.Said) = (id, priority);
        slot.Levels.Add(new AlarmLevel(priority) { IsUp = true });
        var raised = new AlarmRaised(ward.Now, id, rule, Metric.Unknown, source, priority, ward.Now, null, null, CausedBy: cause);
        ClinicEngine.Restore(ward.State, new StreamEvent(Ward.FirstSession, raised, null, null));
        return id;
    }

    static SafetyLimits Staged(AlarmPriority gravest) => new()
    {
        Vitals =
        [
            new VitalLimit(Metric.SpO2, LimitSide.Low, AlarmPriority.Low) { Value = 94m, Hysteresis = 2m, Delay = TimeSpan.FromSeconds(15) },
            new VitalLimit(Metric.SpO2, LimitSide.Low, gravest) { Value = 90m, Hysteresis = 2m, Delay = TimeSpan.FromSeconds(15) },
        ],
        Rules = new SafetyLimits().Rules.SetItem("spo2-low", new RuleTuning(IsLatching: true)),
    };

    static SafetyLimits Rushed() => new()
    {
        Rules = new SafetyLimits().Rules.SetItem("spo2-low", new RuleTuning(IsLatching: true)),
    };

    /// <summary>A probe that falls off again and again: as many alarms, one a second.</summary>
    static Ward Flicker(Ward ward, int times)
    {
        for (var time = 0; time < times; time++)
        {
            ward.Vital(Metric.SpO2, 97m);
            ward.After(0.5m).Vital(Metric.SpO2, null);
            ward.After(0.5m);
        }

        ward.Vital(Metric.SpO2, 97m);
        return ward;
    }
}
