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

    readonly ClientWebSocket _socket = new();
    readonly CancellationTokenSource _closing = new();
    readonly TaskCompletionSource _watching = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly LoadStatistics _load;
    readonly DeltaReader? _reader;
    Task _running = Task.CompletedTask;

    /// <param name="reader">Null: what arrives is counted and not looked into.</param>
    Screen(LoadStatistics load, DeltaReader? reader) => (_load, _reader) = (load, reader);

    public long ReceivedBytes { get; private set; }

    public static async Task<Screen> OpenAsync(Nurse nurse, string clinic, LoadStatistics load, DeltaReader? reader)
    {
        var screen = new Screen(load, reader);
        screen._socket.Options.SetRequestHeader("Cookie", nurse.CookieHeader);
        var hub = new UriBuilder(nurse.Server) { Scheme = "ws", Path = "/hubs/live" }.Uri;
        await screen._socket.ConnectAsync(hub, CancellationToken.None);
        await screen.SendAsync("""{"protocol":"json","version":1}""");
        await screen.SendAsync($$"""{"type":1,"invocationId":"1","target":"Watch","arguments":["{{clinic}}"]}""");
        screen._running = Task.WhenAll(screen.ReceiveAsync(), screen.StayAsync());
        await screen._watching.Task.WaitAsync(TimeSpan.FromSeconds(30));
        return screen;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _running;
        _socket.Dispose();
        _closing.Dispose();
    }

    Task SendAsync(string record) => _socket.SendAsync(
        new ArraySegment<byte>(Encoding.UTF8.GetBytes(record + (char)RecordEnd)), WebSocketMessageType.Text, endOfMessage: true, _closing.Token);

    async Task StayAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(SignOfLife, _closing.Token);
                await SendAsync("""{"type":6}""");
            }
        }
        catch (OperationCanceledException)
        {
            // Closed.
        }
        catch (WebSocketException reason)
        {
            _load.Fail($"a screen was cut off: {reason.Message}");
        }
    }

    async Task ReceiveAsync()
    {
        var buffer = new byte[64 * 1024];
        var held = 0;
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(buffer.AsMemory(held), _closing.Token);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    _load.Fail("the server closed a screen");
                    return;
                }

                ReceivedBytes += received.Count;
                held = TakeRecords(buffer, held + received.Count);
                if (held == buffer.Length)
                {
                    Array.Resize(ref buffer, buffer.Length * 2);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Closed.
        }
        catch (Exception reason)
        {
            _load.Fail($"a screen was cut off: {reason.Message}");
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
                _watching.TrySetException(new RunFailedException(Encoding.UTF8.GetString(record.Span)));
            }

            _watching.TrySetResult();
        }
        else if (_reader is not null && record.Span.StartsWith("""{"type":1,"target":"deltas"""u8))
        {
            _reader.Read(record, now);
        }
    }
}
