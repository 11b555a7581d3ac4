using Infusion.Core.Associations;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Charts.Document;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Charts;

/// <summary>What stands on a chart, without a server.</summary>
public sealed class ChartBuilderTests
{
    static readonly ChartDocument Chart = ChartBuilder.Build(ChartCase.Content, ChartCase.Signed);

    /// <summary>The list of clinical reference 8.1, field by field: where it stands, and that it says what was charted, or that it was not.</summary>
    public static TheoryData<string, string, string, string> Record => new()
    {
        { "two-identifier check", "before", "two-identifiers", "confirmed (full name, birth date), T. Nguyen, RN (nurse), 10:02:00" },
        { "encounter", "session", "encounter", ChartCase.Session.ToString() },
        { "indication", "session", "indication", "Treatment-resistant depression" },
        { "series", "session", "series", "70 mg given earlier in this series" },
        { "consent", "before", "consent", "confirmed (version K-3, signed 2026-11-01)" },
        { "ASA class", "before", "asa", "not recorded" },
        { "airway", "before", "airway", "not recorded" },
        { "NPO", "before", "fasting", "last meal 2026-11-23 00:00" },
        { "allergies", "before", "allergies", "Penicillin (severe)" },
        { "last benzodiazepine, and what was let go", "before", "home-medication", "OVERRIDDEN by R. Okafor, MD (physician), 10:03:00: Tolerated" },
        { "last stimulant", "before", "home-medication", "last stimulant: none taken" },
        { "other medication", "before", "other-medication", "not recorded" },
        { "hCG, UDS", "before", "hcg-uds", "pregnancy: not relevant" },
        { "baseline scores", "before", "baseline-scores", "dissociation score 0 (CADSS-6, 0 to 24) at 10:04" },
        { "order: dose by weight", "order", "dose-by-weight", "0.5 mg/kg" },
        { "order: weight basis", "order", "weight-basis", "actual, 70 kg" },
        { "order: mg", "order", "ordered-dose", "35 mg" },
        { "order: concentration", "order", "concentration", "1 mg/mL" },
        { "order: volume", "order", "ordered-volume", "35 mL" },
        { "order: rate", "order", "ordered-rate", "52.5 mL/h" },
        { "order: duration", "order", "ordered-duration", "40 min" },
        { "order: limits", "devices", "limits-version", "mood version 1" },
        { "prescriber", "order", "prescriber", "R. Okafor, MD (physician), 2026-11-23 09:40:00" },
        { "preparation: lot, expiry, vial", "vials", "vials", "L-4711, 2027-05-31" },
        { "preparation: preparer, label, vial, diluent; NDC and beyond-use said to be missing", "order", "preparer", "T. Nguyen, RN (nurse), label 10:07:00: 3.5 mL of lot L-4711, sodium chloride 0.9 %, 35 mL in all; beyond-use" },
        { "independent double check", "order", "double-check", "agrees: 35 mg, 35 mL, 52.5 mL/h, S. Hale, RN (nurse), 10:06:00" },
        { "two people beyond a soft limit", "order", "overrides", "S. Hale, RN (nurse)" },
        { "IV site, gauge, attempts", "before", "iv-access", "not recorded" },
        { "pump and monitor", "devices", "devices", "pump-1" },
        { "limits in force", "devices", "limits", "SpO2" },
        { "limits set for this session", "devices", "adjusted", "Chronic lung disease" },
        { "library version", "devices", "rules-version", "rules" },
        { "vitals with time", "vitals", "vitals", "10:25" },
        { "vitals by device", "devices", "devices", "by the device's clock, corrected" },
        { "vitals by hand", "vitals", "vitals", "148/88h" },
        { "artefact flag", "vitals", "vitals", "86×" },
        { "no value", "vitals", "vitals", "no value" },
        { "gap", "vitals", "vitals", "gap" },
        { "rate change", "delivery", "delivery", "Rate 52.5 to 40 mL/h" },
        { "pause with reason", "delivery", "delivery", "Infusion paused: nausea" },
        { "adverse event with grade and outcome", "adverse-events", "adverse-events", "2 of 5 | resolved, 10:52:00" },
        { "rescue drug with response", "medications", "medications", "4 mg IV | effective, 10:50:00" },
        { "sedation", "scores", "scores", "4 (MOAA/S, 0 to 5)" },
        { "dissociation", "scores", "scores", "12 (CADSS-6, 0 to 24)" },
        { "scores that were missed", "scores", "missed", "10:16:00 | Sedation score" },
        { "delivered mg", "order", "delivered-dose", "35 mg" },
        { "delivered against ordered", "order", "totals", "35 mg | 35 mg | 0 (-0.01 %)" },
        { "waste with witness", "vials", "vial-entries", "Wasted: 165 mg, witness S. Hale, RN (nurse) | T. Nguyen, RN (nurse) | S. Hale, RN (nurse)" },
        { "drug balance", "vials", "left", "0 mg" },
        { "alarm with response", "alarms", "alarms", "acknowledged 10:25:54, T. Nguyen, RN (nurse)" },
        { "what was silent", "alarms", "alarms", "10:35:30 to 10:37:30, T. Nguyen, RN (nurse)" },
        { "recovery score", "discharge", "recovery-scores", "PADSS | 9 of 10" },
        { "discharge vitals", "discharge", "discharge-vitals", "SpO2 98 % (11:09, monitor-1)" },
        { "instructions", "discharge", "instructions", "T. Nguyen, RN (nurse) at 11:06:00" },
        { "escort, relation", "discharge", "escort", "Maria Beispiel, sister" },
        { "times with their source", "times", "minutes", "by the pump | 2026-11-23 10:10:06" },
        { "late entry with both times", "missing", "late", "10:33:00 | 10:45:00" },
        { "gaps in words", "missing", "gaps", "25 messages of monitor-1 are missing" },
        { "not monitored", "missing", "gaps", "Not monitored: this service did not run" },
        { "corrections", "missing", "reviews", "SpO2 | monitor-1 | artefact" },
        { "notes", "events", "events", "Says that the room is breathing" },
        { "people with role", "people", "people", "S. Hale, RN | nurse | hale" },
        { "addenda", "additions", "additions", "The patient telephoned: slept well | Call on the next day" },
        { "signature: name, time, meaning", "signatures", "signatures", "R. Okafor, MD | Approval (version 1) | 2026-11-23 12:00:00" },
    };

