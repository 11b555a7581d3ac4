using Infusion.Core.Recovery;
using Infusion.Core.Sessions;
using static Infusion.Server.Charts.Document.ChartWords;

namespace Infusion.Server.Charts.Document.Sections;

/// <summary>Where the drug of each opened vial went, and who saw the waste.</summary>
static class VialsSection
{
    public static ChartSection Build(ChartFacts facts)
    {
        var after = facts.State.After;
        return Section("vials", "Drug balance and waste",
            [
                after.Vials.IsEmpty
                    ? Fact("left", "Not accounted for", null)
                    : Fact("left", "Not accounted for", after.LeftMilligrams, "mg"),
            ],
            [
                new ChartTable("vials", "Vials",
                    [Column("opened", "Opened", 3), Column("vial", "Vial", 5), Column("lot", "Lot, expiry", 4), Column("label", "Label mg", 2), Column("overfill", "Over mg", 2), Column("given", "Given mg", 2), Column("wasted", "Waste mg", 2), Column("returned", "Back mg", 2), Column("left", "Left mg", 2)],
                    [.. after.Vials.Select(vial => Row(facts, vial))],
                    "No vial was charted."),
                new ChartTable("vial-entries", "Entries", [Column("time", "Time", 3), Column("what", "What", 7), Column("by", "By", 3), Column("witness", "Witness", 3)],
                    [.. facts.Charted.Where(each => IsOfVial(each.Event)).OrderBy(each => each.Event.At).Select(each => new ChartRow(
                        [facts.When(each.Event), EventsSection.Text(facts, each), EventsSection.By(facts, each), Witness(facts, each.Event)], each.Event.At))],
                    "None."),
            ]);
    }

    static ChartRow Row(ChartFacts facts, Vial vial) => new(
        [
            facts.Time.Clock(vial.OpenedAt),
            $"{vial.Drug} {Number(vial.Volume.Millilitres)} mL of {Number(vial.Strength.MilligramsPerMillilitre)} mg/mL",
            $"{vial.Lot}, {vial.Expiry:yyyy-MM-dd}",
            Cell(vial.Labelled.Milligrams), Cell(vial.Overfill.Milligrams), Cell(vial.Given.Milligrams), Cell(vial.Wasted.Milligrams),
            Cell(vial.Returned.Milligrams), Cell(vial.LeftMilligrams),
        ],
        vial.OpenedAt);

    static bool IsOfVial(SessionEvent happened) => happened is VialOpened or VialGiven or VialWasted or VialReturned or VialOverfillCharted;

    static string Witness(ChartFacts facts, SessionEvent happened) => happened switch
    {
        VialWasted wasted => facts.Person(wasted.Witness),
        VialOverfillCharted overfill => facts.Person(overfill.Witness),
        _ => "",
    };
}
