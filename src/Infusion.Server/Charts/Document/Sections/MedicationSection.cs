using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using static Infusion.Server.Charts.Document.ChartWords;

namespace Infusion.Server.Charts.Document.Sections;

/// <summary>What was given beside the infusion and how the patient answered; adverse events with grade and outcome.</summary>
static class MedicationSection
{
    public static ChartSection Build(ChartFacts facts)
    {
        var responses = facts.Events.OfType<RescueResponseCharted>().ToLookup(each => each.Rescue);
        return Section("medications", "Medications beside the infusion", null, [
            new ChartTable("medications", "Given",
                [Column("time", "Time", 3), Column("what", "Medication", 4), Column("dose", "Dose", 3), Column("response", "Response", 5), Column("by", "By", 4)],
                [.. facts.Events.OfType<RescueGiven>().OrderBy(each => each.At).Select(each => new ChartRow(
                    [facts.When(each), Name(facts, each), $"{AlarmText.Number(each.Dose)} {CareWords.Of(each.Unit)} {CareWords.Of(each.Route)}", Response(facts, responses[each.Rescue]), facts.Person(each.By)], each.At))],
                "None was charted."),
        ]);
    }

    public static ChartSection AdverseEvents(ChartFacts facts)
    {
        var outcomes = facts.Events.OfType<AdverseEventOutcomeCharted>().ToLookup(each => each.AdverseEvent);
        var emergencies = facts.Charted.Where(each => each.Event is EmergencyCalled or EmergencyArrived or EmergencyEnded).ToList();
        return Section("adverse-events", "Adverse events", null, [
            new ChartTable("adverse-events", "Charted",
                [Column("time", "Onset", 3), Column("what", "Event", 4), Column("grade", "Grade", 2), Column("outcome", "Outcome", 5), Column("by", "By", 4)],
                [.. facts.Events.OfType<AdverseEventCharted>().OrderBy(each => each.At).Select(each => new ChartRow(
                    [facts.When(each), Capital(CareWords.Spaced(each.Code)), new ChartCell($"{each.Grade} of 5") { Number = each.Grade }, Outcome(facts, outcomes[each.AdverseEvent]), facts.Person(each.By)], each.At))],
                "None was charted."),
            new ChartTable("emergencies", "Emergency calls", [Column("time", "Time", 3), Column("what", "What", 5), Column("by", "By", 4)],
                [.. emergencies.Select(each => new ChartRow([facts.When(each.Event), EventsSection.Text(facts, each), EventsSection.By(facts, each)], each.Event.At))],
                "None."),
        ]);
    }

    static string Name(ChartFacts facts, RescueGiven given) =>
        given.Note is { } note ? facts.Note(note) : Capital(CareWords.Spaced(given.Medication));

    static string Response(ChartFacts facts, IEnumerable<RescueResponseCharted> responses) => Or(
        string.Join("; ", responses.Select(each => $"{CareWords.Spaced(each.Response)}, {facts.When(each)}, {facts.Person(each.By)}")));

    static string Outcome(ChartFacts facts, IEnumerable<AdverseEventOutcomeCharted> outcomes) => Or(
        string.Join("; ", outcomes.Select(each => $"{CareWords.Spaced(each.Outcome)}, {facts.When(each)}, {facts.Person(each.By)}")));

    static string Or(string text) => text.Length == 0 ? NotRecorded : text;
}