    [Theory]
    [MemberData(nameof(Record))]
    public void Every_field_of_a_session_record_is_on_the_chart(string field, string section, string key, string says)
    {
        var found = Chart.Sections.ShouldHaveSingleItem(section);
        var said = found.Facts.Where(fact => fact.Key == key).Select(fact => fact.Text)
            .Concat(found.Tables.Where(table => table.Key == key).Select(Text)).ToList();
        said.ShouldHaveSingleItem(field).ShouldContain(says);
        found.Facts.Where(fact => fact.Key == key).ShouldAllBe(fact => fact.IsKnown == (says != "not recorded"));
    }

    [Fact]
    public void Whose_it_is_and_as_of_when_are_said()
    {
        Chart.Identity.Patient.ShouldBe("Beispiel, Erika");
        (Chart.Identity.BirthDate, Chart.Identity.Mrn, Chart.Identity.Chair).ShouldBe(("1980-01-02", "MRN-1001", "A1"));
        Chart.Identity.TimeZone.ShouldBe("Europe/Vienna, UTC+01:00");
        (Chart.Status.IsComplete, Chart.Status.Text).ShouldBe((true, "Complete: the session was closed 2026-11-23 11:15:00. As of 2026-11-23 12:00:00."));

        var open = ChartBuilder.Build(ChartCase.Of([.. ChartCase.Course.TakeWhile(each => each is not InfusionStopped)]), [], ChartCase.At(54));
        open.Status.IsComplete.ShouldBeFalse();
        Text(open.Sections.Single(section => section.Key == "order").Tables[0]).ShouldContain("Duration by hand | 40 min | 41 min so far");
        open.Status.Text.ShouldBe("The session is open (infusing): this is what was charted as of 2026-11-23 10:54:00.");
    }

    [Fact]
    public void The_grid_has_a_line_each_five_minutes_and_where_something_happened()
    {
        var times = Table("vitals", "vitals").Rows.Select(row => row.Cells[0].Text).ToList();
        times.ShouldBe(times.Order().Distinct());
        Enumerable.Range(0, 15).Select(index => ChartCase.At(index * 5 - (index * 5 > 72 ? 100 : 0))).Take(14)
            .Select(at => at.ToOffset(TimeSpan.FromHours(1)).ToString("HH:mm")).ShouldBeSubsetOf(times);
        times.ShouldContain("10:33", "vitals by hand");
        times.ShouldContain("10:36", "an adverse event");
        times.ShouldNotContain("10:34");
    }

