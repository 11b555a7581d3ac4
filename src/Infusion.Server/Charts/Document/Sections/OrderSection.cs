using Infusion.Core.Charting;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using static Infusion.Server.Charts.Document.ChartWords;

namespace Infusion.Server.Charts.Document.Sections;

/// <summary>What was ordered, by whom, and what came of it.</summary>
static class OrderSection
{
    public static ChartSection Build(ChartFacts facts)
    {
        var (order, state) = (facts.State.Order, facts.State);
        var volume = facts.Delivery.Delivered;
        var given = GivenMilligrams(facts);
        var minutes = InfusionMinutes.Of(facts.Events);
        var overridden = facts.Events.OfType<OrderGuardrailOverridden>().ToList();
        var changes = facts.Charted.Where(each => each.Event is OrderChanged).ToList();
        var rows = new List<ChartRow>
        {
            Row("Dose", Cell(order.Dose.Milligrams, "mg"), Cell(given, "mg"), Difference(given - order.Dose.Milligrams, order.Dose.Milligrams)),
            Row("Dose by weight", Cell(order.DoseMilligramsPerKilogram, "mg/kg"), Cell(given / order.Weight.Kilograms, "mg/kg"), ""),
        };
        if (!state.IsSingleDose)
        {
            rows.Add(Row("Volume", Cell(order.Volume.Millilitres, "mL"), Cell(volume?.Millilitres, "mL"), Difference(volume?.Millilitres - order.Volume.Millilitres, order.Volume.Millilitres)));
            rows.Add(Row("Duration by hand", Span(order.Duration), Infusing(facts, minutes.ByHand), ""));
            rows.Add(Row("Duration by the pump", Span(order.Duration), Infusing(facts, minutes.ByPump), ""));
            rows.Add(Row("Rate", Cell(order.Rate.MillilitresPerHour, "mL/h"), Rates(facts), ""));
            rows.Add(Row("Boluses", NotRecorded, state.BolusCount == 0 ? "none by the pump" : $"{state.BolusCount}, {Number(state.BolusVolume.Millilitres)} mL", ""));
        }

        return Section("order", "Order against delivered",
            [
                Fact("drug", "Drug", $"{order.Drug}, {(state.IsSingleDose ? CareWords.Of(order.Route) : "IV infusion")}"),
                Fact("prescriber", "Ordered by", $"{facts.Person(state.Admission.OrderedBy ?? facts.Planned.By)}, {facts.Time.Full(state.Admission.OrderedAt ?? facts.Planned.At)}"),
                Fact("ordered-dose", "Ordered dose", order.Dose.Milligrams, "mg"),
                Fact("dose-by-weight", "By weight", order.DoseMilligramsPerKilogram, "mg/kg"),
                Fact("weight-basis", "Weight basis", $"{CareWords.Spaced(order.WeightBasis)}, {Number(order.Weight.Kilograms)} kg"),
                Fact("concentration", "Concentration", order.Concentration.MilligramsPerMillilitre, "mg/mL"),
                Fact("ordered-volume", "Volume", order.Volume.Millilitres, "mL"),
                Fact("ordered-rate", "Rate", state.IsSingleDose ? null : order.Rate.MillilitresPerHour, "mL/h"),
                Fact("ordered-duration", "Duration", state.IsSingleDose ? null : Span(order.Duration)),
                Fact("delivered-dose", "Delivered", given, "mg"),
                Fact("delivered-volume", "Delivered volume", volume?.Millilitres, "mL"),
                Fact("double-check", "Independent double check of the order", AdmissionFacts.Check(facts)),
                Fact("preparer", "Prepared", AdmissionFacts.Preparation(facts)),
            ],
            [
                new ChartTable("totals", "Ordered and delivered", [Column("what", "", 3), Column("ordered", "Ordered", 3), Column("delivered", "Delivered", 4), Column("difference", "Difference", 3)], rows, ""),
                new ChartTable("overrides", "Soft limits of the order that two people went beyond",
                    [Column("limit", "Limit", 3), Column("numbers", "Ordered, bound", 3), Column("people", "By, with", 4), Column("reason", "Reason", 5)],
                    [.. overridden.Select(each => new ChartRow([each.Path, $"{each.Value:0.####}, {each.Bound:0.####}", $"{facts.Person(each.By)}, {facts.Person(each.SecondPerson)}", facts.Note(each.Reason)], each.At))],
                    "None."),
                new ChartTable("changes", "Changes of the order", [Column("time", "Time", 3), Column("what", "What", 8), Column("by", "By", 4)],
                    [.. changes.Select(each => new ChartRow([facts.When(each.Event), EventsSection.Text(facts, each), EventsSection.By(facts, each)], each.Event.At))],
                    "None."),
            ],
            [given is null
                ? "Delivered: no counter of a pump was heard and no dose was charted by hand, so nothing is said of what was given."
                : state.Care.Dose is null ? "Delivered is by the pump's own volume counter and the ordered concentration, from the attachment of the pump on." : "Delivered is the dose charted by hand."]);
    }

