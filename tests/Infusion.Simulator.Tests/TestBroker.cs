using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading.Channels;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Infusion.Simulator.Tests;

/// <summary>A real broker on a loopback port that records what it was sent and answers as a test tells it.</summary>
sealed class TestBroker : IAsyncDisposable
{
    readonly MqttServer _server;
    readonly Channel<BrokerMessage> _received = Channel.CreateUnbounded<BrokerMessage>();

    TestBroker(int port)
    {
        Port = port;
        _server = new MqttServerFactory().CreateMqttServer(new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointPort(port)
            .Build());
        _server.InterceptingPublishAsync += OnPublish;
        _server.ValidatingConnectionAsync += connection =>
        {
            connection.ReasonCode = connection.Password is null or "right" ? MqttConnectReasonCode.Success : MqttConnectReasonCode.BadUserNameOrPassword;
            return Task.CompletedTask;
        };
    }

    public int Port { get; }

    /// <summary>What to do with a message; nothing means to accept it.</summary>
    public Func<BrokerMessage, Answer> Answers { get; set; } = _ => Answer.Accept;

    public ConcurrentQueue<BrokerMessage> Telemetry { get; } = [];

    public static async Task<TestBroker> StartAsync(int? port = null)
    {
        var broker = new TestBroker(port ?? FreePort());
        await broker._server.StartAsync();
        return broker;
    }

    /// <summary>The next message on any topic, in order of arrival.</summary>
    public async Task<BrokerMessage> NextAsync(Func<BrokerMessage, bool> wanted)
    {
        while (true)
        {
            var message = await _received.Reader.ReadAsync(Xunit.TestContext.Current.CancellationToken);
            if (wanted(message))
            {
                return message;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        _server.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    Task OnPublish(InterceptingPublishEventArgs publish)
    {
        var message = new BrokerMessage(
            publish.ApplicationMessage.Topic,
            publish.ApplicationMessage.Retain,
            JsonDocument.Parse(publish.ApplicationMessage.Payload.ToArray()).RootElement);
        if (message.IsTelemetry)
        {
            Telemetry.Enqueue(message);
        }

        switch (Answers(message))
        {
            case Answer.Refuse:
                publish.Response.ReasonCode = MqttPubAckReasonCode.PayloadFormatInvalid;
                publish.ProcessPublish = false;
                break;
            case Answer.HangUp:
                publish.ProcessPublish = false;
                publish.CloseConnection = true;
                break;
        }

        _received.Writer.TryWrite(message);
        return Task.CompletedTask;
    }
}

enum Answer
{
    Accept,
    Refuse,
    HangUp,
}

sealed record BrokerMessage(string Topic, bool Retained, JsonElement Json)
{
    public bool IsTelemetry => Topic.EndsWith("/telemetry", StringComparison.Ordinal);

    public long Seq => Json.GetProperty("seq").GetInt64();

    public bool Late => Json.TryGetProperty("late", out var late) && late.GetBoolean();

    public string State => Json.GetProperty("state").GetString()!;
}
