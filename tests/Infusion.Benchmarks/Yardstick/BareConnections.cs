using System.Buffers;
using Microsoft.AspNetCore.Connections;
using MQTTnet.Adapter;
using MQTTnet.AspNetCore;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Server;

namespace Infusion.Benchmarks.Yardstick;

/// <summary>Hands each of Kestrel's connections to MQTTnet, with the acknowledgements taken out of its hands.</summary>
sealed class BareConnections(BareStore store) : ConnectionHandler, IMqttServerAdapter
{
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
        var writer = new MqttBufferWriter(_options.WriterBufferSize, _options.WriterBufferSizeMax);
        using var mqtt = new MqttConnectionContext(new MqttPacketFormatterAdapter(writer), connection);
        using var channel = new BareChannel(mqtt, Receive);
        await (ClientHandler ?? throw new InvalidOperationException("the broker has not started"))(channel);
    }

    public void Dispose()
    {
        // Nothing is held between connections.
    }

    Task Receive(MqttPublishPacket publish)
    {
        var topic = publish.Topic.Split('/');
        var payload = publish.Payload.IsSingleSegment ? publish.Payload.FirstSpan : publish.Payload.ToArray();
        return store.Add(new BareRow(topic[2], topic[3], BarePayload.Decode(payload), TimeProvider.System.GetUtcNow()));
    }
}
