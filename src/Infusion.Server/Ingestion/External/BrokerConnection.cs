using System.Buffers;
using System.Text;
using System.Threading.Channels;
using Infusion.Server.Ingestion.Broker;
using MQTTnet;
using MQTTnet.Protocol;

namespace Infusion.Server.Ingestion.External;

/// <summary>
/// One connection to the external broker. A message is evaluated as it arrives and acknowledged to the broker after its
/// commit, in order; a commit that failed ends the connection, and the broker delivers again. At most
/// <see cref="BrokerOptions.ReceiveMaximum"/> are under way: the broker holds the rest.
/// </summary>
/// <remarks>
/// What the broker kept while nobody listened must not pass for live, and nothing in a message tells. So the first
/// thing after the subscription is a mark of our own, published to the broker: it comes back behind all that was queued.
/// Until then everything is late: charted, not shown, not sounded.
/// </remarks>
sealed class BrokerConnection : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A long queue is read for longer than that; the next connection then goes on with what is left.</summary>
    static readonly TimeSpan CatchUpPatience = TimeSpan.FromSeconds(60);

    readonly string _clinic;
    readonly ExternalBrokerSettings _settings;
    readonly Intake _intake;
    readonly IngestionMetrics _metrics;
    readonly TimeProvider _time;
    readonly DeviceGrant _grant;
    readonly IMqttClient _client;
    readonly string _mark = Guid.NewGuid().ToString("N");
    readonly CancellationTokenSource _ended = new();
    readonly TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the reason for which the connection is of no more use.</summary>
    readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    readonly Channel<(MqttApplicationMessageReceivedEventArgs Received, Task Committed)> _pending =
        Channel.CreateBounded<(MqttApplicationMessageReceivedEventArgs, Task)>(new BoundedChannelOptions(BrokerOptions.ReceiveMaximum - 1) { SingleReader = true });

    readonly Task _acknowledging;
    int _unacknowledged;

    public BrokerConnection(
        string clinic, ExternalBrokerSettings settings, Intake intake, IngestionMetrics metrics, TimeProvider time, BrokerLog log)
    {
        (_clinic, _settings, _intake, _metrics, _time) = (clinic, settings, intake, metrics, time);
        _grant = new DeviceGrant(
            $"{settings.ClientIdPrefix}-{clinic}", clinic, GrantKind.Broker, new HashSet<string>(), MaySubscribe: false);
        _client = new MqttClientFactory().CreateMqttClient(log);
        _client.ApplicationMessageReceivedAsync += TakeAsync;
        _client.DisconnectedAsync += NoteEndAsync;
        _acknowledging = AcknowledgeInOrderAsync(_ended.Token);
    }

    /// <returns>Whether the broker still had our session.</returns>
    public async Task<bool> OpenAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var accepted = await _client.ConnectAsync(BrokerOptions.Of(_settings, _grant.Username), patience.Token);
            if (accepted.ResultCode != MqttClientConnectResultCode.Success)
            {
                throw new InvalidOperationException($"it refuses the sign-in: {accepted.ResultCode} {accepted.ReasonString}");
            }

            var subscribed = await _client.SubscribeAsync(BrokerOptions.Subscription(_clinic), patience.Token);
            if (subscribed.Items.FirstOrDefault(item => item.ResultCode != MqttClientSubscribeResultCode.GrantedQoS1) is { } refused)
            {
                throw new InvalidOperationException($"it refuses the subscription to {refused.TopicFilter.Topic}: {refused.ResultCode}");
            }

            var marked = await _client.PublishAsync(
                new MqttApplicationMessage
                {
                    Topic = BrokerOptions.MarkTopic(_clinic),
                    Payload = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(_mark)),
                    QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
                },
                patience.Token);
            return marked.IsSuccess
                ? accepted.IsSessionPresent
                : throw new InvalidOperationException($"it refuses to let us publish to {BrokerOptions.MarkTopic(_clinic)}: {marked.ReasonCode}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"it did not answer within {Patience.TotalSeconds} s");
        }
    }

    /// <summary>Ends when all that the broker had kept is evaluated.</summary>
    public async Task WhenCaughtUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            await (await Task.WhenAny(_caughtUp.Task, _lost.Task).WaitAsync(CatchUpPatience, _time, cancellationToken));
        }
        catch (TimeoutException)
        {
            throw new TimeoutException(
                $"it did not return what was published to {BrokerOptions.MarkTopic(_clinic)} within {CatchUpPatience.TotalSeconds} s: a long queue, or a right that is missing");
        }
    }

    /// <summary>Throws when the connection is of no more use, with the reason.</summary>
    public Task WhenLostAsync(CancellationToken cancellationToken) => _lost.Task.WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        // Closed, not said goodbye: the session and what is unacknowledged stay at the broker either way.
        await _ended.CancelAsync();
        _client.Dispose();
        await _acknowledging;
        _metrics.Unacknowledged(-Interlocked.Exchange(ref _unacknowledged, 0));
        _ended.Dispose();
    }

    /// <summary>
    /// Called for one message after the other; MQTTnet hands out nothing else meanwhile, no answer to a ping either. So it waits
    /// only for a broker that sends more than was announced (Mosquitto does with max_inflight_messages 0).
    /// </summary>
    async Task TakeAsync(MqttApplicationMessageReceivedEventArgs received)
    {
        received.AutoAcknowledge = false;
        if (!await _pending.Writer.WaitToWriteAsync(_ended.Token))
        {
            return;
        }

        var message = received.ApplicationMessage;
        var payload = message.Payload.ToArray();
        if (message.Topic == BrokerOptions.MarkTopic(_clinic))
        {
            if (payload.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(_mark)))
            {
                _caughtUp.TrySetResult();
            }

            Add(received, Task.CompletedTask);
            return;
        }

        var arrival = message.Retain ? Arrival.Retained : _caughtUp.Task.IsCompleted ? Arrival.Live : Arrival.Queued;
        Add(received, _intake.Receive(_grant, message.Topic, payload, arrival: arrival).Committed);
    }

    void Add(MqttApplicationMessageReceivedEventArgs received, Task committed)
    {
        _metrics.Unacknowledged(1);
        Interlocked.Increment(ref _unacknowledged);
        _pending.Writer.TryWrite((received, committed));
    }

    async Task AcknowledgeInOrderAsync(CancellationToken ended)
    {
        try
        {
            await foreach (var (received, committed) in _pending.Reader.ReadAllAsync(ended))
            {
                await committed.WaitAsync(ended);
                // Also for what went to quarantine: a refusal would not tell the device, and the broker must not try again.
                await received.AcknowledgeAsync(ended);
                _metrics.Unacknowledged(-1);
                Interlocked.Decrement(ref _unacknowledged);
            }
        }
        catch (Exception) when (ended.IsCancellationRequested)
        {
            // The connection ended first; the broker delivers again what it holds unacknowledged.
        }
        catch (Exception failure)
        {
            _metrics.NotStored();
            _lost.TrySetException(new InvalidOperationException($"a message was not stored, and is fetched again ({failure.Message})"));
        }
    }

    Task NoteEndAsync(MqttClientDisconnectedEventArgs end)
    {
        var reason = end.Exception?.Message ?? (end.ReasonString is { Length: > 0 } said ? said : end.Reason.ToString());
        _lost.TrySetException(new InvalidOperationException($"the connection ended: {reason}"));
        return Task.CompletedTask;
    }
}
