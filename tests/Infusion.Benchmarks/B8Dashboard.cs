using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Threading.Channels;
using Infusion.Benchmarks.Measuring;
using Infusion.Benchmarks.Report;
using Infusion.Benchmarks.Target;
using Microsoft.Playwright;

namespace Infusion.Benchmarks;

/// <param name="FirstViewMs">From the navigation to all chairs with a number, signed in, with an empty cache; the median.</param>
/// <param name="CodeKiB">Script and style of that view, compressed by gzip.</param>
/// <param name="Trace">Of the board's own main thread.</param>
/// <param name="ChromiumShare">Processor time of all of Chromium's processes, as a share of one core.</param>
sealed record B8Result(int Chairs, double Seconds, double FirstViewMs, double CodeKiB, MainThread Trace, double ChromiumShare, int Alarms);

/// <summary>
/// The board of 64 chairs in Chromium, fed by the server of the demo and its simulator: a monitor and a pump a chair, each with a message a
/// second, and alarms as they come.
/// </summary>
static class B8Dashboard
{
    const int Chairs = 64;
    const double ShareTarget = 0.15;
    const double FirstViewTargetMs = 1000;
    const double CodeTargetKiB = 250;
    const int FirstViews = 5;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>
    /// In the page, before anything of it runs: says when all chairs have a number, and looks no more. To be told costs the page nothing;
    /// to ask it again and again until it is there would.
    /// </summary>
    const string TellFirstView =
        """
        const watch = new MutationObserver(() => {
            const rows = [...document.querySelectorAll('article.strip')];
            if (rows.length < 64 || !rows.every(row => row.matches('.strip--free') || row.querySelector('.num.fig'))) return;
            watch.disconnect();
            firstView(performance.now());
        });
        watch.observe(document, { subtree: true, childList: true });
        """;

