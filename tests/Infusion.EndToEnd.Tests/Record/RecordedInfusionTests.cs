using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Infusion.EndToEnd.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.EndToEnd.Tests.Record;

/// <summary>The whole way of the data, from a real monitor's numbers to what an EHR reads.</summary>
[Collection(Collections.Recorded)]
public sealed class RecordedInfusionTests(RecordedInfusion infusion) : IClassFixture<RecordedInfusion>
{
    const string Loinc = "http://loinc.org";
    const string Mdc = "urn:iso:std:iso:11073:10101";
    const string Ucum = "http://unitsofmeasure.org";
    const string Panel = "85354-9";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("8867-4", "/min", nameof(RecordedMinute.HeartRate))]
    [InlineData("9279-1", "/min", nameof(RecordedMinute.RespiratoryRate))]
    [InlineData("59408-5", "%", nameof(RecordedMinute.SpO2))]
    public async Task Each_minute_has_the_monitors_own_number_or_says_why_not(string code, string unit, string column)
    {
        var charted = await infusion.ObservationsAsync($"{Loinc}|{code}");

        charted.Count.ShouldBeGreaterThanOrEqualTo(RecordedMinutes.All.Count);
        charted.Select(each => Minute(each.Effective())).ShouldBeUnique();
        foreach (var observation in charted)
        {
            observation.HasValue().ShouldNotBe(observation.SaysWhyNot(), observation.GetRawText());
            if (observation.HasValue())
            {
                var quantity = observation.GetProperty("valueQuantity");
                (quantity.GetProperty("system").GetString(), quantity.GetProperty("code").GetString()).ShouldBe((Ucum, unit));
                quantity.GetProperty("value").GetDecimal().ShouldBe(Number(infusion.RowAt(observation.Effective()), column));
            }
        }
    }

    [Fact]
    public async Task The_minutes_with_the_probe_off_have_no_number()
    {
        var charted = (await infusion.ObservationsAsync("59408-5")).ToDictionary(each => Minute(each.Effective()));

        var probeOff = charted.Where(each => infusion.RowsIn(each.Key) is { Count: > 0 } rows && rows.All(row => row.SpO2 == 0)).ToList();
        probeOff.Count.ShouldBeGreaterThan(40, "the recording has runs of 20, 6 and 21 such minutes");
        probeOff.ShouldAllBe(each => each.Value.SaysWhyNot() && !each.Value.HasValue());

        var withProbe = charted.Count(each => infusion.RowsIn(each.Key).Any(row => row.SpO2 > 0));
        charted.Values.Count(each => each.HasValue()).ShouldBe(withProbe);
    }

    [Fact]
    public async Task Each_cuff_measurement_is_one_panel_and_none_is_invented()
    {
        var panels = await infusion.ObservationsAsync(Panel);

        panels.Select(Pressures).ShouldBe(RecordedMinutes.Cuffs);
        panels.Count.ShouldBeGreaterThanOrEqualTo(5);
    }

    [Theory]
    [InlineData($"{Loinc}|2708-6")]
    [InlineData($"{Loinc}|59408-5")]
    [InlineData($"{Mdc}|150456")]
    public async Task Oxygen_saturation_is_found_by_each_of_its_codes_and_carries_all(string code)
    {
        var found = await infusion.ObservationsAsync(code);

        found.Count.ShouldBeGreaterThanOrEqualTo(RecordedMinutes.All.Count);
        found.ShouldAllBe(each => each.Codings().Contains(new(Loinc, "2708-6")) && each.Codings().Contains(new(Loinc, "59408-5")));
    }

    [Fact]
    public async Task A_page_has_the_size_that_was_asked_for_and_the_pages_together_are_all()
    {
        // Minutes go on being charted after the recording; they would come in between the searches.
        var query = $"Observation?patient={infusion.PatientId}&code=8867-4&date=lt{Instant(infusion.End)}";
        var page = await infusion.Fhir.GetFromJsonAsync<JsonElement>($"{query}&_count=7", Cancel);
        FhirSearch.Resources(page).Count().ShouldBe(7);
        FhirSearch.Link(page, "next").ShouldNotBeNull();

        var byPages = await infusion.Fhir.AllAsync($"{query}&_count=7");
        var atOnce = await infusion.Fhir.AllAsync($"{query}&_count=1000");
        byPages.Count.ShouldBe(atOnce.Count);
        byPages.Select(Id).Except(atOnce.Select(Id)).ShouldBeEmpty();
        atOnce.Select(Id).Except(byPages.Select(Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_search_by_date_has_what_lies_within_and_nothing_else()
    {
        var all = await infusion.ObservationsAsync(Panel);
        var (from, to) = (all[3].Effective(), all[8].Effective());

        var found = await infusion.Fhir.AllAsync(
            $"Observation?patient={infusion.PatientId}&code={Panel}&date=ge{Instant(from)}&date=lt{Instant(to)}&_sort=date");

        found.Select(Id).ShouldBe(all.Skip(3).Take(5).Select(Id));
    }

    [Fact]
    public async Task A_lost_signal_was_told_where_a_number_had_been_and_low_oxygen_never()
    {
        await using var nurse = await Person.SignInAsync(infusion.Server.Access.Url, infusion.Server.Access.Nurse);
        var clinic = $"/api/clinics/{infusion.Server.Access.Clinic}";
        var session = (await nurse.GetAsync($"{clinic}/sessions")).EnumerateArray().Single().GetProperty("id").GetString();
        var alarms = (await nurse.GetAsync($"{clinic}/sessions/{session}/events")).EnumerateArray()
            .Where(e => e.GetProperty("type").GetString() == "alarm_raised")
            .Select(e => (Text: e.GetProperty("text").GetString()!, At: e.GetProperty("at").GetDateTimeOffset()))
            .ToList();

        alarms.ShouldNotContain(alarm => alarm.Text.StartsWith("SpO2", StringComparison.Ordinal) && alarm.Text.Contains("limit 90"));
        var lost = alarms.Where(alarm => alarm.Text == "SpO2 signal lost, check the patient").ToList();
        lost.Count.ShouldBe(3, "the probe came off three times");
        lost.ShouldAllBe(alarm => infusion.RowAt(alarm.At).SpO2 == 0);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_read_and_the_capabilities_are_open()
    {
        using var stranger = new HttpClient { BaseAddress = infusion.Fhir.BaseAddress };

        var refused = await stranger.GetAsync($"Observation?patient={infusion.PatientId}", Cancel);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var outcome = await refused.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        outcome.GetProperty("resourceType").GetString().ShouldBe("OperationOutcome");

        var capabilities = await stranger.GetFromJsonAsync<JsonElement>("metadata", Cancel);
        capabilities.GetProperty("resourceType").GetString().ShouldBe("CapabilityStatement");
    }

    static decimal Number(RecordedMinute row, string column) => column switch
    {
        nameof(RecordedMinute.HeartRate) => row.HeartRate,
        nameof(RecordedMinute.RespiratoryRate) => row.RespiratoryRate,
        nameof(RecordedMinute.SpO2) => row.SpO2,
        _ => throw new ArgumentOutOfRangeException(nameof(column)),
    };

    static Cuff Pressures(JsonElement panel)
    {
        decimal Component(string code) => panel.GetProperty("component").EnumerateArray()
            .Single(component => component.Codings().Contains(new(Loinc, code)))
            .GetProperty("valueQuantity") is var quantity && quantity.GetProperty("code").GetString() == "mm[Hg]"
                ? quantity.GetProperty("value").GetDecimal()
                : throw new InvalidDataException("A pressure is in mm[Hg].");
        return new Cuff(Component("8480-6"), Component("8462-4"), Component("8478-0"));
    }

    static string Id(JsonElement resource) => resource.GetProperty("id").GetString()!;

    static string Instant(DateTimeOffset time) => Uri.EscapeDataString(time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null));

    static DateTimeOffset Minute(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}
