using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Infusion.Benchmarks.Load;

/// <summary>One MQTT connection, on a bare socket: many messages under way, as few system calls as the pace allows.</summary>
sealed class DeviceConnection(ISupply supply, LoadStatistics statistics, int maxInFlight) : IAsyncDisposable
{
    const int MaxPacket = 1024;

    /// <summary>A power of two above every window, so that a packet id finds its slot by its low bits.</summary>
    const int Slots = 1024;

    readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    readonly long[] _scheduledAt = new long[Slots];
    readonly byte[] _outgoing = new byte[64 * 1024];
    readonly byte[] _incoming = new byte[16 * 1024];
    Task _receiving = Task.CompletedTask;
    ushort _packetId;
    int _inFlight;
    int _wakes;
    volatile bool _closing;

    public int InFlight => Volatile.Read(ref _inFlight);

    public async Task OpenAsync(int port, string clientId, string username, string password)
    {
        await _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        await _socket.SendAsync(MqttPackets.Connect(clientId, username, password));
        var received = 0;
        int packetLength;
        while (!TryReadAnswer(_incoming.AsSpan(0, received), clientId, out packetLength))
        {
            var count = await _socket.ReceiveAsync(_incoming.AsMemory(received));
            received += count > 0 ? count : throw new RunFailedException($"the server closed the connection of {clientId}");
        }

        _receiving = ReceiveAsync(received - packetLength);
    }

    /// <summary>Sends what the supply holds, as far as the window allows. Returns at once.</summary>
    public void Wake()
    {
        if (Interlocked.Increment(ref _wakes) == 1)
        {
            _ = PumpAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _closing = true;
        try
        {
            await _socket.SendAsync(MqttPackets.NormalDisconnect);
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The server went first.
        }

        await Task.WhenAny(_receiving, Task.Delay(TimeSpan.FromSeconds(2)));
        _socket.Dispose();
    }

    static bool TryReadAnswer(ReadOnlySpan<byte> received, string clientId, out int packetLength)
    {
        if (!MqttPackets.TryRead(received, out var type, out var body, out packetLength))
        {
            return false;
        }

        return type == MqttPackets.ConnectAcknowledgement && body[1] == 0
            ? true
            : throw new RunFailedException($"the server refused {clientId} with code {body[1]}");
    }

    async Task PumpAsync()
    {
        try
        {
            int seen;
            do
            {
                seen = Volatile.Read(ref _wakes);
                for (var length = Fill(); length > 0; length = Fill())
                {
                    await _socket.SendAsync(_outgoing.AsMemory(0, length));
                }
            }
            while (Interlocked.CompareExchange(ref _wakes, 0, seen) != seen);
        }
        catch (Exception reason)
        {
            FailUnlessClosing(reason.Message);
        }
    }

    int Fill()
    {
        var (length, messages) = (0, 0);
        while (length + MaxPacket <= _outgoing.Length && Volatile.Read(ref _inFlight) < maxInFlight && supply.TryTake(out var due))
        {
            _packetId = _packetId == ushort.MaxValue ? (ushort)1 : (ushort)(_packetId + 1);
            Volatile.Write(ref _scheduledAt[_packetId % Slots], due.ScheduledAt);
            due.Device.Encode(_outgoing.AsSpan(length), _packetId, due);
            length += due.Device.PacketLength;
            messages++;
            Interlocked.Increment(ref _inFlight);
        }

        statistics.AddSent(messages);
        return length;
    }

    async Task ReceiveAsync(int alreadyReceived)
    {
        try
        {
            var held = alreadyReceived;
            while (true)
            {
                var count = await _socket.ReceiveAsync(_incoming.AsMemory(held));
                if (count == 0)
                {
                    FailUnlessClosing("the server closed a device's connection");
                    return;
                }

                held = TakePackets(held + count);
                Wake();
            }
        }
        catch (Exception reason)
        {
            FailUnlessClosing(reason.Message);
        }
    }

    /// <returns>How many bytes of a packet that is not whole yet were moved to the front.</returns>
    int TakePackets(int held)
    {
        var now = Stopwatch.GetTimestamp();
        var taken = 0;
        while (MqttPackets.TryRead(_incoming.AsSpan(taken, held - taken), out var type, out var body, out var packetLength))
        {
            Take(type, body, now);
            taken += packetLength;
        }

        _incoming.AsSpan(taken, held - taken).CopyTo(_incoming);
        return held - taken;
    }

    void Take(int type, ReadOnlySpan<byte> body, long now)
    {
        if (type == MqttPackets.Disconnect)
        {
            FailUnlessClosing("the server sent DISCONNECT");
        }

        if (type != MqttPackets.PublishAcknowledgement)
        {
            return;
        }

        var scheduledAt = Interlocked.Exchange(ref _scheduledAt[BinaryPrimitives.ReadUInt16BigEndian(body) % Slots], 0);
        if (scheduledAt == 0)
        {
            statistics.Fail("an acknowledgement came for nothing that was sent");
        }
        else if (body.Length > 2 && body[2] != 0)
        {
            statistics.Fail($"a message was refused with code 0x{body[2]:X2}");
        }

        Interlocked.Decrement(ref _inFlight);
        statistics.AddAcknowledged(scheduledAt, now);
    }

    void FailUnlessClosing(string what)
    {
        if (!_closing)
        {
            statistics.Fail(what);
        }
    }
}
