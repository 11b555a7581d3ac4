using System.Buffers;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using Infusion.Benchmarks.Load;

namespace Infusion.Benchmarks.Target;

/// <summary>
/// A nurse's screen: a client of the hub over a WebSocket that reads everything and, where it follows, looks for what it
/// measures. Drawing costs the browser, not the server, and is left out.
/// </summary>
sealed class Screen : IAsyncDisposable
{
    const byte RecordEnd = 0x1E;
    static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(10);
    static readonly TimeSpan ReconnectAfter = TimeSpan.FromSeconds(1);
    static readonly TimeSpan FirstSnapshotPatience = TimeSpan.FromSeconds(60);

    readonly CancellationTokenSource _closing = new();
    readonly TaskCompletionSource _watching = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Nurse _nurse;
    readonly string _clinic;
    readonly DeltaReader? _reader;
    Task _running = Task.CompletedTask;

    Screen(Nurse nurse, string clinic, DeltaReader? reader) => (_nurse, _clinic, _reader) = (nurse, clinic, reader);

    /// <summary>How often the server dropped it. It comes back, as a browser does; what it missed counts as not seen.</summary>
    public int CutOffs { get; private set; }

    /// <param name="reader">Null: what arrives is read and not looked into.</param>
    public static async Task<Screen> OpenAsync(Nurse nurse, string clinic, DeltaReader? reader)
    {
        var screen = new Screen(nurse, clinic, reader);
        screen._running = screen.RunAsync();
        await screen._watching.Task.WaitAsync(FirstSnapshotPatience);
        return screen;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _running;
        _closing.Dispose();
    }

    async Task RunAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                using var socket = await ConnectAsync();
                await await Task.WhenAny(ReceiveAsync(socket), StayAsync(socket));
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception reason) when (reason is WebSocketException or RunFailedException)
            {
                _watching.TrySetException(reason);
            }

            CutOffs++;
            await Task.Delay(ReconnectAfter, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task<ClientWebSocket> ConnectAsync()
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", _nurse.CookieHeader);
        var hub = new UriBuilder(_nurse.Server) { Scheme = "ws", Path = "/hubs/live" }.Uri;
        await socket.ConnectAsync(hub, _closing.Token);
        await SendAsync(socket, """{"protocol":"json","version":1}""");
        await SendAsync(socket, $$"""{"type":1,"invocationId":"1","target":"Watch","arguments":["{{_clinic}}"]}""");
        return socket;
    }

    Task SendAsync(ClientWebSocket socket, string record) => socket.SendAsync(
        new ArraySegment<byte>(Encoding.UTF8.GetBytes(record + (char)RecordEnd)), WebSocketMessageType.Text, endOfMessage: true, _closing.Token);

    async Task StayAsync(ClientWebSocket socket)
    {
        while (true)
        {
            await Task.Delay(SignOfLife, _closing.Token);
            await SendAsync(socket, """{"type":6}""");
        }
    }

    /// <summary>Ends when the server closes.</summary>
    async Task ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        var held = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(held), _closing.Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            held = TakeRecords(buffer, held + received.Count);
            if (held == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
    }

    int TakeRecords(byte[] buffer, int held)
    {
        var now = Stopwatch.GetTimestamp();
        var taken = 0;
        for (int length; (length = buffer.AsSpan(taken, held - taken).IndexOf(RecordEnd)) >= 0; taken += length + 1)
        {
            Take(buffer.AsMemory(taken, length), now);
        }

        buffer.AsSpan(taken, held - taken).CopyTo(buffer);
        return held - taken;
    }

    void Take(ReadOnlyMemory<byte> record, long now)
    {
        if (record.Span.StartsWith("""{"type":3"""u8))
        {
            if (record.Span.IndexOf("\"error\""u8) >= 0)
            {
                throw new RunFailedException($"the hub refused to show {_clinic}: {Encoding.UTF8.GetString(record.Span)}");
            }

            _watching.TrySetResult();
        }
        else if (_reader is not null && record.Span.StartsWith("""{"type":1,"target":"deltas"""u8))
        {
            _reader.Read(record, now);
        }
    }
}
