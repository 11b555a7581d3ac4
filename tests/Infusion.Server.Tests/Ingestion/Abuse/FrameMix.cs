using System.Buffers;
using System.Text;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Infusion.Server.Tests.Ingestion.Abuse;

/// <summary>What no MQTT client sends: whole and half packets with something wrong in each. One seed always gives one sequence.</summary>
sealed class FrameMix(int seed, MqttProtocolVersion version)
{
    const int Publish = 0x30;

    readonly Random _random = new(seed);
    readonly MqttPacketFormatterAdapter _formatter = new(version, new MqttBufferWriter(1024, 65535));
    readonly bool _hasProperties = version == MqttProtocolVersion.V500;

    /// <summary>Bytes for a connection that has signed in, or not.</summary>
    public byte[] Next() => _random.Next(16) switch
    {
        0 => Noise(_random.Next(1, 200)),
        1 => [(byte)_random.Next(256), 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
        2 => [(byte)_random.Next(256), 0x80, 0x80, 0x80, (byte)_random.Next(1, 0x80)],
        3 => Cut(Valid()),
        4 => WithLength(Valid(), delta: _random.Next(-3, 4)),
        5 => Flipped(Valid()),
        6 => [(byte)((_random.Next(16) << 4) | _random.Next(16)), 0x00],
        7 => PublishPacket([0x00, 0x02, 0xFF, 0xFE]),
        8 => PublishPacket(Text("infusion/v1/demo/+/telemetry")),
        9 => PublishPacket(Text("infusion/#"), flags: 0x02, id: 0),
        10 => PublishPacket(Text(RunningBroker.Telemetry), flags: 0x06, id: 7),
        11 => PublishPacket(Text(RunningBroker.Telemetry), flags: 0x02, id: 0),
        12 => WithProperties(Noise(_random.Next(0, 40))),
        13 => WithProperties([0x23, 0x00, (byte)_random.Next(256)]),
        14 => Connect(),
        _ => PublishPacket([0xFF, 0xFF, (byte)'t']),
    };

    /// <summary>The first thing on a connection: mostly no CONNECT, or a bad one.</summary>
    public byte[] First() => _random.Next(4) switch
    {
        0 => Flipped(Connect()),
        1 => Cut(Connect()),
        2 => WithLength(Connect(), _random.Next(-8, 9)),
        _ => Next(),
    };

    public bool IsSplit => _random.Next(8) == 0;

    byte[] Valid() => _random.Next(5) switch
    {
        0 => Connect(),
        1 => Encoded(new MqttSubscribePacket { PacketIdentifier = 5, TopicFilters = [new MqttTopicFilter { Topic = "infusion/v1/demo/#" }] }),
        2 => Encoded(new MqttUnsubscribePacket { PacketIdentifier = 5, TopicFilters = ["infusion/v1/demo/#"] }),
        3 => Encoded(new MqttPubRelPacket { PacketIdentifier = 5 }),
        _ => Encoded(new MqttPublishPacket
        {
            Topic = RunningBroker.Telemetry,
            PacketIdentifier = 5,
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            PayloadSegment = """{"boot":"b","seq":1}"""u8.ToArray(),
        }),
    };

    byte[] Connect() => Encoded(new MqttConnectPacket
    {
        ClientId = "abuse",
        CleanSession = true,
        KeepAlivePeriod = 10,
        Username = RunningBroker.Username,
        Password = Encoding.UTF8.GetBytes("wrong"),
    });

    byte[] Encoded(MqttPacket packet)
    {
        var buffer = _formatter.Encode(packet);
        byte[] bytes = [.. buffer.Packet, .. buffer.Payload.ToArray()];
        _formatter.Cleanup();
        return bytes;
    }

    byte[] PublishPacket(byte[] topic, int flags = 0, int? id = null)
    {
        byte[] body = [.. topic, .. id is { } number ? [(byte)(number >> 8), (byte)number] : Array.Empty<byte>(), .. _hasProperties ? new byte[1] : [], (byte)'{'];
        return [(byte)(Publish | flags), (byte)body.Length, .. body];
    }

    static byte[] WithProperties(byte[] properties)
    {
        byte[] body = [.. Text(RunningBroker.Telemetry), 0x00, 0x07, (byte)properties.Length, .. properties, (byte)'{'];
        return [Publish | 0x02, (byte)body.Length, .. body];
    }

    static byte[] Text(string text) => [0x00, (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];

    byte[] Cut(byte[] packet) => packet[.._random.Next(1, packet.Length)];

    static byte[] WithLength(byte[] packet, int delta)
    {
        packet[1] = (byte)Math.Clamp((packet[1] & 0x7F) + delta, 0, 0x7F);
        return packet;
    }

    byte[] Flipped(byte[] packet)
    {
        packet[_random.Next(packet.Length)] ^= (byte)(1 << _random.Next(8));
        return packet;
    }

    byte[] Noise(int length)
    {
        var noise = new byte[length];
        _random.NextBytes(noise);
        return noise;
    }
}