    /// <summary>By the dose charted by hand, or by the pump's counter; null: neither is known.</summary>
    public static decimal? GivenMilligrams(ChartFacts facts) => facts.State.Care.Dose is { } dose
        ? dose.Dose.Milligrams
        : facts.Delivery.Delivered is { } volume ? (volume * facts.State.Order.Concentration).Milligrams : null;

    /// <summary>Rate changes, pauses and boluses with their reasons.</summary>
    public static ChartSection Delivery(ChartFacts facts) => Section("delivery", "Rate changes, pauses and boluses", null, [
        new ChartTable("delivery", "Delivery", [Column("time", "Time", 3), Column("what", "What", 6), Column("by", "By", 4)],
            [.. facts.Charted.Where(each => IsDelivery(each.Event)).OrderBy(each => each.Event.At)
                .Select(each => new ChartRow([facts.When(each.Event), EventsSection.Text(facts, each), EventsSection.By(facts, each)], each.Event.At))],
            "Nothing was started, paused or given."),
    ]);

    static bool IsDelivery(SessionEvent happened) => happened is InfusionStarted or InfusionPaused or InfusionResumed or InfusionStopped
        or DeliveryStarted or RateChanged or DeliveryStopped or BolusDelivered or ContainerChanged or DoseGiven;

    /// <summary>Without pauses; until the time of the chart while it goes on.</summary>
    static string Infusing(ChartFacts facts, InfusionTimes times)
    {
        if (times is not { Infusing: null, Stop: null, Start: { } start } || facts.State.Phase == SessionPhase.Closed)
        {
            return Span(times.Infusing);
        }

        var end = times.Pauses is [.., { To: null, From: var paused }] ? paused : facts.AsOf;
        return $"{Span(times.Pauses.Where(pause => pause.To is not null).Aggregate(end - start, (left, pause) => left - (pause.To!.Value - pause.From)))} so far";
    }

    static ChartRow Row(string what, ChartCell ordered, ChartCell delivered, ChartCell difference) => new([what, ordered, delivered, difference], null);

    static ChartCell Difference(decimal? difference, decimal of) => difference is { } known
        ? new ChartCell($"{(known > 0m ? "+" : "")}{Number(known)} ({(known > 0m ? "+" : "")}{Number(known * 100m / of)} %)") { Number = known }
        : NotKnown;

    static string Rates(ChartFacts facts)
    {
        var rates = facts.Events.Where(each => !facts.IsOfAnotherPatient(each)).SelectMany(each => each switch
        {
            DeliveryStarted started => new[] { started.Rate },
            RateChanged changed => [changed.To],
            _ => [],
        }).Select(rate => Number(rate.MillilitresPerHour)).ToList();
        return rates.Count == 0 ? "no rate was told by a pump" : $"{string.Join(", ", rates)} mL/h";
    }
}
