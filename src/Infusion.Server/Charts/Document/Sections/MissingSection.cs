using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using static Infusion.Server.Charts.Document.ChartWords;

namespace Infusion.Server.Charts.Document.Sections;

/// <summary>What is missing on this chart, and what people said of what is there.</summary>
static class MissingSection
{
    public static ChartSection Build(ChartFacts facts) => Section("missing", "Gaps, artefacts and corrections", null, [
        new ChartTable("gaps", "Gaps", [Column("from", "From", 3), Column("to", "To", 3), Column("lasted", "Lasted", 3), Column("what", "What", 7)],
            [.. Gaps(facts)], "None: every device was heard all the time that it was attached."),
        new ChartTable("reviews", "Values of devices that a person judged",
            [Column("time", "Value of", 3), Column("vital", "Vital", 3), Column("device", "Device", 3), Column("verdict", "Verdict", 3), Column("by", "By", 4)],
            [.. facts.Events.OfType<VitalReviewed>().OrderBy(each => each.At).Select(each => new ChartRow(
                [facts.When(each), MetricTable.Of(each.Metric).Label, each.Device, each.Verdict == VitalVerdict.Artefact ? "artefact" : CareWords.Spaced(each.Verdict), facts.Person(each.By)], each.At))],
            "None was marked."),
        new ChartTable("late", "Entered later than it happened", [Column("time", "It was", 3), Column("entered", "Entered", 3), Column("what", "What", 6), Column("by", "By", 4)],
            [.. facts.Charted.Where(each => each.Event is EnteredEvent { ChartedAt: not null }).OrderBy(each => each.Event.At).Select(each => new ChartRow(
                [facts.Time.Clock(each.Event.At), facts.Time.Clock(((EnteredEvent)each.Event).ChartedAt!.Value), EventsSection.Cell(facts, each), EventsSection.By(facts, each)], each.Event.At))],
            "Nothing."),
    ]);

    static IEnumerable<ChartRow> Gaps(ChartFacts facts)
    {
        var silent = facts.Gaps.Select(gap => (
            From: DateTimeOffset.FromUnixTimeMilliseconds(gap.From),
            To: DateTimeOffset.FromUnixTimeMilliseconds(gap.To),
            What: gap.Missing is { } missing ? $"{missing} messages of {gap.Device} are missing" : $"{gap.Device} was silent"));
        var unwatched = facts.Interruptions.Select(gone => (gone.From, gone.To, What: "Not monitored: this service did not run"));
        return silent.Concat(unwatched).OrderBy(each => each.From).Select(each => new ChartRow(
            [facts.Time.Clock(each.From), facts.Time.Clock(each.To), Span(each.To - each.From), each.What], each.From));
    }
}
