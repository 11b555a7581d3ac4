using System.Security.Cryptography.X509Certificates;
using Infusion.Server.Ingestion;
using Infusion.Server.Ingestion.Broker;
using Microsoft.Extensions.Time.Testing;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Ingestion;

/// <summary>What becomes of the connections of a credential that is not what it was.</summary>
public sealed class RevocationTests
{
    const string Good = """{"boot":"b","seq":1,"values":{"MDC_PULS_OXIM_SAT_O2":97}}""";
    const string Offline = """{"state":"offline","boot":"b"}""";

    readonly OneCredential _credential = new();

    [Fact]
    public async Task A_revoked_credentials_connection_ends_at_once_with_the_reason_and_nothing_of_it_is_taken_any_more()
    {
        await using var broker = await RunningBroker.StartAsync(_credential);
        broker.Inbox.Holds = true;
        using var device = await WireClient.OpenAsync(broker.Mqtt, MqttProtocolVersion.V500);
        await device.SignInAsync("c1", willTopic: RunningBroker.Status, will: Offline);
        await device.PublishAsync(1, Good);
        var held = await broker.Inbox.NextAsync();

        _credential.Become(Standing.Revoked);

        var farewell = await device.ReceiveAsync<MqttDisconnectPacket>();
        farewell.ReasonCode.ShouldBe(MqttDisconnectReasonCode.NotAuthorized);
        farewell.ReasonString.ShouldContain("revoked");
        await device.EndsAsync();
        held.Commit.SetResult();

        // The clinic's trace says why, and neither the last will nor a further message comes after it.
        (await broker.Inbox.NextAsync<Incoming.Quarantined>()).Reason.ShouldBe("credential-revoked");
        using var again = await WireClient.OpenAsync(broker.Mqtt, MqttProtocolVersion.V500);
        (await again.SignInAsync("c1")).ReasonCode.ShouldBe(MqttConnectReasonCode.BadUserNameOrPassword);
        broker.Inbox.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_flood_that_is_under_way_does_not_outrun_a_revocation()
    {
        await using var broker = await RunningBroker.StartAsync(_credential);
        using var device = await broker.SignInAsync(MqttProtocolVersion.V311);
        await device.PublishAsync(1, Good);
        await device.AcknowledgementAsync(1);

        _credential.Become(Standing.Revoked);
        await device.EndsAsync();
        var taken = broker.Inbox.Count;
        await Should.ThrowAsync<IOException>(async () =>
        {
            while (true)
            {
                await device.PublishAsync(2, Good);
            }
        });
        broker.Inbox.Count.ShouldBe(taken);
    }

    [Fact]
    public async Task A_changed_credentials_connection_is_told_to_come_again_and_its_last_will_counts()
    {
        await using var broker = await RunningBroker.StartAsync(_credential);
        using var device = await WireClient.OpenAsync(broker.Mqtt, MqttProtocolVersion.V500);
        await device.SignInAsync("c1", willTopic: RunningBroker.Status, will: Offline);

        _credential.Become(Standing.Changed);

        (await device.ReceiveAsync<MqttDisconnectPacket>()).ReasonCode.ShouldBe(MqttDisconnectReasonCode.AdministrativeAction);
        (await broker.Inbox.NextAsync<Incoming.Quarantined>()).Reason.ShouldBe("credential-changed");
        (await broker.Inbox.NextAsync<Incoming.Status>()).Report.Online.ShouldBeFalse();
    }

    [Fact]
    public async Task What_another_server_revoked_ends_within_half_a_minute_and_a_store_that_is_away_puts_nobody_out()
    {
        CredentialWatch.Every.ShouldBeLessThan(TimeSpan.FromSeconds(30));
        var time = new FakeTimeProvider();
        await using var broker = await RunningBroker.StartAsync(_credential, time);
        using var device = await broker.SignInAsync(MqttProtocolVersion.V500);

        _credential.IsAway = true;
        var asked = _credential.AskedAsync();
        time.Advance(CredentialWatch.Every);
        await asked;
        await device.SendAsync(MqttPingReqPacket.Instance);
        await device.ReceiveAsync<MqttPingRespPacket>();

        (_credential.IsAway, _credential.Now) = (false, Standing.Revoked);
        time.Advance(CredentialWatch.Every);
        (await device.ReceiveAsync<MqttDisconnectPacket>()).ReasonCode.ShouldBe(MqttDisconnectReasonCode.NotAuthorized);
    }

    [Fact]
    public async Task A_change_in_the_middle_of_a_sign_in_is_not_missed()
    {
        await using var broker = await RunningBroker.StartAsync(_credential);
        _credential.ChangesMeanwhile = true;
        using var device = await WireClient.OpenAsync(broker.Mqtt, MqttProtocolVersion.V500);

        (await device.SignInAsync("c1")).ReasonCode.ShouldBe(MqttConnectReasonCode.Success);

        (await device.ReceiveAsync<MqttDisconnectPacket>()).ReasonCode.ShouldBe(MqttDisconnectReasonCode.AdministrativeAction);
    }

    sealed class OneCredential : IDeviceCredentials
    {
        volatile TaskCompletionSource? _asked;

        public event Action<string>? Changed;

        public Standing Now { get; set; } = Standing.Good;

        public bool IsAway { get; set; }

        public bool ChangesMeanwhile { get; set; }

        public Task AskedAsync() => (_asked = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        public void Become(Standing standing)
        {
            Now = standing;
            Changed?.Invoke(RunningBroker.Username);
        }

        public ValueTask<DeviceGrant?> AuthenticateAsync(string username, string password, CancellationToken cancellationToken) =>
            new(Now == Standing.Revoked ? null : new DeviceGrant(username, "demo", GrantKind.Gateway, new HashSet<string> { "monitor-1" }, MaySubscribe: false));

        public ValueTask<DeviceGrant?> AuthenticateAsync(X509Certificate2 certificate, CancellationToken cancellationToken) => default;

        public bool HasChangedSince(DeviceGrant grant) => ChangesMeanwhile;

        public Task<IReadOnlyList<Standing>> StandingAsync(IReadOnlyList<DeviceGrant> grants, CancellationToken cancellationToken)
        {
            _asked?.TrySetResult();
            return IsAway ? throw new InvalidOperationException("The store is away.") : Task.FromResult<IReadOnlyList<Standing>>([.. grants.Select(_ => Now)]);
        }
    }
}
