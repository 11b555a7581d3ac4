using Infusion.Core.Alarms;
using Infusion.Core.Charting;
using Infusion.Core.Reports;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Charts.Document.Drawing;

/// <summary>The picture in words, and what its signs mean.</summary>
static class GraphWords
{
    public static string Of(ChartFacts facts)
    {
        var said = new List<string> { $"The session drawn from {facts.Time.Minute(facts.From)} to {facts.Time.Minute(facts.To)}" };
        foreach (var metric in MinuteChart.OnGrid)
        {
            var values = Enumerable.Range(0, facts.Minutes.Minutes).Select(index => facts.Minutes.At(metric, facts.Minutes.MinuteAt(index))?.Value).OfType<decimal>().ToList();
            if (values.Count > 0)
            {
                said.Add($"{MetricTable.Of(metric).Label} {ChartWords.Number(values.Min())} to {ChartWords.Number(values.Max())} {MetricTable.Of(metric).UnitText}");
            }
        }

        var systolic = facts.Pressures.Select(each => each.Systolic).OfType<decimal>().ToList();
        if (systolic.Count > 0)
        {
            said.Add($"{systolic.Count} pressures, systolic {ChartWords.Number(systolic.Min())} to {ChartWords.Number(systolic.Max())} mmHg");
        }

        said.Add(Sections.OrderSection.GivenMilligrams(facts) is { } given
            ? $"{ChartWords.Number(given)} mg given of {ChartWords.Number(facts.State.Order.Dose.Milligrams)} mg ordered"
            : "what was given is not known");
        if (facts.Concentration.Length > 0)
        {
            var peak = facts.Concentration.MaxBy(point => point.Plasma.HighNgPerMl);
            said.Add($"estimated plasma at its highest {peak.Plasma.LowNgPerMl:0} to {peak.Plasma.HighNgPerMl:0} ng/mL at {facts.Time.Minute(peak.At)}");
        }

        var alarms = SessionAlarms.Of(facts.Session, facts.Events).Alarms;
        said.Add($"{alarms.Count} alarms, {alarms.Count(alarm => alarm.Gravest == AlarmPriority.High)} of high priority");
        said.Add($"{facts.Gaps.Count + facts.Interruptions.Count} gaps");
        return $"{string.Join("; ", said)}. Every value stands in the tables.";
    }

    public static IReadOnlyList<GraphSign> Legend() =>
    [
        Sign("heart rate", canvas => canvas.Dot("sign", 8, 5)),
        Sign("systolic", canvas => canvas.Down("sign", 8, 7)),
        Sign("diastolic", canvas => canvas.Up("sign", 8, 3)),
        Sign("mean", canvas => canvas.Dash("sign", 8, 5)),
        Sign("SpO2", canvas => canvas.Square("sign", 8, 5)),
        Sign("respiratory rate", canvas => canvas.Ring("sign", 8, 5)),
        Sign("EtCO2", canvas => canvas.Triangle("sign", 8, 5)),
        Sign("rate", canvas => canvas.Line("sign", GraphPen.Heavy, new(2, 5), new(14, 5))),
        Sign("given, right scale; effect site", canvas => canvas.Line("sign", GraphPen.Dashed, new(2, 5), new(14, 5))),
        Sign("plasma, lowest to highest model", canvas => canvas.Box("sign", GraphPen.Hair, GraphFill.Light, 2, 1, 14, 9)),
        Sign("gap, not monitored", canvas => canvas.Hatch("sign", 2, 1, 14, 9)),
        Sign("artefact", canvas => canvas.Cross("sign", 8, 5)),
        Sign("by hand", canvas => canvas.ByHand(8, 5)),
    ];

    static GraphSign Sign(string text, Action<GraphCanvas> draw)
    {
        var canvas = new GraphCanvas(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddMinutes(1), 0, 16);
        draw(canvas);
        return new GraphSign(text, canvas.Paths);
    }
}
