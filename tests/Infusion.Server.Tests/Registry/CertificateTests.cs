using System.Security.Cryptography.X509Certificates;
using Infusion.Server.Identity;
using Infusion.Server.Ingestion;
using Infusion.Server.Operations;
using Infusion.Server.Registry;
using Infusion.Server.Tests.Ingestion;
using Infusion.Server.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using Npgsql;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Registry;

/// <summary>The MQTT port with TLS, and client certificates in place of secrets, by real connections.</summary>
public sealed class CertificateTests(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    const string Good = """{"boot":"b","seq":1,"values":{"MDC_PULS_OXIM_SAT_O2":97}}""";

    readonly TemporaryDirectory _folder = new();
    readonly X509Certificate2 _broker = MadeCertificate.Of("localhost");
    NpgsqlDataSource _database = null!;
    DeviceCredentials _credentials = null!;
    RunningBroker _running = null!;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        await using (var connection = await _database.OpenConnectionAsync(Cancel))
        {
            await IdentitySchema.ApplyAsync(connection, Cancel);
        }

        _credentials = new(_database, TimeProvider.System, NullLogger<DeviceCredentials>.Instance);
        var (certificate, key) = MadeCertificate.Write(_broker, _folder.Path);
        _running = await RunningBroker.StartAsync(_credentials, settings:
        [
            new("Mqtt:Tls:Host", "127.0.0.1"), new("Mqtt:Tls:Port", "0"), new("Mqtt:Tls:CertificateFile", certificate), new("Mqtt:Tls:KeyFile", key),
        ]);
    }

    public async ValueTask DisposeAsync()
    {
        await _running.DisposeAsync();
        await _database.DisposeAsync();
        _broker.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_device_is_known_by_its_certificate_and_speaks_for_itself_alone()
    {
        using var own = MadeCertificate.Of("monitor-1");
        await IssueAsync("first", "monitor-1", own);
        using var device = await OpenAsync(own);
        (await device.SignInAsync("c1", username: null, password: "")).ReasonCode.ShouldBe(MqttConnectReasonCode.Success);

        await device.PublishAsync(1, Good);
        await device.PublishAsync(2, Good, "infusion/v1/demo/monitor-2/telemetry");
        await device.PublishAsync(3, Good, "infusion/v1/other/monitor-1/telemetry");
        (await device.AcknowledgementAsync(1)).ReasonCode.ShouldBe(MqttPubAckReasonCode.Success);
        (await device.AcknowledgementAsync(2)).ReasonCode.ShouldBe(MqttPubAckReasonCode.NotAuthorized);
        (await device.AcknowledgementAsync(3)).ReasonCode.ShouldBe(MqttPubAckReasonCode.NotAuthorized);
        await device.SendAsync(new MqttSubscribePacket { PacketIdentifier = 9, TopicFilters = [new() { Topic = "infusion/v1/demo/#" }] });
        (await device.ReceiveAsync<MqttSubAckPacket>()).ReasonCodes.ShouldBe([MqttSubscribeReasonCode.NotAuthorized]);
    }

    [Fact]
    public async Task Another_devices_certificate_a_strangers_one_and_none_at_all_open_nothing()
    {
        using var own = MadeCertificate.Of("monitor-1");
        using var other = MadeCertificate.Of("monitor-1");
        using var over = MadeCertificate.Of("monitor-3", TimeProvider.System.GetUtcNow().AddDays(-2), TimeProvider.System.GetUtcNow().AddDays(-1));
        var (first, _) = await IssueAsync("first", "monitor-1", own);
        var (second, secret) = await IssueAsync("second", "monitor-2", null);
        await IssueAsync("third", "monitor-3", over);

        (await SignInAsync(own, second, "")).ShouldBe(MqttConnectReasonCode.BadUserNameOrPassword, "its certificate with another's name");
        (await SignInAsync(own, second, secret!)).ShouldBe(MqttConnectReasonCode.BadUserNameOrPassword, "another's name and secret do not outvote a certificate");
        (await SignInAsync(other, null, "")).ShouldBe(MqttConnectReasonCode.BadUserNameOrPassword, "the same subject, another key");
        (await SignInAsync(other, first, "")).ShouldBe(MqttConnectReasonCode.BadUserNameOrPassword, "the right name, another key");
        (await SignInAsync(null, first, "")).ShouldBe(MqttConnectReasonCode.BadUserNameOrPassword, "a certificate's credential has no secret");
        (await SignInAsync(over, null, "")).ShouldBe(MqttConnectReasonCode.BadUserNameOrPassword, "its time is over");
        (await SignInAsync(null, second, secret!)).ShouldBe(MqttConnectReasonCode.Success, "a secret is good on this port as well");
        (await SignInAsync(other, second, secret!)).ShouldBe(MqttConnectReasonCode.Success, "a certificate that nobody knows proves nothing, and harms nothing");

        // The plain port knows no certificates.
        using var plain = await WireClient.OpenAsync(_running.Mqtt, MqttProtocolVersion.V500);
        (await plain.SignInAsync("c9", first, "")).ReasonCode.ShouldBe(MqttConnectReasonCode.BadUserNameOrPassword);
    }

    [Fact]
    public async Task A_replaced_certificate_opens_until_the_new_one_is_used_and_its_connection_ends_then()
    {
        using var before = MadeCertificate.Of("monitor-1");
        using var after = MadeCertificate.Of("monitor-1");
        var (username, _) = await IssueAsync("first", "monitor-1", before);
        using var old = await OpenAsync(before);
        await old.SignInAsync("c1", username: null, password: "");

        (await DeskAsync(desk => desk.ReplaceKeyAsync("demo", username, TimeSpan.FromHours(1), after, "manager", Cancel))).ShouldNotBeNull();
        (await SignInAsync(before, null, "")).ShouldBe(MqttConnectReasonCode.Success, "the new one has not come to the device yet");
        using var renewed = await OpenAsync(after);
        (await renewed.SignInAsync("c2", username: null, password: "")).ReasonCode.ShouldBe(MqttConnectReasonCode.Success);

        (await old.ReceiveAsync<MqttDisconnectPacket>()).ReasonCode.ShouldBe(MqttDisconnectReasonCode.AdministrativeAction);
        (await SignInAsync(before, null, "")).ShouldBe(MqttConnectReasonCode.BadUserNameOrPassword);
        await renewed.PublishAsync(1, Good);
        (await renewed.AcknowledgementAsync(1)).ReasonCode.ShouldBe(MqttPubAckReasonCode.Success);

        (await DeskAsync(desk => desk.RevokeAsync("demo", username, "manager", Cancel))).ShouldBeTrue();
        (await renewed.ReceiveAsync<MqttDisconnectPacket>()).ReasonCode.ShouldBe(MqttDisconnectReasonCode.NotAuthorized);
        (await SignInAsync(after, null, "")).ShouldBe(MqttConnectReasonCode.BadUserNameOrPassword);
    }

    [Fact]
    public async Task A_renewed_certificate_of_the_server_is_shown_without_a_restart_and_a_broken_one_is_not()
    {
        using var renewed = MadeCertificate.Of("localhost");
        var (certificate, _) = MadeCertificate.Write(renewed, _folder.Path);
        File.SetLastWriteTimeUtc(certificate, TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(1));
        (await WireClient.OpenWithTlsAsync(_running.MqttWithTls!, renewed, null)).Dispose();

        await File.WriteAllTextAsync(certificate, "half a file", Cancel);
        File.SetLastWriteTimeUtc(certificate, TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(2));
        (await WireClient.OpenWithTlsAsync(_running.MqttWithTls!, renewed, null)).Dispose();
    }

    [Fact]
    public async Task A_certificate_of_the_server_that_is_not_there_stops_the_start_and_is_named() =>
        (await Should.ThrowAsync<StartupException>(() => RunningBroker.StartAsync(settings:
            [new("Mqtt:Tls:Port", "0"), new("Mqtt:Tls:CertificateFile", "/nowhere/broker.pem"), new("Mqtt:Tls:KeyFile", "/nowhere/broker.key")])))
            .Message.ShouldContain("/nowhere/broker.pem");

    Task<WireClient> OpenAsync(X509Certificate2? own) =>
        WireClient.OpenWithTlsAsync(_running.MqttWithTls!, _broker, own);

    async Task<MqttConnectReasonCode> SignInAsync(X509Certificate2? own, string? username, string password)
    {
        using var device = await OpenAsync(own);
        return (await device.SignInAsync($"c-{Guid.NewGuid():N}", username, password)).ReasonCode;
    }

    async Task<IssuedCredential> IssueAsync(string name, string device, X509Certificate2? certificate) =>
        (await DeskAsync(desk => desk.IssueAsync(
            new($"demo.{name}", "demo", GrantKind.Device, new HashSet<string> { device }, MaySubscribe: false), null, certificate, "manager", Cancel))).ShouldNotBeNull();

    async Task<T> DeskAsync<T>(Func<CredentialDesk, Task<T>> act)
    {
        await using var store = new IdentityStore(new DbContextOptionsBuilder<IdentityStore>().UseNpgsql(_database).UseOpenIddict().Options);
        return await act(new CredentialDesk(store, _credentials, TimeProvider.System));
    }
}
