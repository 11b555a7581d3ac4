using System.Buffers;
using System.IO.Pipelines;
using Infusion.Server.Ingestion.Broker;
using MQTTnet.Exceptions;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Ingestion;

public sealed class PacketGuardTests : IDisposable
{
    static readonly TimeSpan Patient = TimeSpan.FromMinutes(10);

    readonly Pipe _socket = new();
    readonly PacketGuard _guard;

    public PacketGuardTests() => _guard = new PacketGuard(_socket.Reader, TimeProvider.System);

    public void Dispose() => _guard.Dispose();

    [Fact]
    public async Task Refuses_a_stranger_by_the_header_alone()
    {
        await SendAsync([0x10, 0x80, 0x80, 0x80, 0x64]);

        await Should.ThrowAsync<MqttProtocolViolationException>(ReadAsync);
    }

    [Fact]
    public async Task Refuses_a_length_of_more_than_four_bytes()
    {
        await SendAsync([0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]);

        await Should.ThrowAsync<MqttProtocolViolationException>(ReadAsync);
    }

    [Theory]
    [InlineData(new byte[] { 0x10 })]
    [InlineData(new byte[] { 0x10, 0x05, 0x00 })]
    public async Task Refuses_half_a_packet_of_a_connection_that_has_ended(byte[] bytes)
    {
        await SendAsync(bytes);
        await _socket.Writer.CompleteAsync();

        await Should.ThrowAsync<MqttCommunicationException>(ReadAsync);
    }

    [Fact]
    public async Task Lets_a_packet_of_the_largest_size_through_as_it_is()
    {
        byte[] packet = [0x30, 0xFC, 0x87, 0x04, .. new byte[PacketGuard.MaxPacket - 4]];
        var sending = SendInPiecesAsync(packet, 5000);

        (await ReadAsync()).Length.ShouldBe(PacketGuard.MaxPacket);
        await sending;
        _guard.TakeSkippedLength().ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(5000)]
    public async Task Stands_a_small_packet_in_for_a_big_one_in_whatever_pieces_it_comes(int piece)
    {
        const int Length = 70_000;
        byte[] packet = [0x32, 0xF0, 0xA2, 0x04, 0x00, 0x01, (byte)'t', 0x12, 0x34, .. Enumerable.Repeat((byte)'x', Length - 5)];
        packet.Length.ShouldBe(Length + 4);
        _guard.SignedIn(hasProperties: false, Patient);
        var sending = SendInPiecesAsync([.. packet, 0xC0, 0x00], piece);

        var standIn = await ReadAsync();
        standIn[..8].ShouldBe([0x32, 0x85, 0x20, 0x00, 0x01, (byte)'t', 0x12, 0x34]);
        standIn.Length.ShouldBe(8 + 4096);
        _guard.TakeSkippedLength().ShouldBe(Length + 4);
        _guard.TakeSkippedLength().ShouldBeNull();

        await sending;
        (await ReadAsync()).ShouldBe([0xC0, 0x00]);
    }

    [Fact]
    public async Task Keeps_no_payload_where_the_properties_alone_are_too_big()
    {
        byte[] packet = [0x32, 0xF0, 0xA2, 0x04, 0x00, 0x01, (byte)'t', 0x12, 0x34, 0xE0, 0xA2, 0x04, .. new byte[70_000 - 8]];
        _guard.SignedIn(hasProperties: true, Patient);
        var sending = SendInPiecesAsync(packet, 5000);

        (await ReadAsync()).ShouldBe([0x32, 0x06, 0x00, 0x01, (byte)'t', 0x12, 0x34, 0x00]);
        await sending;
    }

    [Fact]
    public async Task Refuses_an_oversized_packet_with_an_endless_topic()
    {
        _guard.SignedIn(hasProperties: false, Patient);
        var sending = SendInPiecesAsync([0x32, 0xF0, 0xA2, 0x04, 0xFF, 0xFF, .. new byte[70_000 - 2]], 5000);

        await Should.ThrowAsync<MqttProtocolViolationException>(ReadAsync);
        await sending;
    }

    async Task SendAsync(byte[] bytes) => await _socket.Writer.WriteAsync(bytes, Patience.Token);

    async Task SendInPiecesAsync(byte[] bytes, int piece)
    {
        foreach (var chunk in bytes.Chunk(piece))
        {
            await SendAsync(chunk);
        }
    }

    // Reads as MQTTnet does: until a packet is whole, then takes all of it.
    async Task<byte[]> ReadAsync()
    {
        while (true)
        {
            var result = await _guard.ReadAsync(Patience.Token);
            if (FixedHeader.TryRead(result.Buffer, out var header) && result.Buffer.Length >= header.PacketLength)
            {
                var packet = result.Buffer.Slice(0, header.PacketLength);
                var bytes = packet.ToArray();
                _guard.AdvanceTo(packet.End);
                return bytes;
            }

            _guard.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
