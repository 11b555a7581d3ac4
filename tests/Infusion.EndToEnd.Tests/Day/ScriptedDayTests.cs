using System.Text.Json;
using Infusion.EndToEnd.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.EndToEnd.Tests.Day;

/// <summary>What a day leaves behind.</summary>
[Collection(Collections.Day)]
public sealed class ScriptedDayTests(ScriptedDay day) : IClassFixture<ScriptedDay>
{
    [Fact]
    public void Every_entry_that_cannot_be_was_refused_with_a_sentence()
    {
        day.Refusals.Select(refusal => (refusal.What, refusal.Code)).Distinct().ShouldBe(
        [
            ("a dose above the hard limit", "order-refused"),
            ("a start before check-in has passed", "check-in-not-passed"),
            ("a double check by who prepared", "check-same-person"),
            ("a device that is elsewhere", "device-elsewhere"),
            ("an end before the start", "time-out-of-range"),
            ("going home before the time", "discharge-not-ready"),
            ("a correction of a time that cannot be", "interval-impossible"),
            ("a witness who is the same person", "witness-same-person"),
        ]);
        day.Refusals.ShouldAllBe(refusal => refusal.Sentence.Length > 30 && refusal.Sentence.EndsWith('.'));
    }

    [Fact]
    public async Task The_uneventful_infusion_is_in_its_stream_from_the_door_to_the_end()
    {
        var types = await TypesAsync(day.Uneventful);

        types.ShouldBeInOrder("session_planned", "patient_checked_in", "check_in_answered", "dose_prepared", "order_checked", "device_associated", "session_readied", "infusion_started", "delivery_stopped",
            "infusion_stopped", "recovery_scored", "patient_discharged", "session_closed");
        types.Count(type => type == "setting_charted").ShouldBe(2, "what two nurses charted at once is both there");
    }

    [Fact]
    public async Task Hypertension_rescue_pause_and_early_stop_are_in_the_stream()
    {
        var types = await TypesAsync(day.Hypertensive);

        types.ShouldBeInOrder("infusion_started", "alarm_raised", "adverse_event_charted", "rescue_given", "infusion_paused", "infusion_resumed",
            "infusion_stopped", "rescue_response_charted", "adverse_event_outcome_charted", "patient_discharged", "session_closed");
    }

    [Fact]
    public async Task The_intramuscular_patient_was_measured_by_hand_throughout()
    {
        var types = await TypesAsync(day.Intramuscular);

        types.ShouldBeInOrder("vitals_charted", "dose_given", "vitals_charted", "vitals_charted", "infusion_stopped", "vitals_charted", "session_closed");
    }

    [Fact]
    public void The_sheet_of_the_double_check_has_what_is_to_be_computed_from_and_nothing_of_what_is_to_be_computed()
    {
        day.DoubleCheckSheet.ShouldContain("0.8 mg/kg");
        day.DoubleCheckSheet.ShouldContain("67.5 kg");
        day.DoubleCheckSheet.ShouldNotContain("54");
        day.DoubleCheckSheet.ShouldNotContain("81");
    }

    [Fact]
    public async Task What_the_monitor_charted_at_the_wrong_chair_is_the_right_patients_an_hour_later()
    {
        var (from, to) = day.Wrong;
        (to - from).ShouldBeGreaterThan(TimeSpan.FromMinutes(3));
        using var fhir = await SmartBackend.ConnectAsync(day.Server.Access.Fhir);
        var (wrong, right) = (await SaturationsAsync(fhir, day.Intramuscular), await SaturationsAsync(fhir, day.Hypertensive));

        wrong.ShouldNotBeEmpty();
        wrong.ShouldAllBe(each => each.GetProperty("status").GetString() == "entered-in-error");
        right.Count(each => each.GetProperty("status").GetString() is "preliminary" or "final").ShouldBeGreaterThanOrEqualTo(wrong.Count);
        foreach (var patient in new[] { day.Hypertensive, day.Intramuscular })
        {
            (await TypesAsync(patient)).ShouldBeInOrder("association_corrected", "patient_discharged");
        }
    }

    [Fact]
    public async Task The_charts_totals_are_what_the_devices_of_the_day_gave()
    {
        foreach (var (patient, mg) in new[] { (day.Uneventful, 54m), (day.Hypertensive, DayScripts.EarlyMl), (day.Intramuscular, 54m) })
        {
            var facts = await FactsAsync(patient);
            facts["order/delivered-dose"].GetProperty("number").GetDecimal().ShouldBe(mg, patient.Chair);
            facts["vials/left"].GetProperty("number").GetDecimal().ShouldBe(0m, patient.Chair);
        }
    }

    [Fact]
    public async Task A_chart_of_the_day_lacks_only_what_nobody_recorded()
    {
        var facts = await FactsAsync(day.Uneventful);

        facts.Where(fact => !fact.Value.GetProperty("isKnown").GetBoolean()).Select(fact => fact.Key).ShouldBe(
            ["session/identifiers", "before/asa", "before/airway", "before/allergies", "before/other-medication", "before/iv-access"]);
    }

