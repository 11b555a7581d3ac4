using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using static Infusion.Server.Charts.Document.ChartWords;

namespace Infusion.Server.Charts.Document.Sections;

/// <summary>
/// One line for each charted time: every five minutes, and every minute in which something happened. By the minute's charted
/// value, with where it comes from.
/// </summary>
static class VitalsGrid
{
    static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    public static ChartSection Build(ChartFacts facts)
    {
        var metrics = Core.Charting.MinuteChart.OnGrid.ToArray()
            .Where(metric => metric is not (Metric.PulseRate or Metric.Temperature or Metric.EtCO2) || facts.Minutes.Has(metric)
                || facts.ByHand.Any(charted => charted.Values.Any(value => value.Metric == metric))).ToList();
        var numbered = EventsSection.Numbered(facts).Where(each => ChartGraphBuilder.IsMarked(facts, each.Event.Event)).ToList();
        return Section("vitals", "Vital signs", null, [
            new ChartTable("vitals", "Charted values",
                [
                    Column("time", "Time", 4), .. metrics.Select(metric => Column(Key(metric), Label(metric), 3)), Column("nibp", "NIBP mmHg", 6),
                    Column("rate", "Rate mL/h", 3), Column("given", "Given mg", 3), Column("estimate", "Est. plasma ng/mL", 4), Column("scores", "Scores", 5), Column("events", "Events", 3),
                ],
                [.. Times(facts).Select(minute => Row(facts, metrics, numbered, minute))],
                "No time was charted."),
        ],
        [
            "The value of a minute is the first valid one of it. h: by hand, all others by the attached device. ×: marked as artefact, kept as it was measured. ✓: confirmed. l: came late. "
            + "no value: the device said that it had none. gap: the device was silent, its messages are missing, or this service did not run. –: not measured.",
            "Est. plasma: the lowest and the highest of the models; an estimate, never measured.",
            "S sedation, D dissociation, C comfort, N nausea, P pain, A anxiety. The numbers of events are those of the list of everything that happened.",
        ]);
    }

    public static string Pressure(decimal? systolic, decimal? diastolic, decimal? mean) =>
        $"{Or(systolic)}/{Or(diastolic)}{(mean is { } known ? $" ({Number(known)})" : "")}";

    static string Or(decimal? number) => number is { } known ? Number(known) : "–";

    /// <summary>Five minutes apart on the clinic's clock, and what lies between where something happened.</summary>
    static SortedSet<DateTimeOffset> Times(ChartFacts facts)
    {
        var times = new SortedSet<DateTimeOffset>();
        for (var at = Floor(facts.From, Every); at < facts.To; at += Every)
        {
            times.Add(at < facts.From ? Floor(facts.From, TimeSpan.FromMinutes(1)) : at);
        }

        var happened = facts.Pressures.Select(each => each.At)
            .Concat(facts.Events.Where(IsWorthALine).Select(each => each.At))
            .Where(at => at >= facts.From && at < facts.To);
        times.UnionWith(happened.Select(at => Floor(at, TimeSpan.FromMinutes(1))));
        return times;
    }

    static bool IsWorthALine(SessionEvent happened) => happened is VitalsCharted or VitalReviewed or ObservationCharted or InfusionStarted or InfusionPaused
        or InfusionResumed or InfusionStopped or DeliveryStarted or RateChanged or DeliveryStopped or BolusDelivered or DoseGiven or RescueGiven
        or AdverseEventCharted or AlarmRaised { Priority: AlarmPriority.High };

    static ChartRow Row(ChartFacts facts, List<Metric> metrics, List<(int Number, ChartEvent Event)> numbered, DateTimeOffset minute)
    {
        var end = minute.AddMinutes(1);
        var hand = facts.ByHand.LastOrDefault(each => each.At >= minute && each.At < end);
        var delivered = facts.Delivery.Points.LastOrDefault(each => each.At < end);
        var isPumpKnown = delivered.At != default && end - delivered.At < TimeSpan.FromMinutes(2);
        var estimate = facts.Concentration.LastOrDefault(each => each.At < end);
        var isEstimated = estimate.At != default && end - estimate.At < TimeSpan.FromMinutes(2);
        return new ChartRow(
            [
                facts.Time.Minute(minute),
                .. metrics.Select(metric => Vital(facts, metric, hand, minute, end)),
                Cuff(facts, hand, minute, end),
                isPumpKnown ? Cell(delivered.RateMlPerHour) : Unknown(facts, DeviceKind.Pump, minute),
                isPumpKnown && delivered.Delivered is { } volume ? Cell((volume * facts.State.Order.Concentration).Milligrams) : Unknown(facts, DeviceKind.Pump, minute),
                isEstimated ? $"{estimate.Plasma.LowNgPerMl:0} to {estimate.Plasma.HighNgPerMl:0}" : "–",
                string.Join(" ", facts.Events.OfType<ObservationCharted>().Where(each => each.At >= minute && each.At < end).Select(Score)),
                string.Join(", ", numbered.Where(each => each.Event.Event.At >= minute && each.Event.Event.At < end).Select(each => each.Number)),
            ],
            minute);
    }

