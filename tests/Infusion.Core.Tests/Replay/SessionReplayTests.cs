using FsCheck.Xunit;
using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Replay;
using Infusion.Core.Reports;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Replay;

public class SessionReplayTests
{
    static readonly LimitsChange SpO2At92 = new([new LimitChange(Metric.SpO2, LimitSide.Low, AlarmPriority.High, 92m)], []);

    [Fact]
    public void The_same_inputs_give_the_same_events_with_the_same_ids()
    {
        var recording = new Recording().SpO2(97m, 20).SpO2(85m, 30).SpO2(97m, 20);

        var replayed = recording.Replayed().Events;

        replayed.Select(each => (each.Id, each.Event)).ShouldBe(recording.Events.Select(each => (each.Id, each.Event)));
        replayed.Count(each => each.Event is AlarmRaised { Rule: "spo2-low" }).ShouldBe(1);
    }

    [Fact]
    public void Timers_that_ran_after_the_last_input_of_a_writer_run_again()
    {
        var recording = new Recording().SpO2(97m, 5).Silence(40).Restart(awaySeconds: 60).SpO2(97m, 5);

        var replayed = recording.Replayed().Events;

        recording.Events.Count(each => each.Event is AlarmRaised { Rule: "telemetry-lost" }).ShouldBe(1);
        replayed.Select(each => (each.Id, each.Event)).ShouldBe(recording.Events.Select(each => (each.Id, each.Event)));
    }

    [Fact]
    public void Another_limit_gains_the_alarm_that_it_should_and_no_other()
    {
        var recording = new Recording().SpO2(97m, 20).SpO2(91m, 30).SpO2(97m, 20);

        var difference = Difference(recording, SpO2At92.Apply);

        var gained = difference.Changes.ShouldHaveSingleItem();
        gained.IsGained.ShouldBeTrue();
        gained.After!.Rule.ShouldBe("spo2-low");
        gained.After.HardLimit.ShouldBe(92m);
        gained.After.RaisedAt.ShouldBe(gained.After.Onset.AddSeconds(15));
        gained.After.Headline.ShouldBe("SpO2 91 %, limit 92 %");
    }

    [Fact]
    public void A_limit_that_was_configured_on_the_way_is_changed_as_well()
    {
        var sample = new SafetyLimits().With(Metric.SpO2, LimitSide.Low, limit => limit with { Value = 80m });
        var recording = new Recording().Configure(sample);
        recording.Do(new DetachDevice(recording.NextId(), Ward.FirstSession, "nurse-1", "mon-1"));
        var second = new Guid("00000000-0000-0000-0000-000000000002");
        recording.Do(new PlanSession(recording.NextId(), second, "nurse-1", "b2", second, Ward.Order) { History = DoseHistory.Nothing });
        recording.Do(new CheckIn(recording.NextId(), second, "nurse-1"));
        recording.Do(new AttachDevice(recording.NextId(), second, "nurse-1", "mon-1", DeviceKind.Monitor)).SpO2(91m, 30);
        var replay = new SessionReplay(Ward.NewState(), new HashSet<Guid> { second }, SpO2At92.Apply);

        var raised = recording.Inputs.SelectMany(each => replay.Take(each.Input, each.At).ToList()).Select(each => each.Event).OfType<AlarmRaised>()
            .Where(alarm => alarm.Rule == "spo2-low").ToList();

        raised.ShouldHaveSingleItem().HardLimit.ShouldBe(92m);
    }

    [Fact]
    public void An_answer_to_an_alarm_that_is_not_there_any_more_is_no_trouble_but_any_other_refusal_is_counted()
    {
        var recording = new Recording().SpO2(97m, 20).SpO2(85m, 30);
        var alarm = recording.Events.Select(each => each.Event).OfType<AlarmRaised>().Single().Alarm;
        recording.Do(new AcknowledgeAlarm(recording.NextId(), Ward.FirstSession, "nurse-1", alarm)).SpO2(97m, 5);
        var off = new LimitsChange([new LimitChange(Metric.SpO2, LimitSide.Low, AlarmPriority.High, IsOff: true)], []);

        recording.Replayed(off.Apply).Replay.Refused.ShouldBeEmpty();
        recording.Do(new StartInfusion(recording.NextId(), Ward.FirstSession, "nurse-1"));
        recording.Replayed(off.Apply).Replay.Refused.ShouldBe([KeyValuePair.Create(Ward.FirstSession, 1)]);
    }

    [Property(MaxTest = 60)]
    public void Under_the_same_limits_there_is_never_a_difference(byte[] script)
    {
        var recording = Play(script);

        var difference = Difference(recording, limits => limits with { });

        difference.Changes.ShouldBeEmpty();
        difference.Same.Length.ShouldBe(Alarms(recording.Events).Count);
    }

    [Property(MaxTest = 60)]
    public void Every_alarm_is_accounted_for_once_and_the_way_back_is_the_opposite(byte[] script)
    {
        var recording = Play(script);
        var (was, wouldBe) = (Alarms(recording.Events), Alarms(recording.Replayed(SpO2At92.Apply).Events));

        var there = AlarmDifference.Between(was, wouldBe, recording.Now);
        var back = AlarmDifference.Between(wouldBe, was, recording.Now);

        (there.Changes.Count(each => !each.IsGained) + there.Same.Length).ShouldBe(was.Count);
        (there.Changes.Count(each => !each.IsLost) + there.Same.Length).ShouldBe(wouldBe.Count);
        there.Changes.ShouldAllBe(each => each.Before != null || each.After != null);
        back.Changes.Count(each => each.IsLost).ShouldBe(there.Changes.Count(each => each.IsGained));
        back.Changes.Sum(each => each.LaterBy.Ticks).ShouldBe(-there.Changes.Sum(each => each.LaterBy.Ticks));
        back.Changes.Sum(each => each.LongerBy.Ticks).ShouldBe(-there.Changes.Sum(each => each.LongerBy.Ticks));
    }

    /// <summary>A wider limit with the same delay can only gain alarms, raise them earlier and keep them longer.</summary>
    [Property(MaxTest = 60)]
    public void A_wider_limit_with_the_same_delay_loses_no_time_under_alarm(byte[] script)
    {
        var recording = Play(script);
        var (was, wouldBe) = (Alarms(recording.Events), Alarms(recording.Replayed(SpO2At92.Apply).Events));

        TimeSpan Total(IEnumerable<AlarmSpan> alarms) =>
            alarms.Where(each => each.Rule == "spo2-low").Aggregate(TimeSpan.Zero, (sum, each) => sum + each.LastedUntil(recording.Now));
        Total(wouldBe).ShouldBeGreaterThanOrEqualTo(Total(was));
    }

    [Fact]
    public void The_staged_sample_limits_have_no_fault() => LimitsFault.Of(SampleLimits.Staged).ShouldBeEmpty();

    static Recording Play(byte[] script)
    {
        var recording = new Recording();
        foreach (var step in script)
        {
            _ = step % 16 == 0 ? recording.Silence(step % 23) : recording.SpO2(84m + (step % 14), 1 + (step % 19));
        }

        return recording;
    }

    static AlarmDifference Difference(Recording recording, Func<SafetyLimits, SafetyLimits> change) => AlarmDifference.Between(
        Alarms(recording.Events), Alarms(recording.Replayed(change).Events), recording.Now);

    static IReadOnlyList<AlarmSpan> Alarms(IEnumerable<StreamEvent> events) =>
        SessionAlarms.Of(Ward.FirstSession, events.Select(each => each.Event)).Alarms;
}
