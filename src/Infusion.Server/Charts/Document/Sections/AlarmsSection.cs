using Infusion.Core.Alarms;
using Infusion.Core.Reports;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using static Infusion.Server.Charts.Document.ChartWords;

namespace Infusion.Server.Charts.Document.Sections;

/// <summary>Each alarm with who answered it, when, and how long it was silent and why.</summary>
static class AlarmsSection
{
    public static ChartSection Build(ChartFacts facts)
    {
        var answers = facts.Events.OfType<AlarmEvent>().ToLookup(each => each.Alarm);
        var spans = SessionAlarms.Of(facts.Session, facts.Events).Alarms;
        return Section("alarms", "Alarms",
            [
                Fact("count", "Alarms", $"{spans.Count}: {Count(AlarmPriority.High)} high, {Count(AlarmPriority.Medium)} medium, {Count(AlarmPriority.Low)} low"),
                Fact("unanswered", "Neither acknowledged nor paused", spans.Count(span => span.ActedAt is null).ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ],
            [
                new ChartTable("alarms", "Raised",
                    [Column("time", "Raised", 3), Column("priority", "Priority", 2), Column("what", "Alarm", 6), Column("lasted", "Lasted", 3), Column("response", "Response", 6), Column("silent", "Silent", 6)],
                    [.. spans.Select(span => Row(facts, span, [.. answers[span.Alarm]]))],
                    "None was raised."),
                new ChartTable("findings", "Found by a correction of a device: what would have sounded and never did",
                    [Column("onset", "Onset", 3), Column("priority", "Priority", 2), Column("what", "Alarm", 6), Column("ended", "Ended", 3)],
                    [.. facts.State.Correction.Findings.OrderBy(each => each.Onset).Select(each => new ChartRow(
                        [
                            facts.Time.Clock(each.Onset), CareWords.Spaced(each.Priority),
                            AlarmText.Headline(new Alarm(each.Alarm, each.Rule, each.Metric, each.Source, each.Priority, each.Onset, each.Onset, each.Observed, each.HardLimit)),
                            each.EndedAt is { } ended ? facts.Time.Clock(ended) : "not ended",
                        ], each.Onset))],
                    "None."),
            ],
            ["The bedside monitor is the alarm of record; these are the alarms of this service."]);

        int Count(AlarmPriority priority) => spans.Count(span => span.Gravest == priority);
    }

    static ChartRow Row(ChartFacts facts, AlarmSpan span, List<AlarmEvent> events)
    {
        // An alarm that comes back has a row for each time: what belongs to this one lies between.
        var until = events.OfType<AlarmReturned>().Where(each => each.At > span.RaisedAt).Select(each => (DateTimeOffset?)each.At).FirstOrDefault();
        var mine = events.Where(each => each.At >= span.RaisedAt && !(each.At >= until)).ToList();
        var raised = facts.Raised[span.Alarm];
        return new ChartRow(
            [
                $"{facts.Time.Clock(span.RaisedAt)}{(span.RaisedAt - span.Onset >= TimeSpan.FromSeconds(1) ? $" (onset {facts.Time.Clock(span.Onset)})" : "")}",
                Priority(span),
                $"{span.Headline}{By(raised)}{(facts.IsOfAnotherPatient(raised) ? EventsSection.OfAnotherPatient : "")}",
                span.EndedAt is { } ended ? Span(ended - span.RaisedAt) : "not ended",
                Response(facts, mine),
                Silent(facts, mine),
            ],
            span.RaisedAt);
    }

    static string Priority(AlarmSpan span) => span.Raised == span.Gravest
        ? CareWords.Spaced(span.Raised)
        : $"{CareWords.Spaced(span.Raised)}, then {CareWords.Spaced(span.Gravest)}";

    static string By(AlarmRaised raised) => raised.Basis is { } basis ? $"; rule {basis.Rule} version {basis.Version}" : "";

    static string Response(ChartFacts facts, IEnumerable<AlarmEvent> events)
    {
        var said = events.Select(each => each switch
        {
            AlarmAcknowledged e => $"acknowledged {facts.Time.Clock(e.At)}, {facts.Person(e.By)}",
            AlarmAccepted e => $"accepted {facts.Time.Clock(e.At)}, {facts.Person(e.By)}",
            AlarmRefused e => $"refused {facts.Time.Clock(e.At)}, {facts.Person(e.By)}",
            AlarmAssigned { Step: 0 } e => $"nobody on duty was named {facts.Time.Clock(e.At)}",
            AlarmAssigned e => $"called {string.Join(", ", e.People.Select(facts.Person))} {facts.Time.Clock(e.At)}",
            AlarmNotAnswered e => $"no answer {facts.Time.Clock(e.At)}",
            _ => null,
        }).OfType<string>().ToList();
        return said.Count == 0 ? "none" : string.Join("; ", said);
    }

    /// <summary>Why and for how long it made no sound: paused by a person, spoken for by another, or one of many.</summary>
    static string Silent(ChartFacts facts, IEnumerable<AlarmEvent> events)
    {
        var said = events.Select(each => each switch
        {
            AlarmRaised { CausedBy: { } cause } => $"under {Headline(facts, cause)}",
            AlarmReturned { CausedBy: { } cause } => $"under {Headline(facts, cause)}",
            AlarmRaised { Group: { } group } e when group != e.Alarm => "sounded as one with others in a rush",
            AlarmReturned { Group: { } group } e when group != e.Alarm => "sounded as one with others in a rush",
            AlarmAudioPaused e => $"{facts.Time.Clock(e.At)} to {facts.Time.Clock(e.Until)}, {facts.Person(e.By)}",
            AlarmStandsAlone e => $"by itself from {facts.Time.Clock(e.At)}",
            AlarmAcknowledged e => $"from {facts.Time.Clock(e.At)} (acknowledged)",
            _ => null,
        }).OfType<string>().ToList();
        return said.Count == 0 ? "never" : string.Join("; ", said);
    }

    static string Headline(ChartFacts facts, Guid alarm) =>
        facts.Raised.TryGetValue(alarm, out var cause) ? AlarmText.Headline(AlarmFold.Next(null, cause)!) : "another alarm";
}