    [Fact]
    public void A_value_that_is_missing_is_never_blank()
    {
        Table("vitals", "vitals").Rows.SelectMany(row => row.Cells.Take(9)).ShouldAllBe(cell => cell.Text.Length > 0);
        var silent = Table("vitals", "vitals").Rows.Single(row => row.Cells[0].Text == "10:45");
        silent.Cells.Count(cell => cell.Mark == ChartMark.Gap).ShouldBe(4);
        var off = Table("vitals", "vitals").Rows.Single(row => row.Cells[0].Text == "10:33");
        off.Cells.ShouldContain(cell => cell.Mark == ChartMark.ByHand && cell.Text.EndsWith(" 84h"));
    }

    [Fact]
    public void What_the_counter_gave_the_segments_and_the_order_are_one_number()
    {
        var facts = Chart.Sections.Single(section => section.Key == "order").Facts.ToDictionary(fact => fact.Key);
        facts["delivered-volume"].Number!.Value.ShouldBe(34.9958m);
        facts["delivered-dose"].Number.ShouldBe(facts["delivered-volume"].Number);
        Table("vitals", "vitals").Rows.Single(row => row.Cells[0].Text == "10:55").Cells.ShouldContain(cell => cell.Text == "35");
    }

    [Fact]
    public void What_was_taken_back_is_struck_out_with_who_and_when_and_counts_nowhere_else()
    {
        var entry = Guid.NewGuid();
        SessionEvent[] slip =
        [
            new RescueGiven(ChartCase.At(37), entry, RescueMedication.Midazolam, 2m, RescueUnit.Milligram, RescueRoute.Intravenous, null, "nguyen") { Entry = entry },
            new EntryWithdrawn(ChartCase.At(37).AddSeconds(20), entry, ChartCase.At(37), "nguyen"),
        ];
        var chart = ChartBuilder.Build(ChartCase.Of([.. ChartCase.Course.TakeWhile(each => each.At < ChartCase.At(38)), .. slip, .. ChartCase.Course.SkipWhile(each => each.At < ChartCase.At(38))]), []);

        var cell = chart.Sections.Single(section => section.Key == "events").Tables[0].Rows.SelectMany(row => row.Cells).Single(cell => cell.Struck > 0);
        (cell.Text[..cell.Struck], cell.Text[cell.Struck..]).ShouldBe((
            "Rescue: midazolam 2 mg IV", "; ENTERED IN ERROR: taken back 10:37:20 by T. Nguyen, RN (nurse), 20 s after"));
        Text(chart.Sections.Single(section => section.Key == "events").Tables[0]).ShouldContain("Taken back, 20 s after: Rescue: midazolam 2 mg IV");
        chart.Sections.Where(section => section.Key != "events").SelectMany(section => section.Tables).Select(Text).ShouldAllBe(text => !text.Contains("idazolam"));
    }

    [Fact]
    public void Without_a_counter_nothing_is_said_to_be_delivered()
    {
        var course = ChartCase.Course.Where(each => each is not (DeliveryStarted or RateChanged or DeliveryStopped)).ToList();
        var chart = ChartBuilder.Build(ChartCase.Of(course, [.. ChartCase.Readings().Where(each => each.Reading.Device == ChartCase.Monitor)]), []);
        var order = chart.Sections.Single(section => section.Key == "order");
        var delivered = order.Facts.Single(fact => fact.Key == "delivered-dose");
        (delivered.Text, delivered.IsKnown).ShouldBe(("not known", false));
        order.Notes.Single().ShouldStartWith("Delivered: no counter of a pump was heard");
        Text(chart.Sections.Single(section => section.Key == "missing").Tables[0]).ShouldContain("pump-1 was silent");
    }

