using Infusion.Core.Sessions;
using Infusion.Core.SignOff;
using static Infusion.Server.Charts.Document.ChartWords;

namespace Infusion.Server.Charts.Document.Sections;

/// <summary>Who took part, by the name that stands in a chart, with role and sign-in name; and who signed.</summary>
static class PeopleSection
{
    public static ChartSection Build(ChartFacts facts)
    {
        var acted = facts.Charted
            .SelectMany(each => EventsSection.NamesIn(facts, each))
            .GroupBy(name => name, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal);
        return Section("people", "People", null, [
            new ChartTable("people", "Who took part", [Column("name", "Name", 5), Column("role", "Role", 3), Column("sign-in", "Signs in as", 3), Column("entries", "Entries", 2)],
                [.. acted.Select(group => Row(facts, group.Key, group.Count()))],
                "Nobody."),
        ]);
    }

    /// <summary>What was added to the chart later: the original stands as it was.</summary>
    public static ChartSection Additions(ChartFacts facts) => Section("additions", "Addenda, corrections and waivers", null, [
        new ChartTable("additions", "Added beside the chart", [Column("time", "Written", 4), Column("kind", "Kind", 3), Column("text", "Text", 7), Column("reason", "Reason", 5), Column("by", "By", 4)],
            [.. facts.Additions.Select(each => Row(facts, each.Event))],
            "None."),
    ]);

    static ChartRow Row(ChartFacts facts, SignOffEvent added) => added switch
    {
        EntryAdded entry => new ChartRow(
            [
                $"{facts.Time.Full(entry.At)}{(entry.HappenedAt is { } happened ? $" (it was {facts.Time.Full(happened)})" : "")}",
                $"{Capital(CareWords.Spaced(entry.Kind))}{Corrects(facts, entry)}", facts.Note(entry.Text), facts.Note(entry.Reason), facts.Person(entry.By),
            ],
            entry.At),
        ObligationWaived waived => new ChartRow([facts.Time.Full(waived.At), "Waived", waived.Obligation, facts.Note(waived.Reason), facts.Person(waived.By)], waived.At),
        WaiverWithdrawn withdrawn => new ChartRow([facts.Time.Full(withdrawn.At), "Waiver withdrawn", withdrawn.Obligation, "", facts.Person(withdrawn.By)], withdrawn.At),
        _ => new ChartRow([facts.Time.Full(added.At), Readable(SignOffEventNames.All[added.GetType()]), "", "", facts.Person(added.By)], added.At),
    };

    /// <summary>Names what is corrected by its number in the list of everything that happened.</summary>
    static string Corrects(ChartFacts facts, EntryAdded entry) => entry.Corrects is { } id
        ? EventsSection.Numbered(facts).Where(each => each.Event.Id == id).Select(each => $" of No. {each.Number}").FirstOrDefault(" of an earlier entry")
        : "";

    public static ChartSection Signatures(ChartFacts facts) => Section("signatures", "Signatures", null, [
        new ChartTable("signatures", "Signed", [Column("by", "Name", 5), Column("meaning", "Meaning", 4), Column("time", "Date and time", 4)],
            [.. facts.Signatures.Select(each => new ChartRow([each.Name, $"{Capital(CareWords.Spaced(each.Meaning))} (version {each.Version})", facts.Time.Full(each.At)], each.At))],
            "Not signed."),
    ]);

    static ChartRow Row(ChartFacts facts, string name, int entries)
    {
        return new ChartRow([facts.About.People.GetValueOrDefault(name, name), facts.About.Roles.GetValueOrDefault(name, NotKnown), name, new ChartCell($"{entries}") { Number = entries }], null);
    }
}
