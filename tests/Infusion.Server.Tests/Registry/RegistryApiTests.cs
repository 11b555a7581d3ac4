using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Infusion.Server.Identity;
using Infusion.Server.Registry;
using Infusion.Server.Tests.Ingestion;
using Infusion.Server.Tests.Rights;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Registry;

/// <summary>Devices and their credentials as the manager sees them, and as the devices feel it.</summary>
[Collection(WholeServerCollection.Name)]
public sealed class RegistryApiTests(WholeServer server)
{
    readonly string _device = $"d-{Guid.NewGuid():N}";
    readonly string _name = Guid.NewGuid().ToString("N");

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_secret_is_shown_once_opens_what_the_list_says_and_ends_with_its_revocation()
    {
        using var manager = await server.ComeAsync(WholeServer.Here, [Roles.Integrator]);
        var issued = await IssueAsync(manager, new { kind = "device", name = _name, devices = new[] { _device } });
        ((string?)issued["username"]).ShouldBe($"{WholeServer.Here}.{_name}");
        var connection = await JsonAsync(await manager.GetAsync(At("device-credentials/connection"), Cancel));
        ((int)connection["port"]!, (bool)connection["onlyThisMachine"]!, (string)connection["webSocketPath"]!).ShouldBe((server.Broker.Port, true, "/mqtt"));
        connection["tlsPort"].ShouldBeNull();
        using var device = await SignInAsync(issued);
        await PublishAsync(device, 1, "telemetry", Telemetry(1), MqttPubAckReasonCode.Success);

        var list = await CredentialsAsync(manager);
        list.ToJsonString().ShouldNotContain((string)issued["secret"]!);
        var listed = list.Single(each => (string)each!["username"]! == (string)issued["username"]!)!;
        ((int)listed["connections"]!).ShouldBe(1);
        listed["publishTopics"]!.AsArray().Select(topic => (string)topic!).ShouldBe(
        [
            $"infusion/v1/{WholeServer.Here}/{_device}/telemetry", $"infusion/v1/{WholeServer.Here}/{_device}/status",
            $"infusion/v1/{WholeServer.Here}/{_device}/vscapture/Numeric",
        ]);
        listed["subscribeTopics"]!.AsArray().ShouldBeEmpty();

        await NothingAsync(await manager.PostAsync(At($"device-credentials/{issued["username"]}/revoke"), null, Cancel));
        (await device.ReceiveAsync<MqttDisconnectPacket>()).ReasonCode.ShouldBe(MqttDisconnectReasonCode.NotAuthorized);
        await RefusedAsync(issued);
        await RefusedAsync(await manager.PostAsync(At($"device-credentials/{issued["username"]}/revoke"), null, Cancel), "credential-unknown");
        ((await CredentialsAsync(manager)).Single(each => (string)each!["username"]! == (string)issued["username"]!)!["revokedAt"]).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_replaced_secret_opens_until_the_new_one_is_first_used()
    {
        using var manager = await server.ComeAsync(WholeServer.Here, [Roles.Manager]);
        var before = await IssueAsync(manager, new { kind = "gateway", name = _name, devices = new[] { _device } });
        using var old = await SignInAsync(before);
        var after = await JsonAsync(await manager.PostAsJsonAsync(At($"device-credentials/{before["username"]}/replace"), new { overlapHours = 2 }, Cancel));

        // The connection that is open goes on, and so does a new one by the old secret.
        await PublishAsync(old, 1, "telemetry", Telemetry(1), MqttPubAckReasonCode.Success);
        (await SignInAsync(before)).Dispose();
        using var renewed = await SignInAsync(after);

        (await old.ReceiveAsync<MqttDisconnectPacket>()).ReasonCode.ShouldBe(MqttDisconnectReasonCode.AdministrativeAction);
        await RefusedAsync(before);
        await PublishAsync(renewed, 1, "telemetry", Telemetry(2), MqttPubAckReasonCode.Success);

        // Without an overlap the one before is over at once.
        var last = await JsonAsync(await manager.PostAsJsonAsync(At($"device-credentials/{before["username"]}/replace"), new { overlapHours = 0 }, Cancel));
        (await renewed.ReceiveAsync<MqttDisconnectPacket>()).ReasonCode.ShouldBe(MqttDisconnectReasonCode.AdministrativeAction);
        await RefusedAsync(after);
        (await SignInAsync(last)).Dispose();
    }

    [Fact]
    public async Task A_device_that_nobody_knows_waits_with_its_own_words_is_accepted_and_then_speaks_for_itself()
    {
        using var manager = await server.ComeAsync(WholeServer.Here, [Roles.Manager]);
        var enrolment = await IssueAsync(manager, new { kind = "enrolment", name = _name, hours = 1 });
        using var newcomer = await SignInAsync(enrolment);
        await PublishAsync(newcomer, 1, "telemetry", Telemetry(1), MqttPubAckReasonCode.NotAuthorized);
        await PublishAsync(newcomer, 2, "status", Status("0042"), MqttPubAckReasonCode.Success);

        var waiting = await DeviceAsync(manager);
        ((string)waiting["standing"]!).ShouldBe("waiting");
        ((string)waiting["reported"]!["serial"]!).ShouldBe("0042");
        ((string)waiting["reported"]!["firmware"]!).ShouldBe("1.2");
        await DoneAsync(await manager.PostAsJsonAsync(At($"devices/{_device}/accept"), new { commandId = Guid.NewGuid(), kind = "monitor", homeChair = "A1" }, Cancel));

        // Whoever enrols is asked anew, and speaks for this device no more.
        (await newcomer.ReceiveAsync<MqttDisconnectPacket>()).ReasonCode.ShouldBe(MqttDisconnectReasonCode.AdministrativeAction);
        using var again = await SignInAsync(enrolment);
        await PublishAsync(again, 1, "status", Status("6666"), MqttPubAckReasonCode.NotAuthorized);

        using var itself = await SignInAsync(await IssueAsync(manager, new { kind = "device", name = $"{_name}-2", devices = new[] { _device } }));
        await PublishAsync(itself, 1, "telemetry", Telemetry(1), MqttPubAckReasonCode.Success);
        var accepted = await DeviceAsync(manager);
        ((string)accepted["standing"]!).ShouldBe("in_use");
        ((string)accepted["homeChair"]!).ShouldBe("A1");
        ((string)accepted["registered"]!["serial"]!).ShouldBe("0042");
        ((long)accepted["messagesInLastMinute"]!).ShouldBe(1);
        accepted["metrics"]!.AsArray().Select(metric => (string)metric!).ShouldBe(["sp_o2"]);
        accepted["differs"]!.AsArray().ShouldBeEmpty();

        // Another device behind the same name: what it says itself stands beside what the clinic has written down.
        await PublishAsync(itself, 2, "status", Status("0099"), MqttPubAckReasonCode.Success);
        (await DeviceAsync(manager))["differs"]!.AsArray().Select(each => (string)each!).ShouldBe(["serial"]);
        await DoneAsync(await manager.PutAsJsonAsync(
            At($"devices/{_device}"), new { commandId = Guid.NewGuid(), kind = "monitor", homeChair = "A1", manufacturer = "M", model = "X 1", serial = "0099", firmware = "1.2" }, Cancel));
        (await DeviceAsync(manager))["differs"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_retired_device_charts_no_more_and_what_spoke_for_it_speaks_for_it_no_longer()
    {
        using var manager = await server.ComeAsync(WholeServer.Here, [Roles.Manager]);
        await DoneAsync(await manager.PostAsJsonAsync(At($"devices/{_device}/accept"), new { commandId = Guid.NewGuid(), kind = "pump" }, Cancel));
        var gateway = await IssueAsync(manager, new { kind = "gateway", name = _name, devices = new[] { _device, "monitor-1" } });
        var own = await IssueAsync(manager, new { kind = "device", name = $"{_name}-2", devices = new[] { _device } });
        using var connected = await SignInAsync(own);

        await DoneAsync(await manager.PostAsJsonAsync(At($"devices/{_device}/retire"), new { commandId = Guid.NewGuid() }, Cancel));

        (await connected.ReceiveAsync<MqttDisconnectPacket>()).ReasonCode.ShouldBe(MqttDisconnectReasonCode.NotAuthorized);
        await RefusedAsync(own);
        using var through = await SignInAsync(gateway);
        await PublishAsync(through, 1, "telemetry", Telemetry(1), MqttPubAckReasonCode.NotAuthorized);
        ((string)(await DeviceAsync(manager))["standing"]!).ShouldBe("retired");
        (await JsonAsync(await manager.GetAsync(At("devices"), Cancel))).AsArray().ShouldNotContain(each => (string)each!["device"]! == _device);
        await RefusedAsync(await manager.PostAsJsonAsync(At($"devices/{_device}/retire"), new { commandId = Guid.NewGuid() }, Cancel), "device-unknown");
    }

    [Fact]
    public async Task A_device_that_was_refused_waits_no_more_and_can_be_accepted_later()
    {
        using var manager = await server.ComeAsync(WholeServer.Here, [Roles.Manager]);
        using var newcomer = await SignInAsync(await IssueAsync(manager, new { kind = "enrolment", name = _name }));
        await PublishAsync(newcomer, 1, "status", Status("1"), MqttPubAckReasonCode.Success);

        await DoneAsync(await manager.PostAsJsonAsync(At($"devices/{_device}/refuse"), new { commandId = Guid.NewGuid() }, Cancel));
        await PublishAsync(newcomer, 2, "status", Status("2"), MqttPubAckReasonCode.Success);

        ((string)(await DeviceAsync(manager))["standing"]!).ShouldBe("refused");
        (await JsonAsync(await manager.GetAsync(At("devices"), Cancel))).AsArray().ShouldNotContain(each => (string)each!["device"]! == _device);
        await DoneAsync(await manager.PostAsJsonAsync(At($"devices/{_device}/accept"), new { commandId = Guid.NewGuid(), kind = "monitor" }, Cancel));
        ((string)(await DeviceAsync(manager))["standing"]!).ShouldBe("in_use");
    }

    [Theory]
    [InlineData("""{"kind":"device","name":"Gateway 1","devices":["x"]}""", "credential-name")]
    [InlineData("""{"kind":"device","name":"n","devices":["x","y"]}""", "credential-devices")]
    [InlineData("""{"kind":"gateway","name":"n","devices":["x/#"]}""", "device-name")]
    [InlineData("""{"kind":"enrolment","name":"n","devices":["x"]}""", "credential-devices")]
    [InlineData("""{"kind":"enrolment","name":"n","maySubscribe":true}""", "credential-devices")]
    [InlineData("""{"kind":"enrolment","name":"n","hours":1000}""", "credential-hours")]
    [InlineData("""{"kind":"broker","name":"n"}""", "credential-kind")]
    [InlineData("""{"name":"n"}""", "credential-kind")]
    [InlineData("""{"kind":"device","name":"n","devices":["x"],"certificate":"hello"}""", "certificate")]
    [InlineData("""{"kind":"device","name":"n","devices":["x"],"certificate":"-----BEGIN PRIVATE KEY-----"}""", "certificate")]
    public async Task A_credential_that_cannot_be_is_refused_by_name(string body, string code)
    {
        using var manager = await server.ComeAsync(WholeServer.Here, [Roles.Manager]);
        await RefusedAsync(await manager.PostAsJsonAsync(At("device-credentials"), JsonNode.Parse(body), Cancel), code);
    }

    [Fact]
    public async Task A_clinic_reaches_no_credential_and_no_device_of_another()
    {
        using var here = await server.ComeAsync(WholeServer.Here, [Roles.Manager]);
        using var there = await server.ComeAsync(WholeServer.Elsewhere, [Roles.Manager]);
        var issued = await IssueAsync(here, new { kind = "device", name = _name, devices = new[] { _device } });
        var foreign = $"/api/clinics/{WholeServer.Elsewhere}/device-credentials/{issued["username"]}";

        await RefusedAsync(await there.PostAsync($"{foreign}/revoke", null, Cancel), "credential-unknown");
        await RefusedAsync(await there.PostAsJsonAsync($"{foreign}/replace", new { overlapHours = 0 }, Cancel), "credential-unknown");
        await RefusedAsync(await there.PutAsJsonAsync($"{foreign}/devices", new { devices = new[] { "x" } }, Cancel), "credential-unknown");
        (await JsonAsync(await there.GetAsync($"/api/clinics/{WholeServer.Elsewhere}/device-credentials", Cancel))).ToJsonString().ShouldNotContain(_name);
        (await SignInAsync(issued)).Dispose();

        // A name is the clinic's own: another may have the same.
        var same = await JsonAsync(await there.PostAsJsonAsync(
            $"/api/clinics/{WholeServer.Elsewhere}/device-credentials", new { kind = "device", name = _name, devices = new[] { _device } }, Cancel));
        using var device = await SignInAsync(same);
        await PublishAsync(device, 1, "telemetry", Telemetry(1), MqttPubAckReasonCode.NotAuthorized);
        await RefusedAsync(await here.PostAsJsonAsync(At("device-credentials"), new { kind = "device", name = _name, devices = new[] { "y" } }, Cancel), "credential-taken");
    }

    [Fact]
    public void A_difference_is_what_both_say_otherwise()
    {
        var registered = new DeviceIdentity("Acme", "M1", "7", null);
        DeviceRegistry.DifferencesOf(registered, null).ShouldBeEmpty();
        DeviceRegistry.DifferencesOf(registered, new DeviceIdentity("ACME ", null, "7", "2")).ShouldBeEmpty();
        DeviceRegistry.DifferencesOf(registered, new DeviceIdentity("Acme", "M2", "8", "2")).ShouldBe(["model", "serial"]);
    }

    static string At(string rest) => $"/api/clinics/{WholeServer.Here}/{rest}";

    static string Telemetry(int seq) => $$$"""{"boot":"b","seq":{{{seq}}},"values":{"MDC_PULS_OXIM_SAT_O2":97}}""";

    static string Status(string serial) =>
        $$"""{"state":"online","boot":"b","kind":"monitor","manufacturer":"M","model":"X 1","serial":"{{serial}}","firmware":"1.2"}""";

    static async Task<JsonNode> IssueAsync(HttpClient manager, object request) => await JsonAsync(await manager.PostAsJsonAsync(At("device-credentials"), request, Cancel));

    static async Task<JsonArray> CredentialsAsync(HttpClient manager) => (await JsonAsync(await manager.GetAsync(At("device-credentials"), Cancel))).AsArray();

    async Task<JsonNode> DeviceAsync(HttpClient manager) =>
        (await JsonAsync(await manager.GetAsync(At("devices/registry"), Cancel)))["devices"]!.AsArray().Single(each => (string)each!["device"]! == _device)!;

    async Task<WireClient> SignInAsync(JsonNode issued)
    {
        var device = await WireClient.OpenAsync(server.Broker, MqttProtocolVersion.V500);
        (await device.SignInAsync($"c-{Guid.NewGuid():N}", (string)issued["username"]!, (string)issued["secret"]!)).ReasonCode.ShouldBe(MqttConnectReasonCode.Success);
        return device;
    }

    async Task RefusedAsync(JsonNode issued)
    {
        using var device = await WireClient.OpenAsync(server.Broker, MqttProtocolVersion.V500);
        (await device.SignInAsync("c", (string)issued["username"]!, (string)issued["secret"]!)).ReasonCode.ShouldBe(MqttConnectReasonCode.BadUserNameOrPassword);
    }

    async Task PublishAsync(WireClient device, ushort id, string kind, string payload, MqttPubAckReasonCode expected)
    {
        await device.PublishAsync(id, payload, $"infusion/v1/{WholeServer.Here}/{_device}/{kind}");
        (await device.AcknowledgementAsync(id)).ReasonCode.ShouldBe(expected);
    }

    static async Task<JsonNode> JsonAsync(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Cancel));
        return (await JsonNode.ParseAsync(await answer.Content.ReadAsStreamAsync(Cancel), cancellationToken: Cancel))!;
    }

    static async Task DoneAsync(HttpResponseMessage answer) => await JsonAsync(answer);

    static async Task NothingAsync(HttpResponseMessage answer) =>
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent, await answer.Content.ReadAsStringAsync(Cancel));

    static async Task RefusedAsync(HttpResponseMessage answer, string code)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict, await answer.Content.ReadAsStringAsync(Cancel));
        ((string?)(await JsonNode.ParseAsync(await answer.Content.ReadAsStreamAsync(Cancel), cancellationToken: Cancel))!["code"]).ShouldBe(code);
    }
}
