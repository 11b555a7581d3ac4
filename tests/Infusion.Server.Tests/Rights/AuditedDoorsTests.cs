using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Infusion.Server.Fhir.Mapping;
using Infusion.Server.Identity;
using Infusion.Server.Identity.Audit;
using Infusion.Server.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Rights;

/// <summary>What goes through the doors of the running server stands in the trail, and so does who was turned away.</summary>
[Collection(WholeServerCollection.Name)]
public sealed class AuditedDoorsTests(WholeServer server)
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What shows and changes nothing of a patient, and so leaves no line.</summary>
    static readonly string[] Unwritten =
    [
        "/health/live", "/health/ready", "/metrics", "/openapi/{documentName}.json", "/api/clock", "{*path:nonfile}",

        // Devices, whose messages are the trace's.
        "/mqtt", "/mqtt/negotiate",

        // Each call over it is a line.
        "/hubs/live", "/hubs/live/negotiate", "/hubs/wall", "/hubs/wall/negotiate",

        // Times and rooms; it names nobody.
        "/calendar-feeds/{feed:guid}/{secret}.ics",

        // A challenge for a passkey, what a link is for, a touch of one's own screen: what follows from them is written.
        "/api/sign-in/passkey/options", "/api/screen/unlock/passkey/options", "/api/links/read", "/api/screen/touched",

        // That a push came: it stands beside what was told.
        "/api/push/receipts",

        // What is served, and where.
        "/fhir/{clinic}/metadata", "/fhir/{clinic}/.well-known/smart-configuration", "/fhir/{**path}",
    ];

    [Fact]
    public void Every_door_of_the_server_writes_a_line_or_stands_in_the_list_of_those_that_show_nobody() =>
        server.Endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<AuditedAs>() is null && !IsOnesOwnAccount(endpoint)
                && (endpoint.RoutePattern.GetParameter("clinic") is null || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null))
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
            .Except(Unwritten.Select(pattern => "/" + pattern.TrimStart('/')))
            .ShouldBeEmpty("each of these needs a clinic in its address, AuditedAs, or a reason in the list");

    [Fact]
    public void Every_act_of_a_door_is_one_that_FHIR_has_a_code_for() =>
        server.Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<AuditedAs>()?.Act).OfType<string>().Distinct()
            .Where(act => !act.StartsWith("Fhir", StringComparison.Ordinal)).Except(KetCodes.Acts.Keys).ShouldBeEmpty();

    /// <summary>A page of the trail names many patients. If its own line named them, each reading would make the next one longer.</summary>
    [Fact]
    public async Task Reading_the_trail_over_FHIR_is_one_line_a_page_and_names_nobody_that_was_not_asked_for()
    {
        using var nurse = await server.ComeAsync(WholeServer.Here, [Roles.Nurse]);
        var patient = Guid.NewGuid();
        await nurse.GetAsync($"/api/clinics/{WholeServer.Here}/patients/{patient}/record", Cancel);
        using var ehr = server.ComeWithToken(WholeServer.Here, "system/AuditEvent.rs");
        await ClinicServer.UntilAsync(async () => (await EventsAsync(ehr, $"patient={patient}")).Count > 0);
        var before = await OfTrailAsync(ehr);
        var mark = before[^1].GetProperty("meta").GetProperty("lastUpdated").GetString()!;

        await EventsAsync(ehr, "_count=200&type=rest,110110");
        List<JsonElement> after = [];
        await ClinicServer.UntilAsync(async () => (after = await OfTrailAsync(ehr, $"&_lastUpdated=gt{mark}")).Any(each => Asked(each).EndsWith("?_count&type", StringComparison.Ordinal)));

        var line = after.Single(each => Asked(each).EndsWith("?_count&type", StringComparison.Ordinal));
        line.GetProperty("entity").EnumerateArray().Count(entity => entity.TryGetProperty("what", out _)).ShouldBe(0);
        line.GetProperty("agent")[0].GetProperty("altId").GetString().ShouldBe("ehr");
    }

    static string Asked(JsonElement line) => line.GetProperty("entity").EnumerateArray()
        .Select(entity => entity.TryGetProperty("query", out var query) ? Encoding.UTF8.GetString(query.GetBytesFromBase64()) : "").Last();

    static Task<List<JsonElement>> OfTrailAsync(HttpClient ehr, string and = "") => EventsAsync(ehr, $"altid=ehr&_sort=_lastUpdated&_count=1000{and}");

    static async Task<List<JsonElement>> EventsAsync(HttpClient ehr, string search)
    {
        var bundle = await ehr.GetFromJsonAsync<JsonElement>($"/fhir/{WholeServer.Here}/AuditEvent?{search}", Cancel);
        return bundle.TryGetProperty("entry", out var entries) ? [.. entries.EnumerateArray().Select(entry => entry.GetProperty("resource"))] : [];
    }

    static bool IsOnesOwnAccount(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<RequiresAttribute>() is { Act: Act.ReadOwnAccount };

    [Fact]
    public async Task Whoever_goes_through_every_door_leaves_one_line_at_each()
    {
        using var everybody = await server.ComeAsync(WholeServer.Here, Roles.All);
        var name = (await everybody.GetFromJsonAsync<JsonElement>("/api/me", Cancel)).GetProperty("name").GetString()!;
        var expected = new List<string>();
        foreach (var door in new EndpointMatrixTests(server).Doors().Where(door => door.HasClinic))
        {
            using var request = new HttpRequestMessage(door.Method, door.Path);
            if (door.Body is { } body)
            {
                request.Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(door.ContentType));
            }

            using var answer = await everybody.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
            var asked = $"{door.Method} {door.Path.Replace($"/api/clinics/{WholeServer.Here}", "", StringComparison.Ordinal)}";
            expected.Add($"{asked} {(int)answer.StatusCode}");
        }

        expected.Count.ShouldBeGreaterThan(100);
        var written = new List<string>();
        await ClinicServer.UntilAsync(async () => (written = await AllLinesAsync(name)).Count >= expected.Count);
        written.Order(StringComparer.Ordinal).ShouldBe(expected.Order(StringComparer.Ordinal));
    }

    async Task<List<string>> AllLinesAsync(string who)
    {
        await using var command = server.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            "select what || ' ' || status from infusion.audit where clinic = $1 and who = $2");
        command.Parameters.Add(new() { Value = WholeServer.Here });
        command.Parameters.Add(new() { Value = who });
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var lines = new List<string>();
        while (await reader.ReadAsync(Cancel))
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }

    [Fact]
    public async Task A_file_of_the_trail_is_a_line_of_it()
    {
        using var auditor = await server.ComeAsync(WholeServer.Here, [Roles.Auditor]);
        var name = (await auditor.GetFromJsonAsync<JsonElement>("/api/me", Cancel)).GetProperty("name").GetString()!;
        using var file = await auditor.PostAsJsonAsync($"/api/clinics/{WholeServer.Here}/audit/export", new { kind = "person", patient = "Nobody" }, Cancel);
        file.StatusCode.ShouldBe(HttpStatusCode.OK);
        file.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        file.Content.Headers.ContentDisposition!.FileName.ShouldNotBeNull().ShouldContain(WholeServer.Here);
        (await file.Content.ReadAsStringAsync(Cancel)).ShouldStartWith("number,at,kind,who,");
        (await LinesAsync($"who={name}&kind=person&outcome=done", 1)).Select(Text).ShouldBe(["ExportAudit POST /audit/export"]);
        using var nurse = await server.ComeAsync(WholeServer.Here, [Roles.Nurse]);
        (await nurse.PostAsJsonAsync($"/api/clinics/{WholeServer.Here}/audit/export", new { }, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await auditor.GetAsync($"/api/clinics/{WholeServer.Here}/audit?outcome=lost", Cancel)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await auditor.GetAsync($"/api/clinics/{WholeServer.Here}/audit?kind=2", Cancel)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await auditor.GetAsync($"/api/clinics/{WholeServer.Here}/audit?patient=Example", Cancel)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_read_is_one_line_with_who_what_whose_and_from_where()
    {
        using var nurse = await server.ComeAsync(WholeServer.Here, [Roles.Nurse]);
        var name = (await nurse.GetFromJsonAsync<JsonElement>("/api/me", Cancel)).GetProperty("name").GetString()!;
        var patient = Guid.NewGuid();
        await nurse.GetAsync($"/api/clinics/{WholeServer.Here}/patients/{patient}/record?find=Secret", Cancel);
        await nurse.PostAsJsonAsync($"/api/clinics/{WholeServer.Here}/patients/search", new { find = "Secret" }, Cancel);
        await nurse.PostAsJsonAsync($"/api/clinics/{WholeServer.Here}/sessions/{Guid.NewGuid()}/commands", new { type = "mark_ready", commandId = Guid.NewGuid() }, Cancel);

        var lines = await LinesAsync($"who={name}", 3);
        Text(lines[0]).ShouldStartWith("Chart: MarkReady POST /sessions/");
        Text(lines[1]).ShouldBe("ReadPatients POST /patients/search");
        Text(lines[2]).ShouldBe($"ReadPatients GET /patients/{patient}/record?find");
        lines[2].GetProperty("patients").EnumerateArray().Select(each => each.GetString()).ShouldBe([patient.ToString()]);
        lines[2].GetProperty("origin").GetString().ShouldBe("127.0.0.1");
        using var auditor = await server.ComeAsync(WholeServer.Here, [Roles.Auditor]);
        using var found = await auditor.PostAsJsonAsync($"/api/clinics/{WholeServer.Here}/audit/search", new { patient }, Cancel);
        (await found.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("lines").EnumerateArray().Single().GetProperty("who").GetString().ShouldBe(name);
    }

    static string Text(JsonElement line) => $"{line.GetProperty("act").GetString()} {line.GetProperty("what").GetString()}";

    [Fact]
    public async Task Whoever_is_turned_away_stands_in_the_trail_of_the_clinic_they_tried()
    {
        using var stranger = await server.ComeAsync(WholeServer.Elsewhere, Roles.All);
        var name = (await stranger.GetFromJsonAsync<JsonElement>("/api/me", Cancel)).GetProperty("name").GetString()!;
        (await stranger.GetAsync($"/api/clinics/{WholeServer.Here}/sessions", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await using var hub = new HubConnectionBuilder()
            .WithUrl(new Uri(server.Url, "/hubs/live"), options =>
            {
                options.Transports = HttpTransportType.LongPolling;
                options.Headers["Cookie"] = stranger.DefaultRequestHeaders.GetValues("Cookie").Single();
            })
            .Build();
        await hub.StartAsync(Cancel);
        await Should.ThrowAsync<HubException>(() => hub.InvokeCoreAsync("Watch", typeof(object), [WholeServer.Here], Cancel));
        using var wrongScope = server.ComeWithToken(WholeServer.Here, "system/Patient.rs");
        (await wrongScope.GetAsync($"/fhir/{WholeServer.Here}/Observation/{Guid.NewGuid()}", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var badToken = server.NewClient();
        badToken.DefaultRequestHeaders.Authorization = new("Bearer", "nonsense");
        (await badToken.GetAsync($"/fhir/{WholeServer.Here}/Patient/of-a-bad-token", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        (await LinesAsync($"who={name}&outcome=refused", 2)).Select(Text).ShouldBe(["WatchBoard live Watch", "ReadChart GET /sessions"]);
        (await LinesAsync("who=ehr&act=FhirRead&outcome=refused", 1))[0].GetProperty("kind").GetString().ShouldBe("client");
        (await LinesAsync("kind=nobody&act=FhirRead&outcome=refused", 1)).ShouldContain(line => line.GetProperty("patients")[0].GetString() == "of-a-bad-token");
    }

    [Fact]
    public async Task A_sign_in_is_a_line_with_the_name_only_where_it_is_somebodys()
    {
        await using (var scope = server.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<People>().EnsureAsync(
                new("audited", "Somebody", Roles.Nurse, [WholeServer.Here]), "correct horse battery", Cancel);
        }

        var before = await CountAsync("who = '' and act = 'SignIn'");
        using var client = server.NewClient();
        (await client.PostAsJsonAsync("/api/sign-in", new { name = "audited", password = "correct horse battery" }, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.PostAsJsonAsync("/api/sign-in", new { name = "audited", password = "wrong" }, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await client.PostAsJsonAsync("/api/sign-in", new { name = "my-own-password", password = "wrong" }, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        (await LinesAsync("who=audited&act=SignIn", 2)).Select(line => line.GetProperty("status").GetInt32()).ShouldBe([401, 204]);
        await ClinicServer.UntilAsync(async () => await CountAsync("who = '' and act = 'SignIn'") > before);
        (await CountAsync("who like '%my-own%' or what like '%my-own%'")).ShouldBe(0);
    }

    /// <summary>Of the trail of no clinic.</summary>
    async Task<long> CountAsync(string where)
    {
        await using var count = server.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand($"select count(*) from infusion.audit where clinic = '' and ({where})");
        return (long)(await count.ExecuteScalarAsync(Cancel))!;
    }

    [Fact]
    public async Task The_auditor_turns_pages_and_the_chain_of_what_the_doors_wrote_is_whole()
    {
        using var auditor = await server.ComeAsync(WholeServer.Here, [Roles.Auditor]);
        var name = (await auditor.GetFromJsonAsync<JsonElement>("/api/me", Cancel)).GetProperty("name").GetString()!;
        for (var read = 0; read < 3; read++)
        {
            (await auditor.GetAsync($"/api/clinics/{WholeServer.Here}/audit?size=1", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        await LinesAsync($"who={name}", 3);
        var first = await auditor.GetFromJsonAsync<JsonElement>($"/api/clinics/{WholeServer.Here}/audit?who={name}&size=2", Cancel);
        var second = await auditor.GetFromJsonAsync<JsonElement>($"/api/clinics/{WholeServer.Here}/audit?who={name}&size=2&before={first.GetProperty("before").GetInt64()}", Cancel);
        second.GetProperty("lines")[0].GetProperty("number").GetInt64().ShouldBeLessThan(first.GetProperty("lines")[1].GetProperty("number").GetInt64());
        (await auditor.GetAsync($"/api/clinics/{WholeServer.Here}/audit?who={new string('x', 300)}", Cancel)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        var report = await AuditChain.VerifyAsync(server.Services.GetRequiredService<NpgsqlDataSource>(), WholeServer.Here, null, Cancel);
        report.Faults.ShouldBeEmpty();
        report.Lines.ShouldBeGreaterThan(3);
    }

    /// <summary>Newest first, when there are as many as were written.</summary>
    async Task<List<JsonElement>> LinesAsync(string query, int atLeast)
    {
        using var auditor = await server.ComeAsync(WholeServer.Here, [Roles.Auditor]);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            var page = await auditor.GetFromJsonAsync<JsonElement>($"/api/clinics/{WholeServer.Here}/audit?{query}", Cancel);
            var lines = page.GetProperty("lines").EnumerateArray().ToList();
            if (lines.Count >= atLeast)
            {
                return lines;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }
}
