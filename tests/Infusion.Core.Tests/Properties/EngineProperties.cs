using System.Collections.Immutable;
using FsCheck.Xunit;
using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Properties;

/// <summary>Whatever the devices and people do, second by second: each byte is what happens in the next few seconds.</summary>
public class EngineProperties
{
    [Property(MaxTest = 60)]
    public void ShiftedInTime_TheSameHappensShifted(byte[] script, ushort hours)
    {
        var shift = TimeSpan.FromHours(hours);
        var here = Play(new Ward(), script);
        var there = Play(new Ward(start: Ward.DefaultStart + shift), script);

        there.Events.Select(each => Shape(each, there.Start)).ShouldBe(here.Events.Select(each => Shape(each, here.Start)));
        there.Charted.Select(each => (each.Kind, each.At - shift, each.Value)).ShouldBe(here.Charted.Select(each => (each.Kind, each.At, each.Value)));
    }

    [Property(MaxTest = 60)]
    public void ASecondCopyOfAnyMessage_ChangesNothing(byte[] script)
    {
        var once = Play(new Ward(), script);
        var twice = Play(new Ward(), script, (ward, reading) =>
        {
            ward.Observe(reading);
            ward.Observe(reading).ShouldBe(ObserveOutcome.Duplicate);
        });

        ShouldBeAlike(twice, once);
    }

    [Property(MaxTest = 60)]
    public void LateMessagesInAnyOrder_ChangeNoLiveState(byte[] script, byte[] latecomers)
    {
        var without = Play(new Ward(), script);
        var sent = 0;
        var with = Play(new Ward(), script, (ward, reading) =>
        {
            ward.Observe(reading);
            foreach (var number in latecomers)
            {
                ward.Observe(reading with
                {
                    Seq = 1_000_000 + number,
                    Boot = $"earlier-{sent++ % 5}",
                    FlaggedLate = true,
                    At = ward.Now.AddMinutes(-number),
                    Samples = [new Sample(Metric.SpO2, 50m, Quality.Valid)],
                }).ShouldBeOneOf(ObserveOutcome.Late, ObserveOutcome.Duplicate);
            }
        });

        with.Events.RemoveAll(each => each.Event is TelemetryGapOpened or TelemetryGapClosed or AlarmOnsetCorrected);
        with.Events.Select(each => Sounded(each)).ShouldBe(without.Events.Select(each => Sounded(each)));
        with.Charted.Where(each => each.Value is not (null or 50m)).ShouldBe(without.Charted.Where(each => each.Value is not null));
        ShouldShowAlike(with.Live, without.Live);
    }

    [Property(MaxTest = 100)]
    public void AnAlarmNeverSilentlyVanishes(byte[] script)
    {
        var ward = Play(new Ward(), script);
        foreach (var (before, after, happened) in ward.Events.Where(each => each.Before is not null).Select(each => (each.Before!, each.After!, each.Event)))
        {
            foreach (var alarm in before.Alarms.Values.Where(alarm => !after.Alarms.ContainsKey(alarm.Id)))
            {
                (happened is AlarmAcknowledged acknowledged && acknowledged.Alarm == alarm.Id && alarm.Presence == AlarmPresence.Latched
                    || happened is AlarmConditionCleared cleared && cleared.Alarm == alarm.Id && (alarm.IsAcknowledged || !alarm.IsLatching)).ShouldBeTrue();
            }
        }

        ward.Raised.Select(alarm => alarm.Alarm).ShouldBeUnique();
    }

    [Property(MaxTest = 100)]
    public void AHighAlarmAlwaysSpeaksForItself_AndWhatIsSilentHasACauseThatIsNot(byte[] script)
    {
        foreach (var after in Play(new Ward(SampleLimits.Staged), script).Events.Select(each => each.After).OfType<SessionState>())
        {
            after.Alarms.Values.ShouldAllBe(alarm => alarm.Priority < AlarmPriority.High || (alarm.CausedBy == null && alarm.Group == null));
        }
    }

    [Property(MaxTest = 60)]
    public void RestartedAnywhere_NothingIsRaisedOrReturnsOrIsCalledForIt(byte[] script)
    {
        var ward = Play(new Ward(), script);
        var before = ward.Events.Count;

        ward.Restart().Events.Skip(before).ShouldAllBe(each => !(each.Event is AlarmEvent));
    }

    [Property(MaxTest = 60)]
    public void RebuiltAnywhere_TheSameStands(byte[] script)
    {
        var ward = Play(new Ward(), script);
        var again = ward.Rebuilt(null).Sessions[Ward.FirstSession];

        ShouldStandAlike(again, ward.Live);
    }

