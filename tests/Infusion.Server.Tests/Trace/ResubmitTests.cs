using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Infusion.Server.Ingestion;
using Infusion.Server.Ingestion.Decoding;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Trace;

/// <summary>A refused message is sent again after a mend. Here the mend is in its row: the payload is what today's decoder takes.</summary>
public sealed class ResubmitTests(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    ClinicServer _server = null!;
    HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ClinicServer.StartAsync(await postgres.CreateClinicDatabaseAsync());
        await _server.CreateClinicAsync("here");
        await _server.StartSessionAsync("here");
        _http = new HttpClient { BaseAddress = new Uri($"{_server.Url}/api/clinics/here/") };
        _http.DefaultRequestHeaders.Add("X-Clinic", "here");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task What_can_be_read_now_is_charted_late_with_its_own_receipt_and_never_sounds()
    {
        await using var client = await _server.ConnectAsync("here");
        var id = await RefusedAsync(ClinicServer.SpO2(1, 80));
        var received = await _server.ScalarAsync<DateTime>("select received_at from infusion.quarantine");

        var (status, answer) = await SendAgainAsync(id);

        (status, (string)answer["outcome"]!).ShouldBe((HttpStatusCode.OK, "late"));
        (await _server.ScalarAsync<long>("select count(*) from infusion.reading where flags & 1 <> 0 and committed_at is not null")).ShouldBe(1);
        (await _server.ScalarAsync<DateTime>("select received_at from infusion.reading")).ShouldBe(received);
        await _server.PublishAsync("here", ClinicServer.SpO2(2, 80));
        await client.UntilAsync(watching => watching.Alarms.Count > 0);
        client.Alarms.Count.ShouldBe(1, "the live one alone");
        var row = await RowAsync();
        ((string)row["resubmission"]!["by"]!, (string)row["resubmission"]!["outcome"]!).ShouldBe(("nurse", "late"));
        row["resubmission"]!["at"].ShouldNotBeNull();
    }

    [Fact]
    public async Task One_that_was_taken_is_not_sent_a_second_time()
    {
        var id = await RefusedAsync(ClinicServer.SpO2(1, 97));
        await SendAgainAsync(id);
        var before = await _server.ScalarAsync<string>("select row_to_json(q)::text from infusion.quarantine q");

        var (status, problem) = await SendAgainAsync(id);

        (status, (string)problem["code"]!).ShouldBe((HttpStatusCode.Conflict, "accepted-already"));
        (await _server.ScalarAsync<string>("select row_to_json(q)::text from infusion.quarantine q")).ShouldBe(before);
        (await _server.ScalarAsync<long>("select count(*) from infusion.reading")).ShouldBe(1);
    }

    [Fact]
    public async Task One_that_came_again_by_itself_meanwhile_changes_nothing_and_says_so()
    {
        var id = await RefusedAsync(ClinicServer.SpO2(1, 97));
        await _server.PublishAsync("here", ClinicServer.SpO2(1, 97));

        var (status, answer) = await SendAgainAsync(id);

        (status, (string)answer["outcome"]!).ShouldBe((HttpStatusCode.OK, "duplicate"));
        (await _server.ScalarAsync<long>("select count(*) from infusion.reading")).ShouldBe(1);
    }

    [Fact]
    public async Task One_that_still_cannot_be_read_says_why_leaves_one_row_and_may_be_tried_again()
    {
        await _server.PublishAsync("here", """{"boot":"b"}""");
        var id = await _server.ScalarAsync<long>("select id from infusion.quarantine");

        var (status, answer) = await SendAgainAsync(id);

        (status, (string)answer["outcome"]!, (string)answer["detail"]!)
            .ShouldBe((HttpStatusCode.OK, "refused", "wrong-shape: $.seq must be present."));
        ((string)(await RowAsync())["resubmission"]!["detail"]!).ShouldBe("wrong-shape: $.seq must be present.");
        (await _server.ScalarAsync<long>("select count(*) from infusion.quarantine")).ShouldBe(1);
        (await SendAgainAsync(id)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_that_the_store_still_refuses_says_so()
    {
        await _server.ScalarAsync<string>(
            """
            create function infusion.refuse() returns trigger language plpgsql as $$
            begin
                if new.boot = 'poison' then raise exception 'patient 4711 does not fit'; end if;
                return new;
            end $$;
            create trigger refuse before insert on infusion.reading for each row execute function infusion.refuse();
            select 'done'
            """);
        await _server.PublishAsync("here", ClinicServer.SpO2(1, 97, boot: "poison"));
        var id = await _server.ScalarAsync<long>("select id from infusion.quarantine");

        var (status, answer) = await SendAgainAsync(id);

        (status, (string)answer["outcome"]!, (string)answer["detail"]!)
            .ShouldBe((HttpStatusCode.OK, "refused", "unstorable: the store refuses it (SQLSTATE P0001)"));
        await _server.ScalarAsync<string>("drop trigger refuse on infusion.reading; select 'mended'");
        ((string)(await SendAgainAsync(id)).Answer["outcome"]!).ShouldBe("late");
    }

    [Theory]
    [InlineData("oversized", "telemetry", "oversized")]
    [InlineData("retained", "telemetry", "retained")]
    [InlineData("wrong-shape", "status", "status")]
    public async Task What_cannot_be_charted_truthfully_is_not_sent_again(string reason, string kind, string code)
    {
        var payload = kind == "status" ? """{"state":"online","kind":"monitor"}""" : ClinicServer.SpO2(1, 97);
        var id = await RefusedAsync(payload, reason, kind);

        var (status, problem) = await SendAgainAsync(id);

        (status, (string)problem["code"]!).ShouldBe((HttpStatusCode.Conflict, code));
        ((string)problem["detail"]!).ShouldNotBeNullOrWhiteSpace();
        (await _server.ScalarAsync<long>("select count(*) from infusion.reading")).ShouldBe(0);
        (await _server.ScalarAsync<long>("select count(*) from infusion.quarantine where resubmitted_at is not null")).ShouldBe(0);
    }

    [Fact]
    public async Task Nobody_sends_again_what_is_another_clinics_or_without_the_role()
    {
        await _server.CreateClinicAsync("next-door");
        var id = await RefusedAsync(ClinicServer.SpO2(1, 97));
        using var next = Client("next-door", "manager");
        using var nurse = Client("here", "nurse");
        using var integrator = Client("here", "integrator");

        (await PostAsync(next, id)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await PostAsync(nurse, id)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await PostAsync(integrator, id)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>A refusal in the store whose payload today's decoder can read.</summary>
    async Task<long> RefusedAsync(string payload, string reason = RefusalReason.WrongShape, string kind = "telemetry")
    {
        var raw = new RawMessage($"infusion/v1/here/monitor-1/{kind}", Encoding.UTF8.GetBytes(payload), TimeProvider.System.GetUtcNow());
        await _server.Inbox.DeliverAsync("here", MessageDecoder.Refused(raw, "monitor-1", reason, "as the decoder of then had it"));
        return await _server.ScalarAsync<long>("select max(id) from infusion.quarantine");
    }

    async Task<(HttpStatusCode Status, JsonNode Answer)> SendAgainAsync(long id)
    {
        using var response = await PostAsync(_http, id);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }

    static Task<HttpResponseMessage> PostAsync(HttpClient http, long id) =>
        http.PostAsync($"quarantine/{id}/resubmit", null, TestContext.Current.CancellationToken);

    HttpClient Client(string clinic, string role)
    {
        var http = new HttpClient { BaseAddress = new Uri($"{_server.Url}/api/clinics/{clinic}/") };
        http.DefaultRequestHeaders.Add("X-Clinic", clinic);
        http.DefaultRequestHeaders.Add("X-Role", role);
        return http;
    }

    async Task<JsonNode> RowAsync() =>
        JsonNode.Parse(await _http.GetStringAsync("trace?outcome=refused", TestContext.Current.CancellationToken))!["rows"]!.AsArray().Single()!;
}
