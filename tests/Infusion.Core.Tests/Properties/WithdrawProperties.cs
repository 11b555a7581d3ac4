using FsCheck.Xunit;
using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Properties;

/// <summary>Whatever is charted and taken back, beside whatever is charted and stays: each byte is what happens in the next few seconds.</summary>
public class WithdrawProperties
{
    [Property(MaxTest = 200)]
    public void ChartedAndTakenBack_IsAsNeverCharted(byte[] script)
    {
        var (with, without) = (Play(script, isWithWrong: true), Play(script, isWithWrong: false));

        ShouldStandAlike(with.Live, without.Live);
        if (!IsMixed(script))
        {
            Active(with).ShouldBe(Active(without), ignoreOrder: true);
        }

        Withdrawals.Standing([.. with.Events.Select(each => each.Event)]).Where(IsEntry).Select(each => each.ToString())
            .ShouldBe(without.Events.Select(each => each.Event).Where(IsEntry).Select(each => each.ToString()));
    }

    [Property(MaxTest = 100)]
    public void RebuiltByFolding_IsTheStateThatRan(byte[] script)
    {
        var ward = Play(script, isWithWrong: true);
        var again = ward.Rebuilt(null).Sessions[Ward.FirstSession];

        ShouldStandAlike(again, ward.Live);
        again.State.Entries.Entries.Select(each => (each.Id, each.WithdrawnAt)).ShouldBe(
            ward.Live.State.Entries.Entries.Select(each => (each.Id, each.WithdrawnAt)));
        again.State.Alarms.Values.ShouldBe(ward.Live.State.Alarms.Values, ignoreOrder: true);
    }

    [Property(MaxTest = 100)]
    public void AnAlarmOfAWrongEntry_NeverVanishesWithoutAnEvent(byte[] script)
    {
        foreach (var (before, after, happened) in Play(script, isWithWrong: true).Events.Where(each => each.Before is not null)
            .Select(each => (each.Before!, each.After!, each.Event)))
        {
            before.Alarms.Keys.Where(alarm => !after.Alarms.ContainsKey(alarm)).ShouldAllBe(alarm => ((AlarmEvent)happened).Alarm == alarm);
        }
    }

    /// <summary>
    /// A right value was charted while a wrong one of its kind stood: what kept an alarm up between its two thresholds then is gone,
    /// and a value that breaches nothing does not bring it back.
    /// </summary>
    static bool IsMixed(byte[] script) => script.Index().Any(wrong => wrong.Item % 3 == 0 && IsVital(wrong.Item / 3)
        && script.Skip(wrong.Index + 1).Take(Longest).Any(right => IsVital(right) && right % 10 == wrong.Item / 3 % 10));

    /// <summary>Steps that a wrong entry stands.</summary>
    const int Longest = 4;

    static bool IsVital(int step) => step % 10 is 2 or 3 or 4;

    static bool IsEntry(SessionEvent happened) => EntryMemory.IdOf(happened) is not null && happened is not EntryWithdrawn;

    static IEnumerable<string> Active(Ward ward) => ward.Live.State.Alarms.Values.Where(alarm => alarm.Presence == AlarmPresence.Active)
        .Select(alarm => $"{alarm.Rule} {alarm.Metric} {alarm.Source} {alarm.Priority}");

