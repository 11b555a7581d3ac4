using Infusion.Server.Identity;
using Infusion.Server.Ingestion;
using Infusion.Server.Tests.Ingestion;
using Microsoft.Extensions.DependencyInjection;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Rights;

/// <summary>Every kind of device credential at every kind of topic of the running broker, and those that are worth nothing.</summary>
[Collection(WholeServerCollection.Name)]
public sealed class TopicMatrixTests(WholeServer server)
{
    const string Message = """{"boot":"b","seq":1,"values":{"MDC_PULS_OXIM_SAT_O2":97}}""";
    const string Status = """{"state":"online","boot":"b","kind":"monitor"}""";

    [Fact]
    public async Task A_credential_publishes_for_its_own_devices_in_its_own_clinic_and_reads_nothing()
    {
        (string Name, string Username, Func<string, string, bool> Covers)[] credentials =
        [
            ("device", await server.CredentialAsync(GrantKind.Device, false, "monitor-1"), (device, _) => device == "monitor-1"),
            ("gateway", await server.CredentialAsync(GrantKind.Gateway, false, "monitor-1", "monitor-2"), (device, _) => device is "monitor-1" or "monitor-2"),
            ("enrolment", await server.CredentialAsync(GrantKind.Enrolment, false), (device, kind) => device != "monitor-1" && kind == "status"),
        ];
        var wrong = new List<string>();
        foreach (var (name, username, covers) in credentials)
        {
            using var device = await WireClient.OpenAsync(server.Broker, MqttProtocolVersion.V500);
            (await device.SignInAsync(name, username, WholeServer.DeviceSecretText)).ReasonCode.ShouldBe(MqttConnectReasonCode.Success);
            ushort id = 0;
            foreach (var clinic in (string[])[WholeServer.Here, WholeServer.Elsewhere, "nowhere"])
            {
                foreach (var other in (string[])["monitor-1", "monitor-2", "stranger"])
                {
                    foreach (var (kind, payload) in ((string, string)[])[("telemetry", Message), ("status", Status)])
                    {
                        await device.PublishAsync(++id, payload, $"infusion/v1/{clinic}/{other}/{kind}");
                        var isTaken = (await device.AcknowledgementAsync(id)).ReasonCode != MqttPubAckReasonCode.NotAuthorized;
                        if (isTaken != (clinic == WholeServer.Here && covers(other, kind)))
                        {
                            wrong.Add($"{name} at {clinic}/{other}/{kind}: {(isTaken ? "taken" : "refused")}");
                        }
                    }
                }
            }

            await device.SendAsync(new MqttSubscribePacket
            {
                PacketIdentifier = 1000,
                TopicFilters = [new() { Topic = $"infusion/v1/{WholeServer.Here}/monitor-1/telemetry" }, new() { Topic = "infusion/v1/+/+/telemetry" }, new() { Topic = "#" }],
            });
            (await device.ReceiveAsync<MqttSubAckPacket>()).ReasonCodes.ShouldAllBe(code => code == MqttSubscribeReasonCode.NotAuthorized);
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_credential_that_is_unknown_wrong_or_was_replaced_gets_no_connection()
    {
        var username = await server.CredentialAsync(GrantKind.Device, false, "monitor-1");
        await RefusedAsync(username, "not the secret of this device");
        await RefusedAsync("nobody", WholeServer.DeviceSecretText);
        await RefusedAsync("", "");

        await SignInAsync(username, WholeServer.DeviceSecretText, MqttConnectReasonCode.Success);
        await server.Services.GetRequiredService<DeviceCredentials>().SaveAsync(
            new(username, WholeServer.Here, GrantKind.Device, new HashSet<string>(["monitor-1"]), false), "another secret that is long enough for it", CancellationToken.None);
        await RefusedAsync(username, WholeServer.DeviceSecretText);
    }

    Task RefusedAsync(string username, string password) => SignInAsync(username, password, MqttConnectReasonCode.BadUserNameOrPassword);

    async Task SignInAsync(string username, string password, MqttConnectReasonCode expected)
    {
        using var device = await WireClient.OpenAsync(server.Broker, MqttProtocolVersion.V500);
        (await device.SignInAsync($"c-{Guid.NewGuid():N}", username, password)).ReasonCode.ShouldBe(expected);
    }
}
