using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Patients;

/// <summary>A file of patients: shown first, then entered as far as it was confirmed.</summary>
public sealed class ImportApiTests(SharedClinicServer shared) : IClassFixture<SharedClinicServer>, IAsyncLifetime
{
    const string Header = "family_name,given_name,birth_date,mrn\n";
    readonly ClinicServer _server = shared.Server;
    readonly string _here = SharedClinicServer.NewClinic("here");
    HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        await _server.CreateClinicAsync(_here);
        _http = new HttpClient { BaseAddress = new Uri($"{_server.Url}/api/clinics/{_here}/") };
        _http.DefaultRequestHeaders.Add("X-Clinic", _here);
        _http.DefaultRequestHeaders.Add("X-User", "nurse-a");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
    }

    [Fact]
    public async Task A_preview_says_of_each_line_what_it_would_be_and_writes_nothing()
    {
        await ImportAsync(await LinesAsync("Rivera,Ana,1984-02-29,A-1\nSato,Kei,1990-01-01,A-2"));

        var lines = await LinesAsync(
            """
            Rivera,Ana,1984-02-29,A-1
            Rievra,Ana,1984-02-29,
            Other,Person,1950-05-05,A-2
            Berg,Lena,1970-07-07,A-3
            Berg,Lena,1970-07-07,
            Holm,Nils,1971-01-01,A-3
            Wrong,Date,1.2.1990,A-9
            """);

        lines.Select(line => $"{line["number"]} {line["standing"]}").ShouldBe(
            ["2 already", "3 duplicate", "4 wrong", "5 new", "6 duplicate", "7 wrong", "8 wrong"]);
        ((string)lines[1]["similar"]![0]!["familyName"]!).ShouldBe("Rivera");
        ((string)lines[2]["faults"]![0]!["message"]!).ShouldContain("belongs to Sato, Kei");
        ((int)lines[4]["sameLines"]![0]!).ShouldBe(5);
        ((string)lines[5]["faults"]![0]!["message"]!).ShouldContain("line 5");
        ((string)lines[6]["faults"]![0]!["field"]!).ShouldBe("birth_date");
        (await CountAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task Each_line_is_entered_or_its_fault_is_named_and_none_holds_up_another()
    {
        var lines = await LinesAsync("Rivera,Ana,1984-02-29,A-1\nSato,Kei,1990-01-01,A-2\nBerg,Lena,1970-07-07,A-3");
        lines[1]["patient"]!["familyName"] = "";

        var result = await ImportAsync(lines);

        ((int)result["entered"]!).ShouldBe(2);
        Standings(result).ShouldBe(["2 entered", "3 wrong", "4 entered"]);
        ((string)result["lines"]![1]!["faults"]![0]!["field"]!).ShouldBe("familyName");
        (await CountAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task The_same_file_sent_again_enters_nobody_twice()
    {
        const string file = "Rivera,Ana,1984-02-29,A-1\nSato,Kei,1990-01-01,A-2";
        var lines = await LinesAsync(file);
        await ImportAsync(lines);

        // The answer was lost: the very same request. Then the file anew.
        Standings(await ImportAsync(lines)).ShouldBe(["2 entered", "3 entered"]);
        var again = await LinesAsync(file);
        again.Select(line => (string)line["standing"]!).ShouldBe(["already", "already"]);
        Standings(await ImportAsync(again)).ShouldBe(["2 already", "3 already"]);
        (await CountAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task A_likely_duplicate_is_entered_only_when_a_person_has_said_that_it_is_somebody_else()
    {
        await ImportAsync(await LinesAsync("Rivera,Ana,1984-02-29,A-1"));
        var lines = await LinesAsync("Rievra,Ana,1984-02-29,A-2");

        Standings(await ImportAsync(lines)).ShouldBe(["2 duplicate"]);
        (await CountAsync()).ShouldBe(1);

        (lines[0]["patient"]!["commandId"], lines[0]["patient"]!["distinct"]) = (Guid.NewGuid(), new JsonArray((Guid)lines[0]["similar"]![0]!["id"]!));
        Standings(await ImportAsync(lines)).ShouldBe(["2 entered"]);
        (await CountAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task Of_two_who_import_the_same_file_at_once_each_patient_is_entered_once()
    {
        var file = string.Join('\n', Enumerable.Range(1, 20).Select(n => $"Family{n},Given,{1940 + n}-01-01,N-{n}"));
        var (first, second) = (await LinesAsync(file), await LinesAsync(file));

        var results = await Task.WhenAll(ImportAsync(first), ImportAsync(second));

        results.Sum(result => (int)result["entered"]!).ShouldBe(20);
        results.SelectMany(Standings).Where(each => !each.EndsWith(" entered", StringComparison.Ordinal))
            .ShouldAllBe(each => each.EndsWith(" already", StringComparison.Ordinal));
        (await CountAsync()).ShouldBe(20);
    }

    [Fact]
    public async Task A_shared_identifier_makes_a_likely_duplicate()
    {
        const string header = "family_name,given_name,mrn,identifier_system,identifier_value\n";
        await ImportAsync(await LinesAsync("Rivera,Ana,A-1,social security,4711", header));

        (await LinesAsync("Ito,Hanna,A-2,social security,4711\nSato,Kei,A-3,another office,4711", header))
            .Select(line => (string)line["standing"]!).ShouldBe(["duplicate", "new"]);
    }

    [Fact]
    public async Task What_is_not_stored_in_time_is_named_and_can_be_sent_again()
    {
        await ImportAsync(await LinesAsync("Sato,Kei,1990-01-01,A-2"));
        var lines = await LinesAsync("Rivera,Ana,1984-02-29,A-1");
        JsonObject result;
        await using (await _server.HoldAsync(_here))
        {
            result = await ImportAsync(lines);
        }

        Standings(result).ShouldBe(["2 not_stored"]);
        Standings(await ImportAsync(lines)).ShouldBe(["2 entered"]);
        (await CountAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task A_file_that_is_too_large_or_unreadable_is_refused()
    {
        (await PreviewAsync(new string('x', 2 * 1024 * 1024 + 1))).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        var unreadable = await PreviewAsync("name\nAna");
        unreadable.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        ((string)(await BodyAsync(unreadable))["detail"]!).ShouldContain("family_name");
        (await _http.PostAsJsonAsync("patients/import", new { lines = Array.Empty<object>() }, TestContext.Current.CancellationToken))
            .StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    async Task<List<JsonObject>> LinesAsync(string lines, string header = Header)
    {
        var answer = await PreviewAsync(header + lines);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return [.. (await BodyAsync(answer))["lines"]!.AsArray().Select(line => line!.AsObject())];
    }

    Task<HttpResponseMessage> PreviewAsync(string file) =>
        _http.PostAsync("patients/import/preview", new StringContent(file, new MediaTypeHeaderValue("text/csv")), TestContext.Current.CancellationToken);

    async Task<JsonObject> ImportAsync(IEnumerable<JsonObject> lines)
    {
        var answer = await _http.PostAsJsonAsync(
            "patients/import",
            new { lines = lines.Select(line => new { number = (int)line["number"]!, patient = line["patient"] }) },
            TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await BodyAsync(answer);
    }

    static IEnumerable<string> Standings(JsonObject result) =>
        result["lines"]!.AsArray().Select(line => $"{line!["number"]} {line["standing"]}");

    async Task<long> CountAsync() =>
        (long)(await _http.GetFromJsonAsync<JsonObject>("patients", TestContext.Current.CancellationToken))!["total"]!;

    static async Task<JsonObject> BodyAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!;
}
