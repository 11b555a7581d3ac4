using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.Reports;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Reporting;

/// <param name="PerHour">In a monitored hour; null: nobody was monitored.</param>
/// <param name="WithinSeconds">What counts as in time; null: no time is set for this priority.</param>
public sealed record PriorityView(
    AlarmPriority Priority, int Alarms, decimal? PerHour, decimal? PerSession, int Acknowledged, decimal? MedianSecondsToAcknowledge,
    decimal? NinetiethSecondsToAcknowledge, decimal? WithinSeconds, int AcknowledgedWithin, int EndedByThemselves);

/// <param name="Id">SR- and three digits; null: there is no such rule any more.</param>
public sealed record RuleView(
    string Rule, string? Id, Metric Metric, string? Label, string? Unit, AlarmPriority Priority, decimal? HardLimit, int Alarms, int Sessions,
    decimal MedianSeconds, decimal TotalSeconds, int Acknowledged, int ShortAndUnanswered, bool IsNoisy);

/// <summary>How soon alarms of one priority were acknowledged; each is in one of these numbers.</summary>
/// <param name="Within">By the bounds of the report: within that time, and not within the one before.</param>
public sealed record AnswersView(AlarmPriority Priority, ImmutableArray<int> Within, int Later, int PausedAlone, int NobodyActed);

/// <param name="Hour">Of the day on the clinic's clock, 0 to 23.</param>
/// <param name="PerMonitoredHour">Null: nobody was watched in that hour.</param>
public sealed record HourView(int Hour, decimal MonitoredHours, int High, int Medium, int Low, decimal? PerMonitoredHour);

/// <param name="Initials">Null: the patient was erased.</param>
public sealed record PatientAlarmsView(Guid Patient, string? Initials, int Sessions, int Alarms);

/// <param name="OutsideSessions">Alarms of devices at no session; they are in no other number here.</param>
/// <param name="Patients">The most alarms first; the top tenth and at most some more.</param>
public sealed record AlarmReportView(
    DateTimeOffset From, DateTimeOffset To, int Sessions, decimal MonitoredHours, int Alarms, decimal? PerHour, decimal? PerSession,
    int OutsideSessions, ImmutableArray<PriorityView> ByPriority, ImmutableArray<decimal> AnswerBoundsSeconds, ImmutableArray<AnswersView> Answers,
    ImmutableArray<HourView> HoursOfDay, ImmutableArray<RuleView> Rules, int PatientCount,
    ImmutableArray<PatientAlarmsView> Patients, int TopPatients, int TopPatientsAlarms, int TopSessions, int TopSessionsAlarms)
{
    const int PatientsShown = 10;

    internal static AlarmReportView Of(
        AlarmReport report, ImmutableArray<AlarmHour> hours, IReadOnlyDictionary<Guid, string> initials, int outside) => new(
        report.Asked.From, report.Asked.To, report.Sessions, Hours(report.Monitored), report.Alarms,
        report.AlarmsPerHour, report.AlarmsPerSession, outside,
        [.. report.ByPriority.Select(each => new PriorityView(
            each.Priority, each.Alarms, report.PerHour(each.Alarms), report.Sessions == 0 ? null : (decimal)each.Alarms / report.Sessions,
            each.Acknowledged, Seconds(each.MedianToAcknowledge), Seconds(each.NinetiethToAcknowledge), Seconds(each.Within),
            each.AcknowledgedWithin, each.EndedByThemselves))],
        [.. AnswerTimes.Bounds.Select(bound => (decimal)bound.TotalSeconds)],
        [.. report.Answers.Select(each => new AnswersView(each.Priority, each.Within, each.Later, each.PausedAlone, each.NobodyActed))],
        [.. hours.Select(each => new HourView(each.Hour, Hours(each.Monitored), each.High, each.Medium, each.Low, each.PerMonitoredHour))],
        [.. report.Rules.Select(Rule)],
        report.Patients.Length,
        [.. report.Patients.Take(Math.Max(report.TopPatients, PatientsShown))
            .Select(each => new PatientAlarmsView(each.Patient, initials.GetValueOrDefault(each.Patient), each.Sessions, each.Alarms))],
        report.TopPatients, report.TopPatientsAlarms, report.TopSessions, report.TopSessionsAlarms);

    static RuleView Rule(RuleFigures each)
    {
        var metric = MetricTable.All.FirstOrDefault(row => row.Metric == each.Metric);
        return new RuleView(
            each.Rule, Core.Safety.SafetyRules.Find(each.Rule)?.Id, each.Metric, metric?.Label, metric?.UnitText, each.Priority, each.HardLimit,
            each.Alarms, each.Sessions, Seconds(each.MedianDuration)!.Value, Seconds(each.TotalDuration)!.Value, each.Acknowledged,
            each.ShortAndUnanswered, each.IsNoisy);
    }

    static decimal Hours(TimeSpan span) => (decimal)span.Ticks / TimeSpan.TicksPerHour;

    static decimal? Seconds(TimeSpan? span) => span is { } known ? (decimal)known.Ticks / TimeSpan.TicksPerSecond : null;
}
