using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Infusion.EndToEnd.Tests.Support;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Shouldly;
using Xunit;

namespace Infusion.EndToEnd.Tests.Isolation;

/// <summary>Each refusal stands beside the same request in the own clinic, which is granted: else nothing would be proved.</summary>
[Collection(Collections.Starts)]
public sealed class ClinicsSeeOnlyThemselvesTests(TwoClinics clinics) : IClassFixture<TwoClinics>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sessions")]
    [InlineData("devices")]
    [InlineData("sessions/{session}/events")]
    [InlineData("sessions/{session}/trends")]
    public async Task People_read_their_own_clinic_only(string what)
    {
        var path = what.Replace("{session}", clinics.Session.ToString(), StringComparison.Ordinal);

        (await StatusAsync(clinics.Access.Clinic, path)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(TwoClinics.Other, path)).ShouldBeOneOf(HttpStatusCode.Forbidden, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task People_act_in_their_own_clinic_only()
    {
        (await CommandAsync(clinics.Access.Clinic)).ShouldBe(HttpStatusCode.OK);
        (await CommandAsync(TwoClinics.Other)).ShouldBeOneOf(HttpStatusCode.Forbidden, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_manager_manages_their_own_clinic_only()
    {
        var request = new { commandId = Guid.NewGuid(), kind = "monitor", homeChair = "A1" };
        var answer = await clinics.Manager.Http.PostAsJsonAsync($"/api/clinics/{TwoClinics.Other}/devices/monitor-1/accept", request, Cancel);
        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.Forbidden, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_live_feed_of_another_clinic_is_refused()
    {
        await using var hub = await clinics.Nurse.ConnectAsync();

        var own = await hub.InvokeAsync<JsonElement>("Watch", clinics.Access.Clinic, Cancel);
        own.GetProperty("clinic").GetString().ShouldBe(clinics.Access.Clinic);
        await Should.ThrowAsync<HubException>(() => hub.InvokeAsync<JsonElement>("Watch", TwoClinics.Other, Cancel));
        await Should.ThrowAsync<HubException>(() => hub.InvokeAsync<JsonElement>("Since", TwoClinics.Other, 1L, 0L, Cancel));
    }

    [Fact]
    public async Task Nobody_without_a_sign_in_reads_or_watches_anything()
    {
        using var stranger = new HttpClient { BaseAddress = clinics.Access.Url };
        (await stranger.GetAsync($"/api/clinics/{clinics.Access.Clinic}/sessions", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await stranger.PostAsync("/hubs/live/negotiate?negotiateVersion=1", null, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_of_one_clinic_opens_no_other()
    {
        using var ehr = await SmartBackend.ConnectAsync(clinics.Access.Fhir);
        (await ehr.GetAsync("Patient", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var answer = await ehr.GetAsync(new Uri(clinics.Access.Url, $"/fhir/{TwoClinics.Other}/Patient"), Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var outcome = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        outcome.GetProperty("resourceType").GetString().ShouldBe("OperationOutcome");
    }

    [Fact]
    public async Task A_gateway_publishes_for_its_own_clinic_only()
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder()
                .WithProtocolVersion(MqttProtocolVersion.V500)
                .WithTcpServer(clinics.Access.Mqtt.Host, clinics.Access.Mqtt.Port)
                .WithCredentials(clinics.Access.Mqtt.Username, clinics.Access.Mqtt.Password)
                .Build(),
            Cancel);

        (await PublishAsync(client, clinics.Access.Clinic)).ShouldBe(MqttClientPublishReasonCode.Success);
        (await PublishAsync(client, TwoClinics.Other)).ShouldBe(MqttClientPublishReasonCode.NotAuthorized);

        await using var database = clinics.Server.OpenDatabase();
        await using var kept = database.CreateCommand(
            "select (select count(*) from infusion.reading where clinic = $1) + (select count(*) from infusion.quarantine where clinic = $1)");
        kept.Parameters.Add(new() { Value = TwoClinics.Other });
        (await kept.ExecuteScalarAsync(Cancel)).ShouldBe(0L);
    }

    static async Task<MqttClientPublishReasonCode> PublishAsync(IMqttClient client, string clinic)
    {
        var message = new MqttApplicationMessageBuilder()
            .WithTopic($"infusion/v1/{clinic}/monitor-1/telemetry")
            .WithPayload("""{"boot":"b","seq":1,"values":{"MDC_PULS_OXIM_SAT_O2":97}}""")
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .Build();
        return (await client.PublishAsync(message, Cancel)).ReasonCode;
    }

    async Task<HttpStatusCode> StatusAsync(string clinic, string path) =>
        (await clinics.Nurse.Http.GetAsync($"/api/clinics/{clinic}/{path}", Cancel)).StatusCode;

    async Task<HttpStatusCode> CommandAsync(string clinic)
    {
        var command = new { type = "write_note", commandId = Guid.NewGuid(), text = "Comfortable" };
        return (await clinics.Nurse.Http.PostAsJsonAsync($"/api/clinics/{clinic}/sessions/{clinics.Session}/commands", command, Cancel)).StatusCode;
    }
}
