using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Infusion.Server.Identity.Accounts;
using Infusion.Server.Ingestion.Broker;
using Infusion.Server.Operations;
using Infusion.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Identity.Accounts;

/// <summary>A server with an empty database: how its first manager comes to be, and what a restart leaves as it was.</summary>
public sealed class FirstStartTests(EmbeddedPostgresFixture postgres)
{
    const string Password = "seven quiet lanterns";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_manager_comes_by_a_link_that_works_once_and_stays_signed_in_over_a_restart()
    {
        using var directory = new TemporaryDirectory();
        var database = await postgres.CreateDatabaseAsync();
        string cookie;
        await using (var first = await StartAsync(database, directory))
        {
            using var client = NewClient(first);
            (await SaidAsync(first)).ShouldContain("an earlier start printed", customMessage: "the secret itself is not there any more");
            var (code, printed) = await CommandAsync(database);
            code.ShouldBe(0);
            var secret = printed[(printed.IndexOf('#', StringComparison.Ordinal) + 1)..].Trim();
            var link = await (await client.PostAsJsonAsync("/api/links/read", new { secret }, Cancel)).Content.ReadFromJsonAsync<JsonElement>(Cancel);
            (link.GetProperty("kind").GetString(), link.GetProperty("asksClinic").GetBoolean()).ShouldBe(("first_manager", true));

            foreach (var (name, zone, password, sentence) in ((string, string, string, string)[])
                [("", "Europe/Vienna", Password, "sign-in name"), ("lind", "Europe/Nowhere", Password, "time zone"), ("lind", "Europe/Vienna", "harbor street 1", "must not contain")])
            {
                var refused = await UseAsync(client, secret, name, zone, password);
                refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
                (await refused.Content.ReadAsStringAsync(Cancel)).ShouldContain(sentence);
            }

            (await Task.WhenAll(UseAsync(client, secret, "lind", "Europe/Vienna", Password), UseAsync(client, secret, "lind2", "Europe/Vienna", Password)))
                .Select(answer => answer.StatusCode).ShouldBe([HttpStatusCode.NoContent, HttpStatusCode.Gone], ignoreOrder: true);

            (await CommandAsync(database)).Code.ShouldBe(1, "there is a manager");
            (await SaidAsync(first)).ShouldBeEmpty();
            var signedIn = await SignInAsync(client, "lind");
            if (signedIn.StatusCode != HttpStatusCode.NoContent)
            {
                signedIn = await SignInAsync(client, "lind2");
            }

            cookie = signedIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
            var me = await MeAsync(client, cookie);
            me.GetProperty("roles").EnumerateArray().Select(role => role.GetString()).ShouldBe(["manager"]);
            me.GetProperty("clinics").EnumerateArray().Select(clinic => (clinic.GetProperty("id").GetString(), clinic.GetProperty("name").GetString()))
                .ShouldBe([("harbor-street-clinic", "Harbor Street Clinic")]);
        }

        await using var second = await StartAsync(database, directory);
        using var again = NewClient(second);
        (await MeAsync(again, cookie)).GetProperty("roles")[0].GetString().ShouldBe("manager");
    }

    [Fact]
    public async Task An_argument_that_is_not_known_is_named()
    {
        var error = new StringWriter();
        (await new FirstManagerCommand(TextWriter.Null, error).RunAsync(["--force", "yes"], Cancel)).ShouldBe(2);
        error.ToString().ShouldContain("--force is not understood.");
    }

    static Task<ServerHost> StartAsync(string database, TemporaryDirectory directory) => ServerHost.StartAsync(
        [
            $"--ConnectionStrings:Infusion={database}", $"--Infusion:DataDirectory={directory.Path}", "--Mqtt:Port=0", "--Mqtt:Host=127.0.0.1", "--Urls=http://127.0.0.1:0",
            "--Logging:LogLevel:Default=Error",
        ],
        Cancel);

    static async Task<(int Code, string Printed)> CommandAsync(string database)
    {
        var output = new StringWriter();
        return (await new FirstManagerCommand(output, TextWriter.Null).RunAsync(["--connection", database, "--url", "https://infusion.example/"], Cancel), output.ToString());
    }

    static async Task<string> SaidAsync(ServerHost server)
    {
        var said = new StringWriter();
        await FirstStart.SayAsync(server.Application, new InfusionOptions { DataDirectory = "" }, said, Cancel);
        return said.ToString();
    }

    static HttpClient NewClient(ServerHost server)
    {
        var broker = server.Application.Services.GetRequiredService<MqttEndpoint>().Address.Port;
        return new(new HttpClientHandler { UseCookies = false }) { BaseAddress = new Uri(server.Application.Urls.First(url => new Uri(url).Port != broker)) };
    }

    static Task<HttpResponseMessage> UseAsync(HttpClient client, string secret, string name, string timeZone, string password) => client.PostAsJsonAsync(
        "/api/links/use", new { secret, password, first = new { name, displayName = "S. Lindqvist", clinicName = "Harbor Street Clinic", timeZone } }, Cancel);

    static Task<HttpResponseMessage> SignInAsync(HttpClient client, string name) => client.PostAsJsonAsync("/api/sign-in", new { name, password = Password }, Cancel);

    static async Task<JsonElement> MeAsync(HttpClient client, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/me") { Headers = { { "Cookie", cookie } } };
        return await (await client.SendAsync(request, Cancel)).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }
}
