using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Hl7.Fhir.Model;
using Hl7.Fhir.Rest;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace Infusion.Server.Tests.Fhir;

/// <summary>Clients that others wrote read a session: Firely's, fhir-kit-client and the SMART client.</summary>
public sealed class IndependentClientsTests(RecordHost record) : IClassFixture<RecordHost>
{
    const string Token = "harbor;system/*.rs";
    static readonly string Ana = RecordHost.Ana;

    readonly FhirHost _host = record.Host;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_dotnet_client_reads_searches_pages_and_asks_for_everything()
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        using var client = new FhirClient(_host.Base, http, new FhirClientSettings { VerifyFhirVersion = true, PreferredFormat = ResourceFormat.Json });

        (await client.ReadAsync<Patient>($"Patient/{Ana}", ct: Cancel))!.Name[0].Family.ShouldBe("Rivera");
        var vitals = new List<string>();
        for (var page = await client.SearchAsync<Observation>([$"patient={Ana}", "code=8867-4", "_sort=-date"], pageSize: 3, ct: Cancel); page is not null; page = await client.ContinueAsync(page, ct: Cancel))
        {
            vitals.AddRange(page.Entry.Select(entry => entry.Resource!.Id!));
        }

        vitals.Distinct().Count().ShouldBe(10);
        (await client.HistoryAsync($"Patient/{Ana}", ct: Cancel))!.Entry.ShouldHaveSingleItem();
        var everything = (Bundle)(await client.InstanceOperationAsync(new Uri($"Patient/{Ana}", UriKind.Relative), "everything", useGet: true, ct: Cancel))!;
        everything.Entry.Select(entry => entry.Resource).OfType<MedicationAdministration>().Count().ShouldBe(3);
        var refused = await Should.ThrowAsync<FhirOperationException>(() => client.SearchAsync<Observation>([$"Patient={Ana}"], ct: Cancel));
        refused.Outcome!.Issue.ShouldHaveSingleItem().Expression.ShouldBe(["http.Patient"]);
    }

    [Fact]
    public async Task The_javascript_clients_do_too()
    {
        var seen = await ReadAsync();

        var expected = (await _host.SearchAsync($"Observation?patient={Ana}&code=8867-4&_sort=-date")).Entry.Select(entry => $"Observation/{entry.Resource!.Id}").ToList();
        var kit = seen.GetProperty("kit");
        Texts(kit.GetProperty("vitals")).ShouldBe(expected);
        Texts(kit.GetProperty("posted")).ShouldBe(["Observation/undated", "Observation/mistake", "Observation/lab"]);
        Texts(kit.GetProperty("compartment")).ShouldBe(["Procedure/s1"]);
        (kit.GetProperty("fhirVersion").GetString(), kit.GetProperty("family").GetString(), kit.GetProperty("version").GetString()).ShouldBe(("4.0.1", "Rivera", "1"));
        (kit.GetProperty("versions").GetInt32(), kit.GetProperty("refused").GetInt32()).ShouldBe((1, 400));
        kit.GetProperty("everything").GetInt32().ShouldBe(kit.GetProperty("byPost").GetInt32());
        kit.GetProperty("everything").GetInt32().ShouldBeGreaterThan(30);
        var smart = seen.GetProperty("smart");
        Texts(smart.GetProperty("vitals")).ShouldBe(expected);
        (smart.GetProperty("patient").GetString(), smart.GetProperty("requester").GetString(), smart.GetProperty("encounter").GetString()).ShouldBe((Ana, "Okafor", "in-progress"));
    }

    static List<string> Texts(JsonElement list) => [.. list.EnumerateArray().Select(each => each.GetString()!)];

    async Task<JsonElement> ReadAsync()
    {
        var folder = Path.Combine(Repository.Root, "tests/Infusion.Server.Tests/Fhir/Clients");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "fhirclient")))
        {
            // The optional packages are for phones.
            await RunAsync(folder, "npm", "ci", "--no-audit", "--no-fund", "--omit=optional", "--omit=peer");
        }

        return JsonDocument.Parse(await RunAsync(folder, "node", "read.mjs")).RootElement;
    }

    async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["BASE"] = _host.Base, ["TOKEN"] = Token, ["PATIENT"] = Ana },
        })!;
        var wrong = process.StandardError.ReadToEndAsync(Cancel);
        var said = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        process.ExitCode.ShouldBe(0, await wrong);
        return said;
    }
}
