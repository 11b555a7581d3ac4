using Infusion.Simulator.Bookkeeping;
using Infusion.Simulator.Protocol;
using MQTTnet;
using MQTTnet.Protocol;

namespace Infusion.Simulator.Delivery;

/// <summary>
/// One connection from CONNACK to its end: sends what the outbox holds, as many at once as the broker allows, and
/// settles each message by its PUBACK.
/// </summary>
public sealed class DeviceSession(
    IMqttClient client, DeviceIdentity device, Outbox outbox, int window, Action<string> refused, LedgerFile? ledger) : IDisposable
{
    public const string ConnectionLost = "the connection was lost";

    /// <summary>What was measured before this connection stood can only be history to whoever receives it now.</summary>
    readonly long _lateThrough = outbox.LastOrdinal;

    readonly SemaphoreSlim _slots = new(window, window);
    readonly CancellationTokenSource _ended = new();

    public CancellationToken Ended => _ended.Token;

    /// <summary>Why the connection was lost; nothing when the session was ended from here.</summary>
    public string? EndReason { get; private set; }

    public void End(string? reason)
    {
        EndReason ??= reason;
        try
        {
            _ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The client may report its disconnection after the session was cleared away.
        }
    }

    public async Task SendAsync()
    {
        try
        {
            while (true)
            {
                await _slots.WaitAsync(Ended);
                _ = SendOneAsync(await TakeAsync());
            }
        }
        catch (OperationCanceledException) when (Ended.IsCancellationRequested)
        {
            // The session's end; messages that were not answered are still in the outbox.
        }

        await AllAnsweredOrGivenUpAsync();
    }

    public async Task PublishStatusAsync(DeviceIdentity now, bool online, double battery, CancellationToken cancellation)
    {
        var result = await client.PublishAsync(Message(device.StatusTopic, now.Status(online, battery), retain: true), cancellation);
        if (IsRefusal(result))
        {
            refused(Reason(result));
        }
    }

    public void Dispose()
    {
        _ended.Dispose();
        _slots.Dispose();
    }

    async Task<StoredMessage> TakeAsync()
    {
        try
        {
            return await outbox.TakeAsync(Ended);
        }
        catch (OperationCanceledException)
        {
            _slots.Release();
            throw;
        }
    }

    async Task SendOneAsync(StoredMessage message)
    {
        try
        {
            var payload = message.Ordinal <= _lateThrough ? TelemetryJson.MarkLate(message.Payload) : message.Payload;
            // A device puts every message it counts into its outbox, so the ordinal there is its seq.
            var key = new MessageKey(device.Device, message.Boot, message.Ordinal);
            ledger?.Sent(key, payload);
            var result = await client.PublishAsync(Message(device.TelemetryTopic, payload, retain: false), Ended);
            ledger?.Answered(key, payload, (int)result.ReasonCode);
            outbox.Settle(message, accepted: !IsRefusal(result));
            if (IsRefusal(result))
            {
                refused(Reason(result));
            }
        }
        catch (Exception)
        {
            // Without an answer the message stays in flight, and goes back to the outbox when the session has ended.
            // A publish fails only with its connection; should it fail alone, ending the session sends it again.
            End(ConnectionLost);
        }
        finally
        {
            _slots.Release();
        }
    }

    // Holding every slot means that no publish can settle a message any more after we returned.
    async Task AllAnsweredOrGivenUpAsync()
    {
        for (var held = 0; held < window; held++)
        {
            await _slots.WaitAsync(CancellationToken.None);
        }
    }

    static bool IsRefusal(MqttClientPublishResult result) => (int)result.ReasonCode >= 0x80;

    static string Reason(MqttClientPublishResult result) =>
        $"0x{(int)result.ReasonCode:X2} {result.ReasonCode}{(string.IsNullOrEmpty(result.ReasonString) ? "" : $": {result.ReasonString}")}";

    static MqttApplicationMessage Message(string topic, byte[] payload, bool retain) => new MqttApplicationMessageBuilder()
        .WithTopic(topic)
        .WithPayload(payload)
        .WithRetainFlag(retain)
        .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
        .Build();
}