    static Ward Play(byte[] script, bool isWithWrong)
    {
        ObservationDue[] schedule =
        [
            new(Observation.Sedation, ObservationWindow.Infusing, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1)),
            new(Observation.BloodPressure, ObservationWindow.Infusing, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1)),
        ];
        var ward = new Ward(SampleLimits.Staged, schedule: [.. schedule]).Infusing().After(2);
        var wrong = new Queue<(int Until, Guid Entry)>();
        for (var index = 0; index < script.Length; index++)
        {
            var step = script[index];
            ward.After(1 + (step % 7));
            ward.Vital(Metric.SpO2, 88m + (step % 12));
            Chart(ward, step, Id(index, 1), "nurse-1", index);
            if (isWithWrong && step % 3 == 0)
            {
                var entry = Id(index, 2);
                Chart(ward, (byte)(step / 3), entry, "nurse-2", index);
                wrong.Enqueue((index + (step % (Longest + 1)), entry));
            }

            while (wrong.TryPeek(out var next) && next.Until <= index)
            {
                Withdraw(ward, wrong.Dequeue().Entry);
            }
        }

        while (wrong.TryDequeue(out var left))
        {
            Withdraw(ward, left.Entry);
        }

        return ward;
    }

    /// <summary>Longest five steps of seven seconds after it was charted.</summary>
    static void Withdraw(Ward ward, Guid entry)
    {
        if (ward.Live.State.Entries.Find(entry) is not null)
        {
            ward.Accept(new WithdrawEntry(Guid.NewGuid(), Ward.FirstSession, "nurse-2", entry));
        }
    }

    static Guid Id(int index, short which) => new(index, which, 9, new byte[8]);

    static void Chart(Ward ward, byte step, Guid id, string by, int index)
    {
        var session = Ward.FirstSession;
        DateTimeOffset? at = step % 4 == 0 ? ward.Now.AddSeconds(-(step % 2)) : null;
        var adverse = Enumerable.Range(0, index + 1).Select(each => Id(each, 1)).FirstOrDefault(each => ward.Live.State.Care.AdverseEvents.Any(known => known.Id == each));
        var rescue = Enumerable.Range(0, index + 1).Select(each => Id(each, 1)).FirstOrDefault(each => ward.Live.State.Care.Rescues.Any(known => known.Id == each));
        ward.Do((step % 10) switch
        {
            0 => new ChartObservation(id, session, by, Observation.Sedation, ObservationScale.MoaaS, step % 6, at),
            1 => new ChartObservation(id, session, by, Observation.Nausea, ObservationScale.Numeric, step % 11, at),
            2 => new ChartVitals(id, session, by, [new(Metric.HeartRate, 40m + step)], at),
            3 => new ChartVitals(id, session, by, [new(Metric.NibpSystolic, 100m + (step / 2)), new(Metric.NibpDiastolic, 60m + (step % 39))], at),
            4 => new ChartVitals(id, session, by, [new(Metric.Temperature, 35m + (step % 6))], at),
            5 => new ChartAdverseEvent(id, session, by, AdverseEventCode.Nausea, 1 + (step % 4), at),
            6 => new ChartAdverseEventOutcome(id, session, by, adverse, step % 2 == 0 ? AdverseEventOutcome.Resolved : AdverseEventOutcome.Resolving),
            7 => new GiveRescue(id, session, by, RescueMedication.Ondansetron, 1m + (step % 8), RescueUnit.Milligram, RescueRoute.Intravenous, null, at),
            8 => new ChartRescueResponse(id, session, by, rescue, step % 2 == 0 ? RescueResponse.Effective : RescueResponse.Partial),
            _ => new ChartSetting(id, session, by, (SettingItem)(1 + (step % 3)), step % 2 == 0),
        });
    }

    static void ShouldStandAlike(SessionLive actual, SessionLive expected)
    {
        var (a, b) = (actual.State, expected.State);
        a.Scores.ShouldBe(b.Scores, ignoreOrder: true);
        a.MeasuredByHand.ShouldBe(b.MeasuredByHand, ignoreOrder: true);
        a.Care.AdverseEvents.ShouldBe(b.Care.AdverseEvents);
        a.Care.Rescues.ShouldBe(b.Care.Rescues);
        a.Care.Setting.ShouldBe(b.Care.Setting);
        foreach (var row in MetricTable.All)
        {
            (row.Metric, actual[row.Metric], actual.TrendOf(row.Metric)).ShouldBe((row.Metric, expected[row.Metric], expected.TrendOf(row.Metric)));
        }

        actual.NibpClockAt.ShouldBe(expected.NibpClockAt);
        foreach (var what in expected.Observations.Watched)
        {
            actual.Observations.Due(what, actual.State).ShouldBe(expected.Observations.Due(what, expected.State));
        }
    }
}