    static ChartCell Vital(ChartFacts facts, Metric metric, VitalsCharted? hand, DateTimeOffset minute, DateTimeOffset end)
    {
        var byHand = hand?.Values.Where(value => value.Metric == metric).Select(value => (decimal?)value.Value).FirstOrDefault();
        if (facts.Minutes.At(metric, minute) is not { } value)
        {
            return byHand is { } number ? Hand(number)
                : facts.Minutes.IsHeard(metric, minute) ? new ChartCell("no value") { Mark = ChartMark.NoValue }
                : Unknown(facts, DeviceKind.Monitor, minute);
        }

        var verdict = facts.VerdictOn(metric, value.Device, minute, end);
        var mark = (value.IsLate ? ChartMark.Late : ChartMark.None)
            | verdict switch { VitalVerdict.Artefact => ChartMark.Artefact, VitalVerdict.Confirmed => ChartMark.Confirmed, _ => ChartMark.None };
        var text = $"{Number(value.Value)}{Signs(mark)}{(byHand is { } corrected ? $" {Number(corrected)}h" : "")}";
        return new ChartCell(text) { Number = value.Value, Mark = mark | (byHand is null ? ChartMark.None : ChartMark.ByHand) };
    }

    static ChartCell Cuff(ChartFacts facts, VitalsCharted? hand, DateTimeOffset minute, DateTimeOffset end)
    {
        var mark = ChartMark.None;
        var parts = new List<string>();
        foreach (var each in facts.Pressures.Where(each => each.At >= minute && each.At < end))
        {
            var verdict = facts.VerdictOn(Metric.NibpSystolic, each.Device, minute, end);
            var sign = verdict switch { VitalVerdict.Artefact => ChartMark.Artefact, VitalVerdict.Confirmed => ChartMark.Confirmed, _ => ChartMark.None };
            parts.Add($"{Pressure(each.Systolic, each.Diastolic, each.Mean)}{Signs(sign)}");
            mark |= sign;
        }

        if (hand is not null && hand.Values.Any(value => value.Metric is Metric.NibpSystolic or Metric.NibpDiastolic))
        {
            parts.Add($"{Pressure(Of(Metric.NibpSystolic), Of(Metric.NibpDiastolic), Of(Metric.NibpMean))}h");
            mark |= ChartMark.ByHand;
        }

        return parts.Count == 0 ? "–" : new ChartCell(string.Join(" ", parts)) { Mark = mark };

        decimal? Of(Metric metric) => hand!.Values.Where(value => value.Metric == metric).Select(value => (decimal?)value.Value).FirstOrDefault();
    }

    static ChartCell Hand(decimal number) => new($"{Number(number)}h") { Number = number, Mark = ChartMark.ByHand };

    static ChartCell Unknown(ChartFacts facts, DeviceKind kind, DateTimeOffset minute) =>
        facts.IsInGap(kind, minute, minute.AddMinutes(1)) ? new ChartCell("gap") { Mark = ChartMark.Gap } : "–";

    static string Signs(ChartMark mark) =>
        $"{(mark.HasFlag(ChartMark.Artefact) ? "×" : "")}{(mark.HasFlag(ChartMark.Confirmed) ? "✓" : "")}{(mark.HasFlag(ChartMark.Late) ? "l" : "")}";

    static string Score(ObservationCharted charted) => $"{charted.What.ToString()[..1]}{charted.Score}";

    static string Key(Metric metric) => metric switch
    {
        Metric.HeartRate => "hr",
        Metric.PulseRate => "pulse",
        Metric.SpO2 => "spo2",
        Metric.RespiratoryRate => "rr",
        Metric.EtCO2 => "etco2",
        _ => "temp",
    };

    static string Label(Metric metric) => metric switch
    {
        Metric.HeartRate => "HR /min",
        Metric.PulseRate => "Pulse /min",
        Metric.SpO2 => "SpO2 %",
        Metric.RespiratoryRate => "RR /min",
        Metric.EtCO2 => "EtCO2 mmHg",
        _ => "Temp °C",
    };

    static DateTimeOffset Floor(DateTimeOffset at, TimeSpan step) => at.AddTicks(-(at.UtcTicks % step.Ticks));
}
