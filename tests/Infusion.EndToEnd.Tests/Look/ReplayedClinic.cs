using System.Text.Json.Nodes;
using Infusion.EndToEnd.Tests.Browser;
using Infusion.EndToEnd.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace Infusion.EndToEnd.Tests.Look;

/// <summary>The built dashboard in a browser, with a recorded clinic behind it and a clock that stands still.</summary>
public sealed class ReplayedClinic : IAsyncLifetime
{
    /// <summary>A browser takes it for secure; nothing listens there, every request is answered from here.</summary>
    static readonly Uri Address = new("http://localhost:9/");

    const char EndOfMessage = '\u001e';

    Chromium? _chromium;
    IPage? _blank;
    Recording? _recording;

    static string File => Path.Combine(Repository.Root, "tests/Infusion.EndToEnd.Tests/Look/recorded-clinic.jsonl");

    internal Recording Recording => _recording!;

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("RECORD_PAGES") == "1")
        {
            (await PageRecorder.RecordAsync()).Write(File);
        }

        _recording = Recording.Read(File);
        _chromium = await Chromium.StartAsync();
        _blank = await _chromium.OpenAsync(Address);
    }

    public async ValueTask DisposeAsync() => await (_chromium?.DisposeAsync() ?? ValueTask.CompletedTask);

    /// <summary>For what is worked out in a browser.</summary>
    internal IPage Blank => _blank!;

    /// <param name="change">What else the live board says than was recorded.</param>
    internal async Task<ReplayedPage> OpenAsync(DashboardPage wanted, bool alarms, int width = 1280, Action<JsonObject>? change = null)
    {
        var page = await _chromium!.OpenAsync(Address, width, height: 900);
        var replayed = new ReplayedPage(page, _recording!, wanted, alarms, change);
        await page.RouteAsync("**/*", replayed.AnswerAsync);
        await page.RouteWebSocketAsync("**/hubs/live**", replayed.Talk);
        // Whether the machine that draws has a loudspeaker is not looked at, and the bar says it.
        await page.AddInitScriptAsync("Object.defineProperty(BaseAudioContext.prototype, 'state', { get: () => 'running' })");
        // A clock goes on from its installation until it is stopped.
        await page.Clock.InstallAsync(new() { TimeDate = _recording!.At.AddHours(-1) });
        await page.Clock.PauseAtAsync(_recording.At);
        await page.GotoAsync(_recording.PathOf(wanted));
        await replayed.BeginAsync();
        return replayed;
    }

    internal sealed class ReplayedPage(IPage page, Recording recording, DashboardPage wanted, bool alarms, Action<JsonObject>? change)
    {
        readonly List<IWebSocketRoute> _sockets = [];
        readonly TaskCompletionSource _watches = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool _isCut;

        public IPage Page => page;

        /// <summary>What was asked and never recorded: the recording is older than the page.</summary>
        public List<string> Unanswered { get; } = [];

        /// <summary>Until the page has what it asks for; of its own time it is always the same four tenths of a second.</summary>
        public async Task BeginAsync()
        {
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            var left = 40;
            for (; wanted.IsLive && !_watches.Task.IsCompleted && left > 10; left--)
            {
                await page.Clock.RunForAsync(10);
                await page.EvaluateAsync("() => new Promise(done => { const channel = new MessageChannel(); channel.port1.onmessage = done; channel.port2.postMessage(0); })");
            }

            if (wanted.IsLive)
            {
                await _watches.Task.WaitAsync(Eventually.Patience);
            }

            for (; left > 0; left--)
            {
                await page.Clock.RunForAsync(10);
            }

            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        }

        /// <summary>The server is gone: the connection ends, and nothing answers. Long enough for the page to have noticed.</summary>
        public async Task CutAsync()
        {
            _isCut = true;
            foreach (var socket in _sockets)
            {
                await socket.CloseAsync();
            }

            await page.Clock.RunForAsync(8_000);
        }

        public async Task AnswerAsync(IRoute route)
        {
            var address = new Uri(route.Request.Url);
            if (_isCut)
            {
                await route.AbortAsync("connectionrefused");
            }
            else if (address.AbsolutePath.StartsWith("/hubs/", StringComparison.Ordinal))
            {
                await route.FulfillAsync(new()
                {
                    ContentType = "application/json",
                    Body = """{"negotiateVersion":1,"connectionId":"recorded","connectionToken":"recorded","availableTransports":[{"transport":"WebSockets","transferFormats":["Text"]}]}""",
                });
            }
            else if (address.AbsolutePath.StartsWith("/api/", StringComparison.Ordinal))
            {
                await AnswerFromRecordingAsync(route, address);
            }
            else
            {
                var file = Path.Combine(Repository.DashboardDirectory, address.AbsolutePath.TrimStart('/'));
                await route.FulfillAsync(new() { Path = System.IO.File.Exists(file) ? file : Path.Combine(Repository.DashboardDirectory, "index.html") });
            }
        }

        async Task AnswerFromRecordingAsync(IRoute route, Uri address)
        {
            if (recording.Find(wanted.Role, route.Request.Method, address) is { } answer)
            {
                await route.FulfillAsync(new() { Status = answer.Status, ContentType = answer.ContentType, Body = answer.Body });
                return;
            }

            Unanswered.Add($"{route.Request.Method} {address.PathAndQuery}");
            await route.FulfillAsync(new() { Status = 404 });
        }

        public void Talk(IWebSocketRoute socket)
        {
            _sockets.Add(socket);
            socket.OnMessage(frame =>
            {
                foreach (var message in (frame.Text ?? "").Split(EndOfMessage, StringSplitOptions.RemoveEmptyEntries))
                {
                    Answer(socket, JsonNode.Parse(message)!);
                }
            });
        }

        void Answer(IWebSocketRoute socket, JsonNode message)
        {
            if (message["protocol"] is not null)
            {
                socket.Send("{}" + EndOfMessage);
            }
            else if (message["invocationId"] is { } invocation)
            {
                var snapshot = recording.SnapshotWith(alarms);
                change?.Invoke(snapshot);
                var answer = new JsonObject { ["type"] = 3, ["invocationId"] = invocation.GetValue<string>(), ["result"] = snapshot };
                socket.Send(answer.ToJsonString() + EndOfMessage);
                _watches.TrySetResult();
            }
        }
    }
}
