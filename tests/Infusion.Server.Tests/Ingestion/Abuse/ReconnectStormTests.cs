using Infusion.Server.Identity;
using Infusion.Server.Ingestion;
using Infusion.Server.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Npgsql;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Ingestion.Abuse;

/// <summary>The power comes back, and everybody is there at once: with the real check of credentials against the real store.</summary>
[Collection(Alone.Name)]
public sealed class ReconnectStormTests(EmbeddedPostgresFixture postgres)
{
    const int Devices = 2_000;
    const int Credentials = 10;
    const int OfCredential = Devices / Credentials;
    const int Messages = 3;
    const long GrowthAllowed = 64 * 1024 * 1024;
    const string Secret = "a secret that is long enough for a device";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_thousand_devices_are_cut_and_come_back_at_once_and_every_message_is_acknowledged()
    {
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        await using (var connection = await database.OpenConnectionAsync(Cancel))
        {
            await IdentitySchema.ApplyAsync(connection, Cancel);
        }

        var credentials = new DeviceCredentials(database, TimeProvider.System, NullLogger<DeviceCredentials>.Instance);
        await AddAsync(credentials, "chair-1", ["monitor-1"], RunningBroker.Password + Secret);
        for (var number = 0; number < Credentials; number++)
        {
            await AddAsync(credentials, Username(number), Enumerable.Range(number * OfCredential, OfCredential).Select(Device), Secret);
        }

        await using var broker = await RunningBroker.StartAsync(credentials);
        await using var healthy = await HealthyClient.StartAsync(broker, RunningBroker.Password + Secret);
        var before = Memory();

        // The first time nothing is committed: all are cut with messages under way, and the ends of all connections come at once.
        broker.Inbox.Spares = message => message is Incoming.Telemetry { Reading.Device: "monitor-1" };
        broker.Inbox.Holds = true;
        var connections = await Task.WhenAll(Enumerable.Range(0, Devices).Select(number => ConnectAsync(broker, number)));
        await Task.WhenAll(connections.Select((connection, number) => PublishAsync(connection, number)));
        broker.Inbox.Holds = false;
        foreach (var connection in connections)
        {
            connection.Dispose();
        }

        connections = await Task.WhenAll(Enumerable.Range(0, Devices).Select(number => ConnectAsync(broker, number)));
        await Task.WhenAll(connections.Select(async (connection, number) =>
        {
            await PublishAsync(connection, number);
            for (ushort id = 1; id <= Messages; id++)
            {
                (await connection.AcknowledgementAsync(id)).ReasonCode.ShouldBe(MqttPubAckReasonCode.Success);
            }
        }));

        await healthy.ServedAsync();
        foreach (var connection in connections)
        {
            connection.Dispose();
        }

        await HealthyClient.IsAloneAsync(broker);
        broker.Inbox.Forget();
        (Memory() - before).ShouldBeLessThan(GrowthAllowed);
    }

    static async Task<WireClient> ConnectAsync(RunningBroker broker, int number)
    {
        var client = await WireClient.OpenAsync(broker.Mqtt, MqttProtocolVersion.V500);
        (await client.SignInAsync(Device(number), Username(number / OfCredential), Secret)).ReasonCode.ShouldBe(MqttConnectReasonCode.Success);
        return client;
    }

    static async Task PublishAsync(WireClient client, int number)
    {
        for (ushort id = 1; id <= Messages; id++)
        {
            await client.PublishAsync(
                id, $$$"""{"boot":"b","seq":{{{id}}},"values":{"MDC_PULS_OXIM_SAT_O2":97}}""", $"infusion/v1/demo/{Device(number)}/telemetry");
        }
    }

    static Task AddAsync(DeviceCredentials credentials, string username, IEnumerable<string> devices, string secret) =>
        credentials.SaveAsync(new DeviceGrant(username, "demo", GrantKind.Gateway, devices.ToHashSet(), MaySubscribe: false), secret, Cancel);

    static string Username(int number) => $"gateway-{number}";

    static string Device(int number) => $"device-{number}";

    static long Memory() => GC.GetTotalMemory(forceFullCollection: true);
}
