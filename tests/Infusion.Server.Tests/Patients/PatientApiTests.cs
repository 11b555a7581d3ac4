using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Patients;

/// <summary>Patients through the API, on a real store.</summary>
public sealed class PatientApiTests(SharedClinicServer shared) : IClassFixture<SharedClinicServer>, IAsyncLifetime
{
    readonly ClinicServer _server = shared.Server;
    readonly string _here = SharedClinicServer.NewClinic("here");
    readonly string _there = SharedClinicServer.NewClinic("there");
    HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        await _server.CreateClinicAsync(_here);
        await _server.CreateClinicAsync(_there);
        _http = Client(_here, "nurse-a");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
    }

    [Fact]
    public async Task A_patient_is_entered_with_all_that_is_known_and_found_by_name_number_and_birth_date_in_its_clinic_alone()
    {
        var id = Guid.NewGuid();
        var entered = Ana(id);
        entered["identifiers"] = new JsonArray(new JsonObject { ["system"] = "social security", ["value"] = "4711" });
        entered["allergies"] = new JsonArray(new JsonObject { ["text"] = "latex", ["severity"] = "severe" });
        entered["weights"] = new JsonArray(
            new JsonObject { ["kilograms"] = 71.5, ["method"] = "measured", ["on"] = "2026-03-01" },
            new JsonObject { ["kilograms"] = 70, ["method"] = "stated", ["on"] = "2025-03-01" });
        entered["contacts"] = new JsonArray(new JsonObject { ["name"] = "Ben", ["relation"] = "brother", ["phone"] = "+43 1" });
        (await WriteAsync(entered)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var record = await RecordAsync(id);

        ((string)record["allergies"]![0]!["severity"]!, (bool)record["noKnownAllergies"]!).ShouldBe(("severe", false));
        record["weights"]!.AsArray().Select(weight => (decimal)weight!["kilograms"]!).ShouldBe([70m, 71.5m]);
        ((int)record["version"]!, (string)record["writtenBy"]!, (string)record["contacts"]![0]!["relation"]!).ShouldBe((1, "nurse-a", "brother"));
        (await FoundAsync("find=rivera")).ShouldBe([id]);
        (await FoundAsync("find=RIV,%20ana")).ShouldBe([id]);
        (await FoundAsync("find=A-1")).ShouldBe([id]);
        (await FoundAsync("birthDate=1984-02-29")).ShouldBe([id]);
        (await FoundAsync("find=rivera&birthDate=1984-03-01")).ShouldBeEmpty();
        using var there = Client(_there, "nurse-a");
        ((long)(await there.GetFromJsonAsync<JsonObject>("patients", TestContext.Current.CancellationToken))!["total"]!).ShouldBe(0);
    }

    [Fact]
    public async Task Unknown_allergies_are_not_none()
    {
        var id = Guid.NewGuid();
        await WriteAsync(Ana(id));
        ((bool)(await RecordAsync(id))["noKnownAllergies"]!).ShouldBeFalse();

        var asked = Ana(id);
        (asked["expected"], asked["noKnownAllergies"]) = (1, true);
        await WriteAsync(asked);
        ((bool)(await RecordAsync(id))["noKnownAllergies"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task A_correction_keeps_the_old_values_with_author_and_time()
    {
        var id = Guid.NewGuid();
        await WriteAsync(Ana(id));
        var corrected = Ana(id);
        (corrected["expected"], corrected["familyName"]) = (1, "Rivera-Ito");
        using var other = Client(_here, "nurse-b");
        (await WriteAsync(corrected, other)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var record = await RecordAsync(id);

        ((int)record["version"]!, (string)record["writtenBy"]!, (string)record["familyName"]!).ShouldBe((2, "nurse-b", "Rivera-Ito"));
        var old = record["history"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)old["familyName"]!, (string)old["writtenBy"]!, old["writtenAt"] is not null).ShouldBe(("Rivera", "nurse-a", true));
    }

    [Fact]
    public async Task Of_two_who_edit_at_once_the_second_learns_what_changed_and_nothing_is_lost()
    {
        var id = Guid.NewGuid();
        await WriteAsync(Ana(id));
        var (first, second) = (Ana(id), Ana(id));
        (first["expected"], first["gender"], second["expected"], second["mrn"]) = (1, "female", 1, "A-2");

        var answers = await Task.WhenAll(WriteAsync(first), WriteAsync(second));

        answers.Select(answer => answer.StatusCode).ShouldBe([HttpStatusCode.OK, HttpStatusCode.Conflict], ignoreOrder: true);
        var (lost, field) = answers[0].StatusCode == HttpStatusCode.Conflict ? (answers[0], "mrn") : (answers[1], "gender");
        var conflict = await BodyAsync(lost);
        ((string)conflict["code"]!, (int)conflict["current"]!["version"]!).ShouldBe(("patient-changed", 2));
        conflict["changed"]!.AsArray().Select(each => (string)each!).ShouldBe([field]);
    }

    [Fact]
    public async Task A_number_that_is_somebody_elses_is_refused()
    {
        var first = Guid.NewGuid();
        await WriteAsync(Ana(first));
        var other = Ana(Guid.NewGuid());
        (other["familyName"], other["birthDate"]) = ("Sato", "1990-01-01");

        var refused = await WriteAsync(other);

        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var body = await BodyAsync(refused);
        ((string)body["code"]!, (Guid)body["similar"]![0]!["id"]!).ShouldBe(("patient-number", first));
    }

    [Fact]
    public async Task A_likely_duplicate_is_shown_and_the_person_decides()
    {
        var first = Guid.NewGuid();
        await WriteAsync(Ana(first));
        var again = Ana(Guid.NewGuid());
        (again["familyName"], again["mrn"]) = ("Rievra", null);

        var body = await BodyAsync(await WriteAsync(again));
        ((string)body["code"]!, (Guid)body["similar"]![0]!["id"]!).ShouldBe(("patient-similar", first));
        (await FoundAsync("")).ShouldBe([first]);

        (again["commandId"], again["distinct"]) = (Guid.NewGuid(), new JsonArray(first));
        (await WriteAsync(again)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await FoundAsync("")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Two_who_enter_the_same_number_at_once_enter_one_patient()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => WriteAsync(Ana(Guid.NewGuid()))));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        (await FoundAsync("find=A-1")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_second_copy_of_the_command_answers_the_same_and_changes_nothing()
    {
        var patient = Ana(Guid.NewGuid());
        await WriteAsync(patient);
        (await WriteAsync(patient)).StatusCode.ShouldBe(HttpStatusCode.OK);

        ((int)(await RecordAsync((Guid)patient["patient"]!))["version"]!).ShouldBe(1);
    }

    [Theory]
    [InlineData("familyName", "\" \"", "familyName")]
    [InlineData("birthDate", "\"2999-01-01\"", "birthDate")]
    [InlineData("birthDate", "\"1801-01-01\"", "birthDate")]
    [InlineData("gender", "\"f\"", "gender")]
    [InlineData("identifiers", """[{"system":"","value":"1"}]""", "identifiers[0].system")]
    [InlineData("allergies", """[{"text":"","severity":"mild"}]""", "allergies[0].text")]
    [InlineData("weights", """[{"kilograms":0.4,"method":"measured","on":"2026-01-01"}]""", "weights[0].kilograms")]
    [InlineData("weights", """[{"kilograms":70,"method":"unknown","on":"2026-01-01"}]""", "weights[0].method")]
    [InlineData("weights", """[{"kilograms":70,"method":"stated","on":"2999-01-01"}]""", "weights[0].on")]
    [InlineData("contacts", """[{"name":"Ben","relation":"","phone":""}]""", "contacts[0].phone")]
    [InlineData("contacts", "[null]", "contacts[0]")]
    public async Task What_cannot_be_is_refused_at_its_field(string field, string value, string path)
    {
        var patient = Ana(Guid.NewGuid());
        patient[field] = JsonNode.Parse(value);

        var refused = await WriteAsync(patient);

        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await BodyAsync(refused))["faults"]!.AsArray().Select(fault => (string)fault!["field"]!).ShouldBe([path]);
        (await FoundAsync("")).ShouldBeEmpty();
    }

    [Fact]
    public async Task None_known_beside_a_list_of_allergies_is_refused()
    {
        var patient = Ana(Guid.NewGuid());
        (patient["noKnownAllergies"], patient["allergies"]) = (true, JsonNode.Parse("""[{"text":"latex","severity":"mild"}]"""));

        (await BodyAsync(await WriteAsync(patient)))["faults"]![0]!["field"]!.ToString().ShouldBe("noKnownAllergies");
    }

    [Fact]
    public async Task The_list_comes_page_by_page()
    {
        for (var number = 0; number < 3; number++)
        {
            var patient = Ana(Guid.NewGuid());
            (patient["familyName"], patient["birthDate"], patient["mrn"]) = ($"Name{number}", null, $"P-{number}");
            await WriteAsync(patient);
        }

        var last = await _http.GetFromJsonAsync<JsonObject>("patients?page=1&size=2", TestContext.Current.CancellationToken);

        ((long)last!["total"]!, (string)last["patients"]!.AsArray().Single()!["familyName"]!).ShouldBe((3, "Name2"));
    }

    static JsonObject Ana(Guid id) => new()
    {
        ["commandId"] = Guid.NewGuid(),
        ["patient"] = id,
        ["familyName"] = "Rivera",
        ["givenName"] = "Ana",
        ["birthDate"] = "1984-02-29",
        ["mrn"] = "A-1",
    };

    HttpClient Client(string clinic, string user)
    {
        var http = new HttpClient { BaseAddress = new Uri($"{_server.Url}/api/clinics/{clinic}/") };
        http.DefaultRequestHeaders.Add("X-Clinic", clinic);
        http.DefaultRequestHeaders.Add("X-User", user);
        return http;
    }

    Task<HttpResponseMessage> WriteAsync(JsonObject patient, HttpClient? http = null) =>
        (http ?? _http).PostAsJsonAsync("patients", patient, TestContext.Current.CancellationToken);

    async Task<JsonObject> RecordAsync(Guid id) =>
        (await _http.GetFromJsonAsync<JsonObject>($"patients/{id}/record", TestContext.Current.CancellationToken))!;

    async Task<List<Guid>> FoundAsync(string query) =>
        [.. (await BodyAsync(await _http.PostAsync("patients/search", Said.Of(query), TestContext.Current.CancellationToken)))["patients"]!.AsArray()
            .Select(patient => (Guid)patient!["id"]!)];

    static async Task<JsonObject> BodyAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!;
}
