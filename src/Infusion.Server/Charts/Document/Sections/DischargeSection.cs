using Infusion.Core.Recovery;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using static Infusion.Server.Charts.Document.ChartWords;

namespace Infusion.Server.Charts.Document.Sections;

/// <summary>Recovery scores, and how the patient went.</summary>
static class DischargeSection
{
    public static ChartSection Build(ChartFacts facts)
    {
        var (state, events) = (facts.State, facts.Events);
        var gate = facts.Protocol?.Discharge;
        var left = events.OfType<PatientDischarged>().LastOrDefault();
        var until = state.DischargedAt ?? facts.To;
        var items = DischargeCheck.Items(state, gate, until);
        return Section("discharge", "Recovery and discharge",
            [
                Fact("discharged", "Discharged", left is null ? null : $"{facts.Time.Full(left.At)} by {facts.Person(left.By)}"),
                Fact("escort", "Escort (name, relation)", Last<EscortPresent>(each => $"{facts.Note(each.Note)}, seen by {facts.Person(each.By)} at {facts.When(each)}")),
                Fact("instructions", "Written instructions", Last<InstructionsGiven>(each => $"given by {facts.Person(each.By)} at {facts.When(each)}")),
                Fact("discharge-vitals", "Last vitals before discharge", Vitals(facts, until)),
                Fact("overridden", "In spite of what was missing", Last<DischargeGateOverridden>(each => $"{string.Join(", ", each.Missing)}; by {facts.Person(each.By)}: {facts.Note(each.Reason)}") ?? (left is null ? null : "no")),
                Fact("against-advice", "Against advice", Last<LeftAgainstAdvice>(each => $"{facts.Note(each.Reason)}, charted by {facts.Person(each.By)}") ?? (left is null ? null : "no")),
            ],
            [
                new ChartTable("recovery-scores", "Recovery scores", [Column("time", "Time", 3), Column("scale", "Scale", 5), Column("total", "Total", 2), Column("items", "Rests on", 8), Column("by", "By", 4)],
                    [.. events.OfType<RecoveryScored>().OrderBy(each => each.At).Select(each => new ChartRow(
                        [facts.When(each), RecoveryScaleInfo.Find(each.Scale)?.Label ?? "scale unknown", new ChartCell($"{each.Total} of {RecoveryScaleInfo.Highest}") { Number = each.Total }, Items(each), facts.Person(each.By)], each.At))],
                    "None was charted."),
                new ChartTable("discharge-list", "What the protocol asks for before a patient leaves", [Column("what", "What", 6), Column("met", "Met", 2), Column("why", "What is missing, or what it rests on", 6)],
                    [.. items.Select(item => new ChartRow([Capital(item.Words), item.Gap is null ? "yes" : "NO", item.Gap?.Text ?? item.RestsOn ?? ""], item.At))],
                    gate is null ? "The protocol asks for nothing." : ""),
            ],
            left is null || items.IsEmpty ? [] : ["The list is as it stood at the discharge."]);

        string? Last<T>(Func<T, string> say)
            where T : SessionEvent => events.OfType<T>().LastOrDefault() is { } found ? say(found) : null;
    }

    static string Items(RecoveryScored scored)
    {
        var info = RecoveryScaleInfo.Find(scored.Scale);
        return string.Join(", ", scored.Items.Select(each => $"{info?.Items.FirstOrDefault(item => item.Item == each.Item)?.Label ?? CareWords.Spaced(each.Item)} {each.Score}"));
    }

    static string Vitals(ChartFacts facts, DateTimeOffset until)
    {
        var parts = new List<string>();
        foreach (var metric in MinuteChart())
        {
            for (var index = facts.Minutes.Minutes - 1; index >= 0; index--)
            {
                if (facts.Minutes.At(metric, facts.Minutes.MinuteAt(index)) is { } value && value.At < until)
                {
                    var row = MetricTable.Of(metric);
                    parts.Add($"{row.Label} {Number(value.Value)} {row.UnitText} ({facts.Time.Minute(value.At)}, {value.Device})");
                    break;
                }
            }
        }

        if (facts.Pressures.LastOrDefault(each => each.At < until) is { } cuff)
        {
            parts.Add($"blood pressure {VitalsGrid.Pressure(cuff.Systolic, cuff.Diastolic, cuff.Mean)} mmHg ({facts.Time.Minute(cuff.At)}, {cuff.Device})");
        }

        if (facts.ByHand.LastOrDefault(each => each.At <= until) is { } hand)
        {
            parts.Add($"by hand: {string.Join(", ", hand.Values.Select(each => $"{MetricTable.Of(each.Metric).Label} {Number(each.Value)} {MetricTable.Of(each.Metric).UnitText}"))} ({facts.Time.Minute(hand.At)}, {facts.Person(hand.By)})");
        }

        return string.Join("; ", parts);
    }

    static Metric[] MinuteChart() => Core.Charting.MinuteChart.OnGrid.ToArray();
}
