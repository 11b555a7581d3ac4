using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using Infusion.EndToEnd.Tests.Support;
using Infusion.Simulator.Bookkeeping;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Infusion.EndToEnd.Tests.Faults;

/// <summary>How a device speaks: by MQTT 5 with all it has under way at once, or by 3.1.1 one message after the other.</summary>
enum Speech
{
    Pipelined,
    OneByOne,
}

/// <summary>
/// A monitor that keeps to the protocol: each message is kept until its PUBACK and sent again, oldest first, after every
/// reconnect. Some messages are nonsense, some are sent twice.
/// </summary>
/// <param name="makesSense">Never speaks nonsense: before a broker that takes whatever it is given, and refuses nothing.</param>
sealed class Device(DemoAccess access, string name, Speech speech, LedgerFile ledger, bool makesSense = false) : IAsyncDisposable
{
    const int NonsenseEvery = 50;
    const int TwiceEvery = 20;

    static readonly TimeSpan ReconnectPause = TimeSpan.FromMilliseconds(200);

    readonly string _boot = Guid.NewGuid().ToString("N")[..12];
    readonly ConcurrentDictionary<long, Message> _kept = [];
    readonly Channel<long> _fresh = Channel.CreateUnbounded<long>();
    readonly CancellationTokenSource _ended = new();
    volatile bool _isConnected;
    volatile string _lastEnd = "";
    long _number;
    long _seq;
    Task _running = Task.CompletedTask;

    public string Name => name;

    public int Unanswered => _kept.Count;

    public int Connections { get; private set; }

    /// <summary>The number of what was measured last.</summary>
    public long Measured => Volatile.Read(ref _seq);

    public string State => $"{name} ({speech}): {_kept.Count} without an answer, {(_isConnected ? "connected" : "not connected")}, connection {Connections}, the last one ended with: {_lastEnd}";

    /// <summary>How many messages of the device have to be answered with a refusal.</summary>
    public int ToBeRefused { get; private set; }

    public void Start() => _running = Task.Run(async () =>
    {
        while (!_ended.IsCancellationRequested)
        {
            await ConnectedAsync();
        }
    });

    public void Measure(decimal? spO2 = null)
    {
        var seq = Interlocked.Increment(ref _seq);
        var at = TimeProvider.System.GetUtcNow();
        var payload = $$"""{ "boot": "{{_boot}}", "seq": {{seq}}, "at": "{{at:O}}", "values": { "MDC_PULS_OXIM_SAT_O2": {{spO2 ?? 92 + (seq % 7)}} } }""";
        Keep(seq, payload);
        if (seq % TwiceEvery == 0)
        {
            Keep(seq, payload);
        }

        if (!makesSense && seq % NonsenseEvery == 0)
        {
            // Below zero in the ledger, so that no good message can stand for it.
            Keep(-seq, $$"""{"boot":"{{_boot}}","seq":"no number {{seq}}"}""");
            ToBeRefused += speech == Speech.Pipelined ? 1 : 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _running;
        _ended.Dispose();
    }

    void Keep(long seq, string payload)
    {
        _kept[++_number] = new Message(new MessageKey(name, _boot, seq), Encoding.UTF8.GetBytes(payload));
        _fresh.Writer.TryWrite(_number);
    }

    /// <summary>One connection, from CONNECT until it breaks.</summary>
    async Task ConnectedAsync()
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
        var sending = new List<Task>();
        client.DisconnectedAsync += _ => broken.CancelAsync();
        try
        {
            var accepted = await client.ConnectAsync(Options(), broken.Token);
            if (accepted.ResultCode != MqttClientConnectResultCode.Success)
            {
                throw new MqttCommunicationException($"refused with {accepted.ResultCode}");
            }

            Connections++;
            _isConnected = true;
            while (_fresh.Reader.TryRead(out _))
            {
                // Among the kept ones, which all go out now.
            }

            foreach (var number in _kept.Keys.Order())
            {
                await BeginAsync(client, number, sending, broken.Token);
            }

            await foreach (var number in _fresh.Reader.ReadAllAsync(broken.Token))
            {
                await BeginAsync(client, number, sending, broken.Token);
            }
        }
        catch (Exception e)
        {
            // Whatever it was: a device tries again.
            (_isConnected, _lastEnd) = (false, e.Message);
            await broken.CancelAsync();
            client.Dispose();
            await Task.WhenAll(sending);
            await Task.Delay(ReconnectPause);
        }
    }

    async Task BeginAsync(IMqttClient client, long number, List<Task> sending, CancellationToken broken)
    {
        broken.ThrowIfCancellationRequested();
        if (!_kept.ContainsKey(number))
        {
            return;
        }

        var sent = SendAsync(client, number, broken);
        sending.Add(sent);
        if (speech == Speech.OneByOne)
        {
            await sent;
        }
    }

    async Task SendAsync(IMqttClient client, long number, CancellationToken broken)
    {
        var message = _kept[number];
        try
        {
            ledger.Sent(message.Key, message.Payload);
            var answer = await client.PublishAsync(Packet(message), broken);
            ledger.Answered(message.Key, message.Payload, speech == Speech.Pipelined ? (int)answer.ReasonCode : null);
            _kept.TryRemove(number, out _);
        }
        catch (Exception e) when (e is OperationCanceledException or MqttCommunicationException or ObjectDisposedException or MqttClientNotConnectedException)
        {
            // Unanswered: it stays kept and goes out again on the next connection.
        }
    }

    MqttApplicationMessage Packet(Message message) => new MqttApplicationMessageBuilder()
        .WithTopic($"infusion/v1/{access.Clinic}/{name}/telemetry")
        .WithPayload(message.Payload)
        .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
        .Build();

    MqttClientOptions Options() => new MqttClientOptionsBuilder()
        .WithProtocolVersion(speech == Speech.Pipelined ? MqttProtocolVersion.V500 : MqttProtocolVersion.V311)
        .WithTcpServer(access.Mqtt.Host, access.Mqtt.Port)
        .WithCredentials(access.Mqtt.Username, access.Mqtt.Password)
        .WithClientId(name)
        .WithCleanStart()
        .WithTimeout(Eventually.Patience)
        .Build();

    sealed record Message(MessageKey Key, byte[] Payload);
}
