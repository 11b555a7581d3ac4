using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Pathway;
using Infusion.Core.Quantities;
using Infusion.Core.Reports;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Reports;

/// <summary>A shift from minute 0 to minute 480.</summary>
public class ShiftTests
{
    static readonly Guid Id = Guid.NewGuid();
    static readonly DateTimeOffset Start = Ward.DefaultStart;

    static readonly InfusionOrder Order = new(
        SampleProtocols.Mood.Id, SampleProtocols.Mood.Version, "ketamine", Mass.FromMilligrams(35m), BodyWeight.FromKilograms(70m), WeightBasis.Actual,
        Concentration.FromMilligramsPerMillilitre(1m), Rate.FromMillilitresPerHour(52.5m), TimeSpan.FromMinutes(40));

    [Theory]
    [InlineData(-60, -1, false)]
    [InlineData(-60, 1, true)]
    [InlineData(479, null, true)]
    [InlineData(480, null, false)]
    public void A_session_is_of_the_shift_when_its_patient_was_here_within_it(int checkedIn, int? discharged, bool isIn) =>
        (Of([new PatientCheckedIn(At(checkedIn), "n"), .. discharged is { } left ? new[] { new PatientDischarged(At(left), "n") } : []]) is not null).ShouldBe(isIn);

    [Fact]
    public void What_came_after_the_shift_is_not_in_it()
    {
        var shift = Of(
            new PatientCheckedIn(At(10), "n"), new InfusionStarted(At(470), "n"), Alarm(475, out var first), new AlarmAcknowledged(At(481), first, "n"),
            Alarm(485, out _), new InfusionStopped(At(500), "n"))!;

        (shift.Figures.Phase, shift.Figures.StoppedAt).ShouldBe((SessionPhase.Infusing, null));
        var alarm = shift.Alarms.ShouldHaveSingleItem();
        (alarm.Alarm, alarm.ActedAt).ShouldBe((first, null));
    }

    [Fact]
    public void What_was_before_the_shift_counts_for_how_it_stands_and_not_for_what_happened()
    {
        var shift = Of(
            new PatientCheckedIn(At(-60), "n"), new InfusionStarted(At(-50), "n"), Alarm(-40, out _),
            new InfusionPaused(At(-30), "n"), new InfusionResumed(At(5), "n"))!;

        shift.Alarms.ShouldBeEmpty();
        shift.Figures.Alarms.All.ShouldBe(1);
        shift.Interventions.ShouldHaveSingleItem().ShouldBeOfType<InfusionResumed>();
        shift.Figures.StartedAt.ShouldBe(At(-50));
        shift.Open.ShouldContain(each => each.Code == "session-open");
    }

    [Fact]
    public void Who_acknowledged_is_named_and_a_graver_alarm_has_to_be_acknowledged_anew()
    {
        var shift = Of(
            new PatientCheckedIn(At(0), "n"), Alarm(10, out var alarm, AlarmPriority.Medium), new AlarmAcknowledged(At(11), alarm, "hale"),
            Alarm(20, out var graver, AlarmPriority.Medium), new AlarmAcknowledged(At(21), graver, "hale"),
            new AlarmPriorityChanged(At(22), graver, AlarmPriority.Medium, AlarmPriority.High, 84m, 85m))!;

        shift.Alarms.Select(each => (each.Gravest, each.AcknowledgedBy)).ShouldBe([(AlarmPriority.Medium, "hale"), (AlarmPriority.High, null)]);
    }

    [Fact]
    public void Time_that_nobody_evaluated_is_said_as_far_as_it_is_of_the_shift()
    {
        var shift = Of(
            new PatientCheckedIn(At(-60), "n"), new MonitoringInterrupted(At(-5), At(-9), At(-5)), new MonitoringInterrupted(At(4), At(-2), At(4)),
            new MonitoringInterrupted(At(100), At(98), At(100)))!;
        shift.NotEvaluated.ShouldBe([(At(0), At(4)), (At(98), At(100))]);
    }

