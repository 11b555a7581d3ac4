using System.Collections.Concurrent;
using System.Threading.Channels;
using Infusion.EndToEnd.Tests.Support;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Infusion.EndToEnd.Tests.Faults;

/// <summary>
/// A monitor that keeps to the protocol: each message is kept until its PUBACK and sent again, oldest first, after every
/// reconnect. Some messages are nonsense, some are sent twice.
/// </summary>
sealed class Device(DemoAccess access, string name, Ledger ledger) : IAsyncDisposable
{
    const int NonsenseEvery = 50;
    const int TwiceEvery = 20;

    static readonly TimeSpan ReconnectPause = TimeSpan.FromMilliseconds(200);

    readonly string _boot = Guid.NewGuid().ToString("N")[..12];
    readonly ConcurrentDictionary<long, Message> _kept = [];
    readonly Channel<long> _fresh = Channel.CreateUnbounded<long>();
    readonly CancellationTokenSource _ended = new();
    long _number;
    long _seq;
    Task _running = Task.CompletedTask;

    public bool HasAllAnswers => _kept.IsEmpty;

    public int Connections { get; private set; }

    public void Start() => _running = Task.Run(async () =>
    {
        while (!_ended.IsCancellationRequested)
        {
            await ConnectedAsync();
        }
    });

    public void Measure(decimal? spO2 = null)
    {
        var seq = ++_seq;
        var at = TimeProvider.System.GetUtcNow();
        var payload = $$"""{ "boot": "{{_boot}}", "seq": {{seq}}, "at": "{{at:O}}", "values": { "MDC_PULS_OXIM_SAT_O2": {{spO2 ?? 92 + (seq % 7)}} } }""";
        Keep(new Message(name, _boot, seq, payload, IsBad: false));
        if (seq % TwiceEvery == 0)
        {
            Keep(new Message(name, _boot, seq, payload, IsBad: false));
        }

        if (seq % NonsenseEvery == 0)
        {
            Keep(new Message(name, _boot, seq, $$"""{"boot":"{{_boot}}","seq":"no number {{seq}}"}""", IsBad: true));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _running;
        _ended.Dispose();
    }

    void Keep(Message message)
    {
        _kept[++_number] = message;
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
            await client.ConnectAsync(Options(), broken.Token);
            Connections++;
            while (_fresh.Reader.TryRead(out _))
            {
                // Among the kept ones, which all go out now.
            }

            sending.AddRange(_kept.Keys.Order().Select(number => SendAsync(client, number, broken.Token)));
            await foreach (var number in _fresh.Reader.ReadAllAsync(broken.Token))
            {
                if (_kept.ContainsKey(number))
                {
                    sending.Add(SendAsync(client, number, broken.Token));
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or MqttCommunicationException)
        {
            client.Dispose();
            await Task.WhenAll(sending);
            await Task.Delay(ReconnectPause);
        }
    }

    async Task SendAsync(IMqttClient client, long number, CancellationToken broken)
    {
        var message = _kept[number];
        try
        {
            ledger.Sent(message);
            Note(message, (await client.PublishAsync(Packet(message), broken)).ReasonCode);
            _kept.TryRemove(number, out _);
        }
        catch (Exception e) when (e is OperationCanceledException or MqttCommunicationException or ObjectDisposedException or MqttClientNotConnectedException)
        {
            // Unanswered: it stays kept and goes out again on the next connection.
        }
    }

    void Note(Message message, MqttClientPublishReasonCode answer)
    {
        switch (answer)
        {
            case MqttClientPublishReasonCode.Success when !message.IsBad:
                ledger.Accepted(message);
                break;
            case MqttClientPublishReasonCode.PayloadFormatInvalid when message.IsBad:
                ledger.Refused(message);
                break;
            default:
                ledger.Surprised($"{message.Payload} was answered with {answer}");
                break;
        }
    }

    MqttApplicationMessage Packet(Message message) => new MqttApplicationMessageBuilder()
        .WithTopic($"infusion/v1/{access.Clinic}/{name}/telemetry")
        .WithPayload(message.Payload)
        .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
        .Build();

    MqttClientOptions Options() => new MqttClientOptionsBuilder()
        .WithProtocolVersion(MqttProtocolVersion.V500)
        .WithTcpServer(access.Mqtt.Host, access.Mqtt.Port)
        .WithCredentials(access.Mqtt.Username, access.Mqtt.Password)
        .WithClientId(name)
        .WithCleanStart()
        .WithTimeout(Eventually.Patience)
        .Build();
}
