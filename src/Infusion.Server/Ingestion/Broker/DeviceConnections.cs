using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using MQTTnet.Adapter;
using MQTTnet.AspNetCore;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Server;

namespace Infusion.Server.Ingestion.Broker;

/// <summary>
/// Takes each connection from Kestrel, whether it came over TCP or over a WebSocket, puts the guard and the
/// acknowledgements around it and lets MQTTnet speak on it.
/// </summary>
sealed class DeviceConnections(
    Intake intake, IntakeBudget budget, ConnectionQuota quota, OpenSignIns signIns, IngestionMetrics metrics, TimeProvider time,
    ILogger<DeviceConnections> logger)
    : ConnectionHandler, IMqttServerAdapter
{
    readonly OccasionalLog _notStoredLog = new(time);
    MqttServerOptions _options = new();

    public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

    public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger)
    {
        _options = options;
        return Task.CompletedTask;
    }

    public Task StopAsync() => Task.CompletedTask;

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        if (ClientHandler is not { } talk)
        {
            return;
        }

        if (!quota.TryOpen())
        {
            metrics.ConnectionEnded("too-many-connections");
            return;
        }

        try
        {
            await TalkAsync(connection, talk);
        }
        finally
        {
            quota.Close();
        }
    }

    public void Dispose()
    {
        // Nothing is held between connections.
    }

    async Task TalkAsync(ConnectionContext connection, Func<IMqttChannelAdapter, Task> talk)
    {
        // A WebSocket would carry text frames otherwise.
        connection.Features.Get<ITransferFormatFeature>()?.ActiveFormat = TransferFormat.Binary;

        var transport = connection.Transport;
        using var guard = new PacketGuard(transport.Input, time);
        var output = new HeldOutput(transport.Output);
        connection.Transport = new GuardedTransport(guard, output);
        var writer = new MqttBufferWriter(_options.WriterBufferSize, _options.WriterBufferSizeMax);
        using var mqtt = new MqttConnectionContext(new MqttPacketFormatterAdapter(writer), connection);
        using var channel = new DeviceChannel(mqtt, guard, output, intake, budget, metrics, time)
        {
            Certificate = connection.Features.Get<ITlsConnectionFeature>()?.ClientCertificate,
        };
        using var ended = new CancellationTokenSource();

        metrics.Connections(1);
        var acknowledging = AcknowledgeAsync(channel, connection, ended.Token);
        try
        {
            await talk(channel);
        }
        finally
        {
            channel.WakeClinic();
            await ended.CancelAsync();
            await acknowledging;
            metrics.Connections(-1);
            if (channel.Grant is { } grant)
            {
                signIns.Remove(channel);
                quota.SignOut(grant.Username);
            }

            connection.Transport = transport;
        }
    }

    async Task AcknowledgeAsync(DeviceChannel channel, ConnectionContext connection, CancellationToken ended)
    {
        try
        {
            await channel.AcknowledgeInOrderAsync(ended);
        }
        catch (Exception) when (ended.IsCancellationRequested)
        {
            // The connection ended first; the device sends again what it holds unacknowledged.
        }
        catch (PacketRefusedException refused)
        {
            metrics.ConnectionEnded(refused.Refusal.Reason);
            connection.Abort(new ConnectionAbortedException(refused.Message));
        }
        catch (Exception failure)
        {
            metrics.NotStored();
            if (_notStoredLog.MayWrite(out var swallowed))
            {
                logger.LogWarning(
                    failure, "A message was not stored; its connection is closed so that the device sends again. {Swallowed} more since the last line", swallowed);
            }

            connection.Abort(new ConnectionAbortedException("A message was not stored."));
        }
    }

    sealed record GuardedTransport(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
