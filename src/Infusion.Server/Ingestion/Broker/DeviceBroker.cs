using System.Buffers;
using Infusion.Server.Ingestion.Decoding;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Infusion.Server.Ingestion.Broker;

/// <summary>The MQTT server: who may connect, who may subscribe, and what a last will says.</summary>
sealed class DeviceBroker : IHostedLifecycleService, IDisposable
{
    /// <summary>Who has not said CONNECT by then is gone.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    readonly IDeviceCredentials _credentials;
    readonly Intake _intake;
    readonly ConnectionQuota _quota;
    readonly OpenSignIns _signIns;
    readonly IngestionMetrics _metrics;
    readonly ILogger<DeviceBroker> _logger;
    readonly OccasionalLog _signInLog;
    readonly OccasionalLog _willLog;
    readonly MqttServer _server;
    volatile bool _isStopping;

    public DeviceBroker(
        DeviceConnections connections, IDeviceCredentials credentials, Intake intake, ConnectionQuota quota, OpenSignIns signIns,
        IngestionMetrics metrics, TimeProvider time, ILogger<DeviceBroker> logger)
    {
        (_credentials, _intake, _quota, _signIns, _metrics, _logger) = (credentials, intake, quota, signIns, metrics, logger);
        (_signInLog, _willLog) = (new OccasionalLog(time), new OccasionalLog(time));
        _server = new MqttServer(new MqttServerOptions { DefaultCommunicationTimeout = Patience }, [connections], new BrokerLog(logger));
        _server.ValidatingConnectionAsync += SignInAsync;
        _server.InterceptingSubscriptionAsync += DecideSubscriptionAsync;
        _server.InterceptingPublishAsync += DecidePublishAsync;
    }

    // The server's own listeners start after all hosted services, so nobody connects before this.
    public Task StartAsync(CancellationToken cancellationToken) => _server.StartAsync();

    // Before the listeners stop: they would wait for every open connection.
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        return _server.StopAsync(new MqttServerStopOptions());
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _server.Dispose();

    async Task SignInAsync(ValidatingConnectionEventArgs connection)
    {
        if (connection.AuthenticationMethod is not null)
        {
            Refuse(connection, MqttConnectReasonCode.BadAuthenticationMethod, "Only a user name and a password are understood.");
            return;
        }

        try
        {
            var channel = (DeviceChannel)connection.ChannelAdapter;
            if (await AuthenticateAsync(connection, channel) is not { } grant)
            {
                RefuseSignIn(connection);
                return;
            }

            if (!_quota.TrySignIn(grant.Username))
            {
                _metrics.ConnectionEnded("too-many-of-credential");
                Refuse(connection, MqttConnectReasonCode.QuotaExceeded, "The credential has too many connections; close some.");
                return;
            }

            connection.SessionItems[typeof(DeviceGrant)] = grant;
            connection.SessionItems[typeof(DeviceChannel)] = channel;
            connection.AssignedClientIdentifier = string.IsNullOrEmpty(connection.ClientId) ? $"{grant.Username}/{Guid.NewGuid():N}" : null;
            channel.SignedIn(grant);
            _signIns.Add(channel);

            // Whoever changes a credential looks through the open sign-ins after that. This one either was among them, or sees here
            // that it came too late.
            if (_credentials.HasChangedSince(grant))
            {
                channel.End(PacketRefusal.Changed);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Not the device's fault: it may try again, and must not be told that its password is wrong.
            Refuse(connection, MqttConnectReasonCode.ServerUnavailable, "Credentials cannot be checked just now; try again later.");
            if (_signInLog.MayWrite(out var swallowed))
            {
                _logger.LogError(failure, "A device's credential could not be checked; {Swallowed} more since the last line", swallowed);
            }
        }
    }

    /// <summary>
    /// A certificate that is known says who it is, and a user name may not say otherwise. One that is not known proves nothing, and
    /// the password counts.
    /// </summary>
    async ValueTask<DeviceGrant?> AuthenticateAsync(ValidatingConnectionEventArgs connection, DeviceChannel channel)
    {
        var name = connection.UserName;
        if (channel.Certificate is { } certificate && await _credentials.AuthenticateAsync(certificate, connection.CancellationToken) is { } proven)
        {
            return string.IsNullOrEmpty(name) || name == proven.Username ? proven : null;
        }

        return string.IsNullOrEmpty(name) ? null : await _credentials.AuthenticateAsync(name, connection.Password ?? "", connection.CancellationToken);
    }

    void RefuseSignIn(ValidatingConnectionEventArgs connection)
    {
        Refuse(connection, MqttConnectReasonCode.BadUserNameOrPassword, "The user name or the password is wrong.");
        _metrics.SignInRefused();
        if (_signInLog.MayWrite(out var swallowed))
        {
            _logger.LogWarning(
                "Refused the sign-in of {Username} from {Address}; {Swallowed} more since the last line",
                SafeText.Printable(connection.UserName ?? ""), connection.RemoteEndPoint, swallowed);
        }
    }

    static void Refuse(ValidatingConnectionEventArgs connection, MqttConnectReasonCode code, string reason) =>
        (connection.ReasonCode, connection.ReasonString) = (code, reason);

    static Task DecideSubscriptionAsync(InterceptingSubscriptionEventArgs subscription)
    {
        var grant = (DeviceGrant)subscription.SessionItems[typeof(DeviceGrant)]!;
        var ownTopics = $"{DeviceTopic.Prefix}{grant.Clinic}/";
        if (!grant.MaySubscribe || !subscription.TopicFilter.Topic.StartsWith(ownTopics, StringComparison.Ordinal))
        {
            subscription.Response.ReasonCode = MqttSubscribeReasonCode.NotAuthorized;
            subscription.ProcessSubscription = false;
        }

        return Task.CompletedTask;
    }

    /// <summary>Each PUBLISH of a device was dealt with in its channel. What else comes by here is a last will.</summary>
    Task DecidePublishAsync(InterceptingPublishEventArgs publish)
    {
        var message = publish.ApplicationMessage;
        publish.ProcessPublish = ReferenceEquals(message.UserProperties, DeviceChannel.Relay);
        // When this server goes, its devices are not offline for it: no will is taken then.
        var isWill = !publish.ProcessPublish && !ReferenceEquals(message.UserProperties, DeviceChannel.SignOfLife);
        var isRevoked = publish.SessionItems[typeof(DeviceChannel)] is DeviceChannel { IsRevoked: true };
        if (isWill && !_isStopping && !isRevoked && publish.SessionItems[typeof(DeviceGrant)] is DeviceGrant grant)
        {
            var receipt = _intake.Receive(grant, message.Topic, message.Payload.ToArray());
            message.Retain = false;
            publish.ProcessPublish = receipt.Verdict == Verdict.Accepted;
            _ = LogLostWillAsync(receipt);
        }

        return Task.CompletedTask;
    }

    async Task LogLostWillAsync(Receipt receipt)
    {
        try
        {
            await receipt.Committed;
        }
        catch (Exception failure)
        {
            // Its sender is gone and cannot send it again; the clinic notices the silence by itself.
            _metrics.NotStored();
            if (_willLog.MayWrite(out var swallowed))
            {
                _logger.LogWarning(failure, "A last will was not stored; {Swallowed} more since the last line", swallowed);
            }
        }
    }
}
