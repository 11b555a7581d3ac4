using Infusion.Core.DrugLibrary;
using Infusion.Core.Recovery;
using Infusion.Core.Sessions;
using static Infusion.Server.Charts.Document.ChartWords;

namespace Infusion.Server.Charts.Document.Sections;

/// <summary>Sedation, dissociation, comfort, nausea, pain, anxiety.</summary>
static class ScoresSection
{
    public static ChartSection Build(ChartFacts facts)
    {
        var missed = facts.Events.OfType<ObservationMissed>().OrderBy(each => each.DueAt).ToList();
        return Section("scores", "Scores", null, [
            new ChartTable("scores", "Charted", [Column("time", "Time", 3), Column("what", "What", 4), Column("score", "Score", 3), Column("by", "By", 4)],
                [.. facts.Events.OfType<ObservationCharted>().OrderBy(each => each.At).Select(each => new ChartRow(
                    [facts.When(each), Capital(ObservationWords.Of(each.What)), Label(each), facts.Person(each.By)], each.At))],
                "No score was charted."),
            new ChartTable("missed", "Asked for by the protocol and missed", [Column("due", "Due", 3), Column("what", "What", 4)],
                [.. missed.Select(each => new ChartRow([facts.Time.Clock(each.DueAt), Capital(ObservationWords.Of(each.What))], each.DueAt))],
                "None is charted as missed."),
        ]);
    }

    public static string Score(ObservationCharted charted) => $"{ObservationWords.Of(charted.What)} {Label(charted)}";

    static string Label(ObservationCharted charted)
    {
        var scale = ScaleInfo.Find(charted.Scale);
        return scale is null ? $"{charted.Score}, scale unknown" : $"{charted.Score} ({scale.Label}, {scale.Lowest} to {scale.Highest})";
    }
}