    async Task<Dictionary<string, JsonElement>> FactsAsync(DayPatient patient) =>
        (await day.Nurse.GetAsync($"/api/clinics/{day.Server.Access.Clinic}/sessions/{patient.Session}/chart")).GetProperty("sections").EnumerateArray()
            .SelectMany(section => section.GetProperty("facts").EnumerateArray()
                .Select(fact => ($"{section.GetProperty("key").GetString()}/{fact.GetProperty("key").GetString()}", fact)))
            .ToDictionary();

    async Task<List<JsonElement>> SaturationsAsync(HttpClient fhir, DayPatient patient) =>
        [.. (await fhir.AllAsync($"Observation?patient={patient.Patient}&code=59408-5"))
            .Where(each => each.Effective() is var at && at >= day.Wrong.From && at < day.Wrong.To.AddMinutes(-1))];

    [Fact]
    public async Task Every_observation_that_was_due_is_charted_or_charted_as_missed()
    {
        foreach (var patient in day.Patients)
        {
            var events = await day.Server.EventsAsync(patient.Session);
            Longest(events, "Sedation", "observation_charted").ShouldBeLessThan(TimeSpan.FromMinutes(20) + Tick, patient.Chair);
        }

        Longest(await day.Server.EventsAsync(day.Intramuscular.Session), "BloodPressure", "vitals_charted").ShouldBeLessThan(TimeSpan.FromMinutes(18) + Tick);
    }

    /// <summary>That something was missed is said at the whole second after.</summary>
    static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>Between two times at which it was charted, or charted as missed. It begins anew with the start and with the recovery.</summary>
    static TimeSpan Longest(IReadOnlyList<JsonElement> events, string what, string charted)
    {
        var seen = events
            .Where(each => Type(each) is "infusion_started" or "dose_given" or "infusion_stopped" or "patient_discharged" || Type(each) == charted
                || (Type(each) == "observation_missed" && each.GetProperty("data").GetProperty("what").GetString() == what))
            .Select(each => each.GetProperty("data").GetProperty("at").GetDateTimeOffset())
            .Order().ToList();
        var from = seen.IndexOf(events.First(each => Type(each) is "infusion_started" or "dose_given").GetProperty("data").GetProperty("at").GetDateTimeOffset());
        return seen.Skip(from).Zip(seen.Skip(from + 1), (earlier, later) => later - earlier).Max();
    }

    [Fact]
    public async Task Every_vial_is_balanced()
    {
        foreach (var patient in day.Patients)
        {
            var after = await day.Nurse.GetAsync($"/api/clinics/{day.Server.Access.Clinic}/sessions/{patient.Session}/after");
            after.GetProperty("leftMg").GetDecimal().ShouldBe(0m);
            after.GetProperty("vials").GetArrayLength().ShouldBe(1);
        }
    }

    /// <summary>Asked the server itself, as an EHR would: whatever it serves of the day, versions that were corrected since included.</summary>
    [Fact]
    public async Task Every_resource_of_the_day_is_valid_by_the_profiles_it_claims()
    {
        using var fhir = await SmartBackend.ConnectAsync(day.Server.Access.Fhir);
        var types = await fhir.TypesAsync();
        var seen = new Dictionary<string, int>();
        var faults = new List<string>();
        foreach (var type in types)
        {
            foreach (var version in await fhir.VersionsAsync(type))
            {
                seen[type] = seen.GetValueOrDefault(type) + 1;
                faults.AddRange((await fhir.FaultsAsync(version)).Select(fault => $"{type}/{version.GetProperty("id").GetString()}: {fault}"));
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", seen.Select(each => $"{each.Value} {each.Key}")));
        faults.ShouldBeEmpty();
        types.Except(seen.Keys).ShouldBe(["DetectedIssue", "Flag", "Communication"], ignoreOrder: true, "the day has none of these; a whole record has (WholeRecordTests)");
    }

    async Task<IReadOnlyList<string>> TypesAsync(DayPatient patient) => [.. (await day.Server.EventsAsync(patient.Session)).Select(Type)];

    static string Type(JsonElement happened) => happened.GetProperty("type").GetString()!;
}

static class Streams
{
    /// <summary>Each comes after the one before; others may stand between.</summary>
    public static void ShouldBeInOrder(this IReadOnlyList<string> types, params string[] expected)
    {
        var at = -1;
        foreach (var type in expected)
        {
            var next = types.Skip(at + 1).ToList().IndexOf(type);
            next.ShouldBeGreaterThanOrEqualTo(0, $"no {type} after {(at < 0 ? "the beginning" : types[at])} in {string.Join(", ", types)}");
            at += next + 1;
        }
    }
}