    static readonly ImmutableArray<DutyStep> Duty =
        [new(["nurse-1"], TimeSpan.FromSeconds(10)), new(["nurse-2"], TimeSpan.FromSeconds(12))];

    static Ward Play(Ward ward, byte[] script, Action<Ward, Reading>? send = null)
    {
        send ??= static (ward, reading) => ward.Observe(reading);
        ward.Infusing();
        var total = 0m;
        foreach (var step in script)
        {
            for (var second = 0; second < 4; second++)
            {
                ward.After(1);
                if (step % 16 != 15)
                {
                    send(ward, ward.NewReading("mon-1", MetricTable.ToSample(Metric.SpO2, step % 4 == 0 ? 0m : 80m + (step % 20)), MetricTable.ToSample(Metric.RespiratoryRate, step % 36)));
                }

                total += step % 3 * 0.5m;
                send(ward, ward.NewReading("pump-1", new Sample(Metric.VolumeDeliveredTotal, total, Quality.Valid), new Sample(Metric.PumpRateCurrent, 50m + (step % 3 * 5m), Quality.Valid))
                    with
                { Pump = new PumpState(step % 7 == 0 ? PumpStatus.NotInfusing : PumpStatus.Infusing, PumpMode.Continuous, null) });
            }

            if (step % 5 == 0)
            {
                Command(ward, step);
            }
        }

        return ward;
    }

    static void Command(Ward ward, byte step)
    {
        var alarm = ward.Live.State.Alarms.Values.OrderBy(each => each.RaisedAt).ThenBy(each => each.Rule).ThenBy(each => each.Metric).Select(each => each.Id).FirstOrDefault();
        ward.Do((step % 8) switch
        {
            0 => new PauseInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"),
            1 => new ResumeInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"),
            2 => new PauseAlarmAudio(ward.NextId(), Ward.FirstSession, "nurse-1", alarm, TimeSpan.FromSeconds(step)),
            3 => new SetDuty(ward.NextId(), Ward.ClinicStream, "manager", null, Duty),
            4 => new RefuseAlarm(ward.NextId(), Ward.FirstSession, "nurse-1", alarm),
            5 => new AcceptAlarm(ward.NextId(), Ward.FirstSession, "nurse-2", alarm),
            _ => new AcknowledgeAlarm(ward.NextId(), Ward.FirstSession, "nurse-1", alarm),
        });
    }

    /// <summary>An event without what derives from absolute time: alarm ids.</summary>
    static string Shape(StreamEvent each, DateTimeOffset start) => each.Event switch
    {
        AlarmRaised e => $"{e.At - start} {e.Rule} {e.Metric} {e.Source} {e.Onset - start} {e.Observed} {e.HardLimit}",
        var e => $"{e.At - start} {e.GetType().Name}",
    };

    static void ShouldBeAlike(Ward actual, Ward expected)
    {
        actual.Events.Select(each => each.Event).ShouldBe(expected.Events.Select(each => each.Event));
        actual.Charted.ShouldBe(expected.Charted);
        ShouldStandAlike(actual.Live, expected.Live);
    }

    static void ShouldStandAlike(SessionLive actual, SessionLive expected)
    {
        ShouldShowAlike(actual, expected);
        actual.State.Alarms.Values.ShouldBe(expected.State.Alarms.Values, ignoreOrder: true);
    }

    /// <summary>Late data may date an onset back, and with it the id; what is raised when, and what is over when, they change never.</summary>
    static string Sounded(StreamEvent each) => each.Event switch
    {
        AlarmRaised e => $"{e.At} {e.Rule} {e.Metric} {e.Source} {e.Observed} {e.HardLimit}",
        AlarmConditionCleared e => $"{e.At} ended {each.Before!.Alarms[e.Alarm].Rule} {each.Before.Alarms[e.Alarm].Metric}",
        AlarmAcknowledged e => $"{e.At} acknowledged {each.Before!.Alarms[e.Alarm].Rule} {each.Before.Alarms[e.Alarm].Metric}",
        var e => $"{e}",
    };

    static void ShouldShowAlike(SessionLive actual, SessionLive expected)
    {
        foreach (var row in MetricTable.All)
        {
            actual[row.Metric].ShouldBe(expected[row.Metric]);
        }

        (actual.Delivered, actual.Pump).ShouldBe((expected.Delivered, expected.Pump));
    }
}