    [Fact]
    public void Chairs_are_told_by_who_went_to_them_with_breaks_and_hours_without_anybody()
    {
        SessionEvent[] events =
        [
            new ChairTaken(At(-100), "A1", "okafor", null),
            new ChairOffered(At(50), "A1", "okafor", "hale", IsBreak: true), new ChairAccepted(At(60), "A1", "hale", "okafor", IsBreak: true),
            new BreakEnded(At(90), "A1", "okafor", "hale"),
            new ChairOffered(At(190), "A1", "okafor", "nguyen", IsBreak: false), new ChairAccepted(At(200), "A1", "nguyen", "okafor", IsBreak: false),
            new ChairTaken(At(300), "B1", "hale", null), new ChairRetired(At(400), "B1", "manager"),
            new ChairTaken(At(490), "A1", "late", "nguyen"),
        ];

        ChairStretch.Of(events, At(0), At(480)).ShouldBe(
        [
            new("A1", "okafor", null, At(0), At(60)), new("A1", "hale", "okafor", At(60), At(90)), new("A1", "okafor", null, At(90), At(200)),
            new("A1", "nguyen", null, At(200), At(480)),
            new("B1", "hale", null, At(300), At(400)),
        ]);
    }

    [Fact]
    public void A_chair_that_got_another_name_is_told_by_the_name_it_had()
    {
        SessionEvent[] events =
        [
            new ChairTaken(At(0), "A1", "okafor", null), new ChairRenamed(At(5), "A1", "manager", "A1", "East"),
            new ChairRenamed(At(10), "A1", "manager", "A2", "West"),
        ];
        ChairStretch.Of(events, At(0), At(20)).ShouldBe([new("A1", "okafor", null, At(0), At(10)), new("A2", "okafor", null, At(10), At(20))]);
    }

    [Fact]
    public void Alarms_and_watched_time_fall_into_the_hours_of_the_clinics_clock_also_when_it_is_changed()
    {
        // In New York the hour from 1:00 came twice on 1 November 2026.
        var zone = new ClinicTime(TimeZoneInfo.FindSystemTimeZoneById("America/New_York"));
        var midnight = new DateTimeOffset(2026, 11, 1, 4, 0, 0, TimeSpan.Zero);
        var session = SessionAlarms.Of(Id,
        [
            new PatientCheckedIn(midnight.AddMinutes(30), "n"),
            new AlarmRaised(midnight.AddMinutes(70), Guid.NewGuid(), "spo2-low", Metric.SpO2, null, AlarmPriority.High, midnight, 85m, 90m),
            new AlarmRaised(midnight.AddMinutes(130), Guid.NewGuid(), "spo2-low", Metric.SpO2, null, AlarmPriority.Low, midnight, 85m, 90m),
            new MonitoringInterrupted(midnight.AddMinutes(100), midnight.AddMinutes(80), midnight.AddMinutes(100)),
            new PatientDischarged(midnight.AddMinutes(190), "n"),
        ]);

        var hours = AlarmHours.Of([session], new AlarmReportAsked(midnight, midnight.AddHours(10)), zone);

        hours.Length.ShouldBe(24);
        hours[0].ShouldBe(new AlarmHour(0, TimeSpan.FromMinutes(30), 0, 0, 0));
        hours[1].ShouldBe(new AlarmHour(1, TimeSpan.FromMinutes(100), 1, 0, 1));
        hours[1].PerMonitoredHour.ShouldBe(1.2m);
        hours[2].Monitored.ShouldBe(TimeSpan.FromMinutes(10));
        hours[3].PerMonitoredHour.ShouldBeNull();
    }

    [Fact]
    public void Each_alarm_is_counted_once_by_how_soon_somebody_acknowledged_it()
    {
        var events = new List<SessionEvent> { new PatientCheckedIn(At(0), "n") };
        foreach (var seconds in (double?[])[15, 16, 30, 60, 300, 301, null])
        {
            events.Add(Alarm(10, out var alarm));
            if (seconds is { } known)
            {
                events.Add(new AlarmAcknowledged(At(10).AddSeconds(known), alarm, "n"));
            }
        }

        events.Add(Alarm(10, out var paused));
        events.Add(new AlarmAudioPaused(At(11), paused, At(12), "n"));
        var answers = AlarmReport.Of([SessionAlarms.Of(Id, events)], new(At(0), At(480))).Answers[0];

        answers.Within.ShouldBe([1, 2, 1, 0, 1]);
        (answers.Priority, answers.Later, answers.PausedAlone, answers.NobodyActed).ShouldBe((AlarmPriority.High, 1, 1, 1));
    }

    static ShiftSession? Of(params SessionEvent[] course) => ShiftSession.Of(
        Id, [new SessionPlanned(At(-600), "A1", Guid.NewGuid(), Order, "p"), .. course], SampleProtocols.Mood, At(0), At(480));

    static AlarmRaised Alarm(double minute, out Guid id, AlarmPriority priority = AlarmPriority.High) =>
        new(At(minute), id = Guid.NewGuid(), "spo2-low", Metric.SpO2, null, priority, At(minute), 86m, 90m);

    static DateTimeOffset At(double minutes) => Start.AddMinutes(minutes);
}
