using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using Shouldly;

namespace Infusion.Server.Tests.Ingestion.Abuse;

/// <summary>A device that does everything right beside others that do not: it publishes and pings, and has to be answered.</summary>
sealed class HealthyClient : IAsyncDisposable
{
    const string Good = """{"boot":"healthy","seq":1,"values":{"MDC_PULS_OXIM_SAT_O2":97}}""";

    readonly WireClient _client;
    readonly CancellationTokenSource _enough = new();
    readonly Task _running;
    long _rounds;

    HealthyClient(WireClient client)
    {
        _client = client;
        _running = Task.Run(RunAsync);
    }

    public static async Task<HealthyClient> StartAsync(RunningBroker broker, string password = RunningBroker.Password)
    {
        var client = await WireClient.OpenAsync(broker.Mqtt, MqttProtocolVersion.V500);
        (await client.SignInAsync("healthy", password: password)).ReasonCode.ShouldBe(MqttConnectReasonCode.Success);
        return new(client);
    }

    /// <summary>It was served all the time, and is now.</summary>
    public async Task ServedAsync()
    {
        var before = Interlocked.Read(ref _rounds);
        before.ShouldBePositive();
        while (Interlocked.Read(ref _rounds) < before + 2)
        {
            if (_running.IsCompleted)
            {
                await _running;
            }

            await Task.Yield();
        }
    }

    /// <summary>No other connection is left.</summary>
    public static async Task IsAloneAsync(RunningBroker broker)
    {
        var patience = Patience.Token;
        while (broker.Connections > 1)
        {
            patience.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await _running;
        _client.Dispose();
        _enough.Dispose();
    }

    async Task RunAsync()
    {
        while (!_enough.IsCancellationRequested)
        {
            await _client.PublishAsync(1, Good);
            (await _client.AcknowledgementAsync(1)).ReasonCode.ShouldBe(MqttPubAckReasonCode.Success);
            await _client.SendAsync(MqttPingReqPacket.Instance);
            await _client.ReceiveAsync<MqttPingRespPacket>();
            Interlocked.Increment(ref _rounds);
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }
}