    public static async Task<B8Result> RunAsync(BenchDatabase database, BenchOptions options)
    {
        var chromium = Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } set ? set : "/usr/bin/chromium";
        var data = Directory.CreateTempSubdirectory("infusion-bench-b8-").FullName;
        try
        {
            await using var server = StartServer(await database.CreateAsync("infusion_b8"), data);
            var demo = await WhenReadyAsync(server, Path.Combine(data, "demo.json"));
            await using var simulator = ChildProcess.StartDotnet(
                Path.Combine(MachineFacts.RepositoryRoot, "simulators/Infusion.Simulator/bin/Release/net10.0/infusion-simulator.dll"),
                ["run", "--demo", Path.Combine(data, "demo.json"), "--chairs", Chairs.ToString(CultureInfo.InvariantCulture)], new Dictionary<string, string>());
            using var playwright = await Playwright.CreateAsync();
            await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = ["--no-sandbox", "--disable-gpu"] });
            return await MeasureAsync(browser, demo, options);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    public static void AddTo(ResultTable table, B8Result result)
    {
        table.Add(
            $"B8 {result.Chairs} chairs at 1 Hz, main thread's processor time, share of a core", $"<= {ShareTarget:0.00}", $"{result.Trace.Share:0.000}",
            result.Trace.Share <= ShareTarget);
        table.Add("B8 longest task / tasks over 50 ms", "", $"{result.Trace.LongestMs:0} ms / {result.Trace.Over50Ms}", null);
        table.Add("B8 all of Chromium, share of a core", "", $"{result.ChromiumShare:0.00}", null);
        table.Add("B8 first view with an empty cache, ms", $"<= {FirstViewTargetMs:0}", $"{result.FirstViewMs:0}", result.FirstViewMs <= FirstViewTargetMs);
        table.Add("B8 script and style of it, KiB gzip", $"<= {CodeTargetKiB:0}", $"{result.CodeKiB:0}", result.CodeKiB <= CodeTargetKiB);
    }

    static async Task<B8Result> MeasureAsync(IBrowser browser, JsonElement demo, BenchOptions options)
    {
        var context = await browser.NewContextAsync(new() { BaseURL = demo.GetProperty("url").GetString(), ViewportSize = new() { Width = 1920, Height = 1080 } });
        context.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        var page = await context.NewPageAsync();
        var told = Channel.CreateUnbounded<double>();
        await page.ExposeFunctionAsync<double, bool>("firstView", told.Writer.TryWrite);
        await page.AddInitScriptAsync(TellFirstView);
        await SignInAsync(page, demo);
        await FirstViewAsync(told);

        var firstViews = new List<double>();
        var code = new Dictionary<string, int>();
        page.Response += async (_, answer) =>
        {
            if (answer.Ok && answer.Request.ResourceType is "script" or "stylesheet")
            {
                code[answer.Url] = Compressed(await answer.BodyAsync());
            }
        };
        var cache = await context.NewCDPSessionAsync(page);
        await cache.SendAsync("Network.setCacheDisabled", new() { ["cacheDisabled"] = true });
        for (var view = 0; view < FirstViews; view++)
        {
            await page.ReloadAsync(new() { WaitUntil = WaitUntilState.Load });
            firstViews.Add(await FirstViewAsync(told));
        }

        await Task.Delay(options.WarmUp);
        var processes = await browser.NewBrowserCDPSessionAsync();
        var cpuBefore = await CpuSecondsAsync(processes);
        var trace = await ChromiumTrace.RecordAsync(processes, options.Window);
        var cpu = await CpuSecondsAsync(processes) - cpuBefore;
        firstViews.Sort();
        return new(
            Chairs, options.Window.TotalSeconds, firstViews[firstViews.Count / 2], code.Values.Sum() / 1024.0, trace, cpu / options.Window.TotalSeconds,
            await page.Locator(".band").CountAsync());
    }

    static async Task SignInAsync(IPage page, JsonElement demo)
    {
        var nurse = demo.GetProperty("users").EnumerateArray().First(user => user.GetProperty("role").GetString() == "nurse");
        await page.GotoAsync("/");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(nurse.GetProperty("name").GetString()!);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(nurse.GetProperty("password").GetString()!);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    static async Task<double> FirstViewAsync(Channel<double> told) => await told.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    static ChildProcess StartServer(string connectionString, string data) => ChildProcess.StartDotnet(
        Path.Combine(AppContext.BaseDirectory, "infusion.dll"), [],
        new Dictionary<string, string>
        {
            ["ConnectionStrings__Infusion"] = connectionString,
            ["Infusion__DataDirectory"] = data,
            ["Infusion__Demo"] = "true",
            ["Infusion__DemoChairs"] = Chairs.ToString(CultureInfo.InvariantCulture),
            ["ASPNETCORE_WEBROOT"] = Path.Combine(MachineFacts.RepositoryRoot, "src/Infusion.Server/wwwroot"),
            ["Urls"] = $"http://127.0.0.1:{Ports.Free()}",
            ["Mqtt__Host"] = "127.0.0.1",
            ["Mqtt__Port"] = Ports.Free().ToString(CultureInfo.InvariantCulture),
            ["Logging__LogLevel__Default"] = "Warning",
        });

    static async Task<JsonElement> WhenReadyAsync(ChildProcess server, string demoFile)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!File.Exists(demoFile))
        {
            if (server.HasExited || patience.IsCancellationRequested)
            {
                throw new Load.RunFailedException($"the demo did not start: {server.LastWords()}");
            }

            await Task.Delay(100);
        }

        return JsonElement.Parse(await File.ReadAllTextAsync(demoFile));
    }

    static async Task<double> CpuSecondsAsync(ICDPSession browser)
    {
        var told = await browser.SendAsync("SystemInfo.getProcessInfo");
        return told!.Value.GetProperty("processInfo").EnumerateArray().Sum(process => process.GetProperty("cpuTime").GetDouble());
    }

    static int Compressed(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(body);
        }

        return (int)packed.Length;
    }
}