    [Fact]
    public void An_erased_patient_and_an_unknown_protocol_are_said_to_be_so()
    {
        var about = ChartCase.Content.About with { Patient = new(ChartCase.Patient, null, null, null, null, null), Protocol = null };
        var chart = ChartBuilder.Build(ChartCase.Content with { About = about, Notes = [] }, []);
        chart.Identity.Patient.ShouldBe("erased");
        chart.Sections.Single(section => section.Key == "session").Facts.Single(fact => fact.Key == "protocol").Text.ShouldBe("mood version 1, no longer there");
        Text(chart.Sections.Single(section => section.Key == "devices").Tables[1]).ShouldContain("not there any more");
        chart.Sections.Single(section => section.Key == "discharge").Facts.Single(fact => fact.Key == "escort").Text.ShouldStartWith("erased");
        Text(chart.Sections.Single(section => section.Key == "signatures").Tables[0]).ShouldContain("Not signed.");
    }

    [Fact]
    public void A_chart_whose_devices_are_being_put_right_says_so_first()
    {
        var corrected = new AssociationCorrected(
            ChartCase.At(76), Guid.NewGuid(), ChartCase.Monitor, DeviceKind.Monitor, ChartCase.At(1), null, ChartCase.Session, null, null, "okafor",
            [new CorrectedChart(ChartCase.Session, "A1", ChartCase.Patient, [], [])]);
        var chart = ChartBuilder.Build(ChartCase.Of([.. ChartCase.Course, corrected]), []);
        chart.Status.Text.ShouldStartWith("CORRECTION IN PROGRESS");
    }

    [Fact]
    public void An_event_without_a_sentence_of_its_own_is_listed_by_its_name()
    {
        var chart = ChartBuilder.Build(ChartCase.Of([.. ChartCase.Course, new SomethingNew(ChartCase.At(80))]), []);
        Text(chart.Sections.Single(section => section.Key == "events").Tables[0]).ShouldContain("Something new");
    }

    [Fact]
    public void A_session_planned_and_nothing_more_has_a_chart()
    {
        var chart = ChartBuilder.Build(ChartCase.Of([ChartCase.Course[0]], []), [], ChartCase.At(0));
        Text(chart.Sections.Single(section => section.Key == "vials").Tables[0]).ShouldContain("No vial was charted.");
        Text(chart.Sections.Single(section => section.Key == "alarms").Tables[0]).ShouldContain("None was raised.");
        var before = chart.Sections.Single(section => section.Key == "before").Facts.ToDictionary(fact => fact.Key);
        new[] { "two-identifiers", "consent", "fasting", "home-medication", "hcg-uds", "contraindications" }.ShouldAllBe(key => before[key].Text == "not recorded" && !before[key].IsKnown);
        chart.Sections.Single(section => section.Key == "order").Facts.Single(fact => fact.Key == "double-check").IsKnown.ShouldBeFalse();
    }

    [Fact]
    public void One_dose_by_hand_is_charted_without_a_pump()
    {
        var planned = (SessionPlanned)ChartCase.Course[0];
        var chart = ChartBuilder.Build(
            ChartCase.Of(
                [
                    planned with { Order = ChartCase.Order with { Route = DoseRoute.Intramuscular } }, new PatientCheckedIn(ChartCase.At(0), "nguyen"),
                    new DoseGiven(ChartCase.At(5), DoseRoute.Intramuscular, Mass.FromMilligrams(35m), "nguyen"),
                    new VitalsCharted(ChartCase.At(6), [new HandVital(Metric.SpO2, 97m)], "nguyen"),
                ],
                []),
            [], ChartCase.At(20));
        var order = chart.Sections.Single(section => section.Key == "order");
        Text(order.Tables[0]).ShouldContain("Dose | 35 mg | 35 mg | 0 (0 %)");
        Text(order.Tables[0]).ShouldNotContain("Duration by the pump");
        Text(chart.Sections.Single(section => section.Key == "vitals").Tables[0]).ShouldContain("97h");
    }

    static ChartTable Table(string section, string table) =>
        Chart.Sections.Single(each => each.Key == section).Tables.Single(each => each.Key == table);

    static string Text(ChartTable table) => table.Rows.Count == 0
        ? table.Empty
        : string.Join("\n", table.Rows.Select(row => string.Join(" | ", row.Cells.Select(cell => cell.Text))));

    sealed record SomethingNew(DateTimeOffset At) : SessionEvent(At);
}

static class ChartSections
{
    public static ChartSection ShouldHaveSingleItem(this IReadOnlyList<ChartSection> sections, string key) =>
        sections.Where(section => section.Key == key).ShouldHaveSingleItem($"the section {key}");
}
