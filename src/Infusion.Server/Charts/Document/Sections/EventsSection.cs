using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Server.Sessions;
using static Infusion.Server.Charts.Document.ChartWords;

namespace Infusion.Server.Charts.Document.Sections;

/// <summary>Everything that happened, numbered; the numbers stand on the graph too.</summary>
static class EventsSection
{
    /// <summary>Behind what happened all the same and is not this patient's.</summary>
    public const string OfAnotherPatient = "; OF ANOTHER PATIENT: the device was corrected";

    public static ChartSection Build(ChartFacts facts) => Section("events", "Everything that happened", null, [
        new ChartTable("events", "Events",
            [Column("number", "No.", 1), Column("time", "Time", 3), Column("what", "What", 8), Column("by", "By", 4), Column("source", "Time by", 4)],
            [.. Numbered(facts).Select(each => new ChartRow(
                [each.Number.ToString(System.Globalization.CultureInfo.InvariantCulture), facts.Time.Clock(each.Event.Event.At), Cell(facts, each.Event), By(facts, each.Event), TimesSection.SourceOf(facts, each.Event.Event)],
                each.Event.Event.At))],
            "Nothing."),
    ]);

    public static IEnumerable<(int Number, ChartEvent Event)> Numbered(ChartFacts facts) =>
        facts.Charted.OrderBy(each => each.Event.At).Select((each, index) => (index + 1, each));

    public static string Text(ChartFacts facts, ChartEvent charted) =>
        $"{View(facts, charted).Text}{(facts.IsOfAnotherPatient(charted.Event) ? OfAnotherPatient : "")}{Withdrawn(facts, charted.Event)}";

    /// <summary>The same, with what was entered in error struck out.</summary>
    public static ChartCell Cell(ChartFacts facts, ChartEvent charted) =>
        new(Text(facts, charted)) { Struck = facts.Withdrawn.WithdrawalOf(charted.Event) is null ? 0 : View(facts, charted).Text.Length };

    /// <summary>Behind what was entered in error: it did not count.</summary>
    static string Withdrawn(ChartFacts facts, SessionEvent happened) => facts.Withdrawn.WithdrawalOf(happened) is { } withdrawn
        ? $"; ENTERED IN ERROR: taken back {facts.Time.Clock(withdrawn.At)} by {facts.Person(withdrawn.By)}, {ChartEvents.After(withdrawn)}"
        : "";

    public static string By(ChartFacts facts, ChartEvent charted) => View(facts, charted).By is { } by ? facts.Person(by) : "";

    /// <summary>Who did it, by sign-in names; a witness and a second person too.</summary>
    public static IEnumerable<string> NamesIn(ChartFacts facts, ChartEvent charted)
    {
        var second = charted.Event switch
        {
            VialWasted wasted => wasted.Witness,
            VialOverfillCharted overfill => overfill.Witness,
            OrderGuardrailOverridden overridden => overridden.SecondPerson,
            _ => null,
        };
        return new[] { View(facts, charted).By, second }.OfType<string>();
    }

    static ChartEventView View(ChartFacts facts, ChartEvent charted) =>
        ChartEvents.Build(charted.Id, charted.Event, charted.RecordedAt, facts.Notes, facts.Raised, facts.Wording, facts.Entries);
}
