using Infusion.Core.Alarms;
using Infusion.Core.Reports;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Reports;

public class AlarmReportTests
{
    static readonly DateTimeOffset Start = Ward.DefaultStart;
    static readonly AlarmReportAsked Whole = new(At(0), At(7_200));

    int _ids;

    [Fact]
    public void A_clinic_without_a_session_has_no_rate_rather_than_none()
    {
        var report = AlarmReport.Of([Session([])], Whole);

        (report.Sessions, report.Alarms, report.AlarmsPerHour, report.AlarmsPerSession).ShouldBe((0, 0, null, null));
        report.ByPriority.ShouldAllBe(each => each.MedianToAcknowledge == null && each.Alarms == 0);
        (report.TopPatients, report.TopSessions).ShouldBe((0, 0));
    }

    [Fact]
    public void Alarms_are_counted_by_the_hour_in_which_a_patient_was_watched()
    {
        var one = Session([new PatientCheckedIn(At(0), "n"), .. Alarm(10, ended: 40), new PatientDischarged(At(1_800), "n")]);
        var two = Session([new PatientCheckedIn(At(3_600), "n"), .. Alarm(4_000, ended: 4_100)]);

        var report = AlarmReport.Of([one, two], Whole);

        report.Monitored.ShouldBe(TimeSpan.FromMinutes(90));
        report.AlarmsPerHour.ShouldBe(2m / 1.5m);
        report.AlarmsPerSession.ShouldBe(1m);
    }

