using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Reports;

/// <summary>From when to when, and what counts as answered in time.</summary>
/// <param name="From">Inclusive; alarms raised from here.</param>
/// <param name="To">Exclusive.</param>
public sealed record AlarmReportAsked(DateTimeOffset From, DateTimeOffset To)
{
    public TimeSpan HighWithin { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan MediumWithin { get; init; } = TimeSpan.FromSeconds(180);

    /// <returns>Null: nobody is measured by a time at this priority.</returns>
    public TimeSpan? Within(AlarmPriority priority) => priority switch
    {
        AlarmPriority.High => HighWithin,
        AlarmPriority.Medium => MediumWithin,
        _ => null,
    };
}

/// <summary>How alarms of one priority, the gravest that each had, were met. Times count from the signal of that priority.</summary>
/// <param name="MedianToAcknowledge">Of those that were acknowledged; null: none was.</param>
/// <param name="Within">Null: no time is set for this priority.</param>
/// <param name="AcknowledgedWithin">Of all, how many were acknowledged within that time, inclusive.</param>
/// <param name="EndedByThemselves">Of all, how many conditions went before anybody acknowledged or paused the sound.</param>
public sealed record PriorityFigures(
    AlarmPriority Priority,
    int Alarms,
    int Acknowledged,
    TimeSpan? MedianToAcknowledge,
    TimeSpan? NinetiethToAcknowledge,
    TimeSpan? Within,
    int AcknowledgedWithin,
    int EndedByThemselves);

/// <summary>What one rule did at one priority for one metric.</summary>
/// <param name="HardLimit">In the metric's unit, the one that most of these alarms had; null: the rule has none.</param>
/// <param name="MedianDuration">Up to the end of the report at most.</param>
/// <param name="ShortAndUnanswered">Ended within <see cref="AlarmReport.Brief"/> and nobody did anything about them.</param>
/// <param name="IsNoisy">Nearly all of them ended so: it rings, and nobody learns from it.</param>
public sealed record RuleFigures(
    string Rule,
    Metric Metric,
    AlarmPriority Priority,
    decimal? HardLimit,
    int Alarms,
    int Sessions,
    TimeSpan MedianDuration,
    TimeSpan TotalDuration,
    int Acknowledged,
    int ShortAndUnanswered,
    bool IsNoisy);

/// <param name="Sessions">With a patient watched within the report's time.</param>
public sealed record PatientFigures(Guid Patient, int Sessions, int Alarms);

/// <summary>How a clinic's alarms were in a stretch of time: how many, how they were met, and where they came from.</summary>
/// <param name="Monitored">Time in which patients were watched, summed over sessions.</param>
/// <param name="ByPriority">High first; always all three.</param>
/// <param name="Answers">How soon they were acknowledged; high first, always all three.</param>
/// <param name="Rules">The most alarms first.</param>
/// <param name="Patients">The most alarms first; those without an alarm too.</param>
/// <param name="TopPatients">How many are a tenth of the patients, rounded up.</param>
/// <param name="TopPatientsAlarms">How many of all alarms are theirs.</param>
/// <param name="TopSessionsAlarms">How many of all alarms came from the tenth of the sessions with the most, rounded up.</param>
public sealed record AlarmReport(
    AlarmReportAsked Asked,
    int Sessions,
    TimeSpan Monitored,
    int Alarms,
    ImmutableArray<PriorityFigures> ByPriority,
    ImmutableArray<AnswerTimes> Answers,
    ImmutableArray<RuleFigures> Rules,
    ImmutableArray<PatientFigures> Patients,
    int TopPatients,
    int TopPatientsAlarms,
    int TopSessions,
    int TopSessionsAlarms)
{
    /// <summary>An alarm that ended within this time (inclusive) was hardly there.</summary>
    public static readonly TimeSpan Brief = TimeSpan.FromSeconds(60);

    /// <summary>The share of brief unanswered alarms from which a limit is noisy, and the least number of alarms to say so.</summary>
    const decimal NoisyShare = 0.9m;
    const int NoisyFrom = 5;

    static readonly AlarmPriority[] Graded = [AlarmPriority.High, AlarmPriority.Medium, AlarmPriority.Low];

    /// <summary>Null: no patient was watched.</summary>
    public decimal? AlarmsPerHour => PerHour(Alarms);

    /// <summary>Null: no session had a patient watched.</summary>
    public decimal? AlarmsPerSession => Sessions == 0 ? null : (decimal)Alarms / Sessions;

    /// <param name="sessions">Any; those without a patient watched within the time are left out.</param>
    public static AlarmReport Of(IEnumerable<SessionAlarms> sessions, AlarmReportAsked asked)
    {
        var watched = sessions.Where(session => session.Touches(asked.From, asked.To))
            .Select(session => (Session: session, Alarms: session.Alarms.Where(alarm => alarm.RaisedAt >= asked.From && alarm.RaisedAt < asked.To).ToList()))
            .ToList();
        var all = watched.SelectMany(each => each.Alarms.Select(alarm => (each.Session.Session, Alarm: alarm))).ToList();
        var patients = watched.GroupBy(each => each.Session.Plan?.Patient ?? Guid.Empty)
            .Select(group => new PatientFigures(group.Key, group.Count(), group.Sum(each => each.Alarms.Count)))
            .OrderByDescending(patient => patient.Alarms).ThenBy(patient => patient.Patient)
            .ToImmutableArray();
        var (topPatients, topSessions) = (Tenth(patients.Length), Tenth(watched.Count));
        return new AlarmReport(
            asked,
            watched.Count,
            watched.Aggregate(TimeSpan.Zero, (sum, each) => sum + each.Session.Monitored(asked.From, asked.To)),
            all.Count,
            [.. Graded.Select(priority => Priority(priority, [.. all.Select(each => each.Alarm).Where(alarm => alarm.Gravest == priority)], asked))],
            [.. Graded.Select(priority => AnswerTimes.Of(priority, [.. all.Select(each => each.Alarm).Where(alarm => alarm.Gravest == priority)]))],
            [.. all.GroupBy(each => (each.Alarm.Rule, each.Alarm.Metric, each.Alarm.Gravest)).Select(group => Rule([.. group], asked.To))
                .OrderByDescending(rule => rule.Alarms).ThenBy(rule => rule.Rule, StringComparer.Ordinal).ThenBy(rule => rule.Metric).ThenBy(rule => rule.Priority)],
            patients,
            topPatients,
            patients.Take(topPatients).Sum(patient => patient.Alarms),
            topSessions,
            watched.Select(each => each.Alarms.Count).OrderDescending().Take(topSessions).Sum());
    }

    /// <returns>Null: no patient was watched.</returns>
    public decimal? PerHour(int alarms) => Monitored > TimeSpan.Zero ? alarms / ((decimal)Monitored.Ticks / TimeSpan.TicksPerHour) : null;

    static PriorityFigures Priority(AlarmPriority priority, List<AlarmSpan> alarms, AlarmReportAsked asked)
    {
        var times = alarms.Select(alarm => alarm.TimeToAcknowledge).OfType<TimeSpan>().Order().ToList();
        var within = asked.Within(priority);
        return new PriorityFigures(
            priority, alarms.Count, times.Count, Quantile(times, 0.5m), Quantile(times, 0.9m), within,
            times.Count(time => time <= within), alarms.Count(alarm => alarm.EndedByItself));
    }

    static RuleFigures Rule(List<(Guid Session, AlarmSpan Alarm)> alarms, DateTimeOffset until)
    {
        var first = alarms[0].Alarm;
        var durations = alarms.Select(each => each.Alarm.LastedUntil(until)).Order().ToList();
        var brief = alarms.Count(each => each.Alarm.EndedByItself && each.Alarm.EndedAt - each.Alarm.RaisedAt <= Brief);
        return new RuleFigures(
            first.Rule, first.Metric, first.Gravest,
            alarms.GroupBy(each => each.Alarm.HardLimit).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First().Key,
            alarms.Count,
            alarms.Select(each => each.Session).Distinct().Count(),
            Quantile(durations, 0.5m) ?? TimeSpan.Zero,
            durations.Aggregate(TimeSpan.Zero, (sum, duration) => sum + duration),
            alarms.Count(each => each.Alarm.AcknowledgedAt is not null),
            brief,
            alarms.Count >= NoisyFrom && brief >= NoisyShare * alarms.Count);
    }

    /// <summary>The smallest value that at least this share does not exceed.</summary>
    /// <param name="sorted">Ascending.</param>
    static TimeSpan? Quantile(List<TimeSpan> sorted, decimal share) =>
        sorted.Count == 0 ? null : sorted[(int)Math.Ceiling(share * sorted.Count) - 1];

    static int Tenth(int count) => (count + 9) / 10;
}
