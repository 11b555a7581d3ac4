using System.Text;
using System.Text.Json;
using Microsoft.Playwright;

namespace Infusion.Benchmarks.Measuring;

/// <summary>The tasks of one page's main thread, as Chromium itself traced them.</summary>
/// <param name="Share">Their processor time, as a share of one core.</param>
/// <param name="BusyShare">Their duration, which counts also while the thread waited for a processor.</param>
sealed record MainThread(double Share, double BusyShare, int Tasks, double LongestMs, int Over50Ms);

static class ChromiumTrace
{
    const int ReadBytes = 1 << 20;

    /// <param name="browser">A session with the browser itself.</param>
    public static async Task<MainThread> RecordAsync(ICDPSession browser, TimeSpan window)
    {
        var complete = new TaskCompletionSource<string>();
        browser.Event("Tracing.tracingComplete").OnEvent += (_, told) => complete.TrySetResult(told!.Value.GetProperty("stream").GetString()!);
        await browser.SendAsync("Tracing.start", new()
        {
            ["transferMode"] = "ReturnAsStream",
            ["traceConfig"] = new Dictionary<string, object> { ["includedCategories"] = new[] { "toplevel", "devtools.timeline", "__metadata" } },
        });
        await Task.Delay(window);
        await browser.SendAsync("Tracing.end");
        var trace = await ReadAsync(browser, await complete.Task);
        return Of(JsonElement.Parse(trace).GetProperty("traceEvents"), window);
    }

    static async Task<string> ReadAsync(ICDPSession browser, string stream)
    {
        var text = new StringBuilder();
        while (true)
        {
            var part = (await browser.SendAsync("IO.read", new() { ["handle"] = stream, ["size"] = ReadBytes }))!.Value;
            var data = part.GetProperty("data").GetString()!;
            text.Append(part.TryGetProperty("base64Encoded", out var isEncoded) && isEncoded.GetBoolean() ? Encoding.UTF8.GetString(Convert.FromBase64String(data)) : data);
            if (part.GetProperty("eof").GetBoolean())
            {
                await browser.SendAsync("IO.close", new() { ["handle"] = stream });
                return text.ToString();
            }
        }
    }

    static MainThread Of(JsonElement events, TimeSpan window)
    {
        var mains = events.EnumerateArray()
            .Where(each => Is(each, "ph", "M") && Is(each, "name", "thread_name") && Is(each.GetProperty("args"), "name", "CrRendererMain"))
            .Select(ThreadOf).ToHashSet();
        // A browser keeps a renderer in reserve: the page's is the one that works.
        var tasks = events.EnumerateArray()
            .Where(each => Is(each, "ph", "X") && mains.Contains(ThreadOf(each)) && each.GetProperty("name").GetString() is "RunTask" or "ThreadControllerImpl::RunTask")
            .GroupBy(ThreadOf).Select(Outermost).MaxBy(tasks => tasks.Sum(each => Micros(each, "dur")))
            ?? throw new Load.RunFailedException("the trace holds no task of a page's main thread");
        var durations = tasks.Select(each => Micros(each, "dur")).ToList();
        var cpu = tasks.Sum(each => Micros(each, "tdur"));
        var busy = durations.Sum();
        return new(
            (cpu > 0 ? cpu : busy) / window.TotalMicroseconds, busy / window.TotalMicroseconds, tasks.Count, durations.Max() / 1000, durations.Count(each => each > 50_000));
    }

    /// <summary>Chromium writes most tasks twice, one name within the other: what lies within a task is no second one.</summary>
    static List<JsonElement> Outermost(IEnumerable<JsonElement> tasksOfThread)
    {
        var outermost = new List<JsonElement>();
        var end = double.MinValue;
        foreach (var task in tasksOfThread.OrderBy(each => Micros(each, "ts")).ThenByDescending(each => Micros(each, "dur")))
        {
            var begin = Micros(task, "ts");
            if (begin >= end)
            {
                outermost.Add(task);
                end = begin + Micros(task, "dur");
            }
        }

        return outermost;
    }

    static (int, int) ThreadOf(JsonElement each) => (each.GetProperty("pid").GetInt32(), each.GetProperty("tid").GetInt32());

    static bool Is(JsonElement each, string name, string value) => each.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String && found.GetString() == value;

    static double Micros(JsonElement each, string name) => each.TryGetProperty(name, out var found) ? found.GetDouble() : 0;
}