    [Fact]
    public void Time_that_nobody_evaluated_is_no_monitored_time()
    {
        var session = Session([new PatientCheckedIn(At(0), "n"), new MonitoringInterrupted(At(700), At(100), At(700))]);

        AlarmReport.Of([session], new(At(0), At(3_600))).Monitored.ShouldBe(TimeSpan.FromSeconds(3_000));
        AlarmReport.Of([session], new(At(400), At(3_600))).Monitored.ShouldBe(TimeSpan.FromSeconds(2_900));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 1)]
    [InlineData(99, 1)]
    [InlineData(100, 0)]
    public void An_alarm_belongs_to_the_time_in_which_it_was_raised(int raised, int counted)
    {
        var session = Session([new PatientCheckedIn(At(-50), "n"), .. Alarm(raised)]);
        AlarmReport.Of([session], new(At(0), At(100))).Alarms.ShouldBe(counted);
    }

    [Theory]
    [InlineData(AlarmPriority.High, 60, 1)]
    [InlineData(AlarmPriority.High, 61, 0)]
    [InlineData(AlarmPriority.Medium, 180, 1)]
    [InlineData(AlarmPriority.Medium, 181, 0)]
    [InlineData(AlarmPriority.Low, 1, 0)]
    public void Acknowledged_within_the_time_includes_the_last_second(AlarmPriority priority, int after, int within)
    {
        var session = Session([new PatientCheckedIn(At(0), "n"), .. Alarm(10, acknowledged: 10 + after, priority: priority)]);

        var figures = AlarmReport.Of([session], Whole).ByPriority.Single(each => each.Priority == priority);

        (figures.Alarms, figures.Acknowledged, figures.AcknowledgedWithin).ShouldBe((1, 1, within));
        figures.MedianToAcknowledge.ShouldBe(TimeSpan.FromSeconds(after));
    }

    [Fact]
    public void Median_and_ninetieth_are_times_that_occurred()
    {
        var session = Session([new PatientCheckedIn(At(0), "n"), .. Enumerable.Range(1, 10).SelectMany(n => Alarm(n * 100, acknowledged: (n * 100) + n))]);

        var high = AlarmReport.Of([session], Whole).ByPriority[0];

        (high.MedianToAcknowledge, high.NinetiethToAcknowledge).ShouldBe((TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(9)));
    }

    [Fact]
    public void One_that_grew_graver_has_to_be_answered_anew()
    {
        SessionEvent[] alarm = Alarm(10, acknowledged: 20, priority: AlarmPriority.Medium);
        var id = ((AlarmRaised)alarm[0]).Alarm;
        var session = Session([
            new PatientCheckedIn(At(0), "n"), .. alarm, new AlarmPriorityChanged(At(100), id, AlarmPriority.Medium, AlarmPriority.High, 80m, 90m),
            new AlarmAcknowledged(At(130), id, "n"), new AlarmPriorityChanged(At(150), id, AlarmPriority.High, AlarmPriority.Medium, 91m, 92m)]);

        var report = AlarmReport.Of([session], Whole);

        report.ByPriority[0].MedianToAcknowledge.ShouldBe(TimeSpan.FromSeconds(30));
        report.ByPriority[1].Alarms.ShouldBe(0);
        session.Alarms[0].ActedAt.ShouldBe(At(20));
        session.Alarms[0].Observed.ShouldBe(80m);
    }

    [Fact]
    public void Ended_by_itself_is_what_nobody_touched_before_its_end()
    {
        var touched = Alarm(300);
        var session = Session([
            new PatientCheckedIn(At(0), "n"),
            .. Alarm(10, ended: 40), .. Alarm(100, ended: 140, acknowledged: 200), .. Alarm(200, acknowledged: 210, ended: 250),
            touched[0], new AlarmAudioPaused(At(310), ((AlarmRaised)touched[0]).Alarm, At(400), "n"), new AlarmConditionCleared(At(320), ((AlarmRaised)touched[0]).Alarm),
            .. Alarm(400)]);

        AlarmReport.Of([session], Whole).ByPriority[0].EndedByThemselves.ShouldBe(2);
    }

    [Theory]
    [InlineData(10, 9, true)]
    [InlineData(10, 8, false)]
    [InlineData(5, 5, true)]
    [InlineData(4, 4, false)]
    public void A_limit_is_noisy_when_nine_of_ten_end_at_once_by_themselves_and_there_were_a_few(int alarms, int brief, bool noisy)
    {
        var session = Session([new PatientCheckedIn(At(0), "n"), .. Enumerable.Range(0, alarms).SelectMany(n => Alarm(n * 200, ended: (n * 200) + (n < brief ? 60 : 61)))]);

        var rule = AlarmReport.Of([session], Whole).Rules.ShouldHaveSingleItem();

        (rule.Alarms, rule.ShortAndUnanswered, rule.IsNoisy).ShouldBe((alarms, brief, noisy));
        (rule.Rule, rule.Metric, rule.Priority, rule.HardLimit).ShouldBe(("spo2-low", Metric.SpO2, AlarmPriority.High, 90m));
    }

    [Fact]
    public void Rules_come_with_the_most_alarms_first_and_how_long_they_stood()
    {
        var session = Session([
            new PatientCheckedIn(At(0), "n"), .. Alarm(10, ended: 20, rule: "a"), .. Alarm(100, ended: 130, rule: "b"), .. Alarm(200, ended: 250, rule: "b"),
            .. Alarm(7_100, rule: "b")]);

        var rules = AlarmReport.Of([session], Whole).Rules;

        rules.Select(each => (each.Rule, each.Alarms)).ShouldBe([("b", 3), ("a", 1)]);
        (rules[0].MedianDuration, rules[0].TotalDuration).ShouldBe((TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(180)));
    }

    [Fact]
    public void The_tenth_with_the_most_alarms_is_rounded_up_and_says_its_share()
    {
        var sessions = Enumerable.Range(0, 11)
            .Select(n => Session([new PatientCheckedIn(At(0), "n"), .. Enumerable.Range(0, n).SelectMany(each => Alarm(each * 100, ended: (each * 100) + 5))])).ToList();

        var report = AlarmReport.Of(sessions, Whole);

        (report.Patients.Length, report.TopPatients, report.TopPatientsAlarms).ShouldBe((11, 2, 19));
        (report.TopSessions, report.TopSessionsAlarms, report.Alarms).ShouldBe((2, 19, 55));
        report.Patients[^1].Alarms.ShouldBe(0);
    }

    SessionAlarms Session(SessionEvent[] events)
    {
        var id = NextId();
        return SessionAlarms.Of(id, [new SessionPlanned(At(-60), "a1", id, Ward.Order, "n"), .. events]);
    }

    SessionEvent[] Alarm(int raised, int? ended = null, int? acknowledged = null, AlarmPriority priority = AlarmPriority.High, string rule = "spo2-low")
    {
        var id = NextId();
        var (clear, answer) = (ended is { } end ? new AlarmConditionCleared(At(end), id) : null, acknowledged is { } at ? new AlarmAcknowledged(At(at), id, "n") : null);
        return [.. new SessionEvent?[] { new AlarmRaised(At(raised), id, rule, Metric.SpO2, null, priority, At(raised - 5), 85m, 90m), clear, answer }
            .OfType<SessionEvent>().OrderBy(each => each.At)];
    }

    Guid NextId() => new(++_ids, 3, 3, new byte[8]);

    static DateTimeOffset At(int seconds) => Start.AddSeconds(seconds);
}
