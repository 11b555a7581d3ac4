using System.Globalization;
using Infusion.Benchmarks.Load;
using Infusion.Benchmarks.Measuring;
using Infusion.Benchmarks.Report;
using Infusion.Benchmarks.Target;

namespace Infusion.Benchmarks;

/// <param name="PlannedPerSecond">Messages a second that should fall due.</param>
/// <param name="ToAcknowledgement">From the moment a message was due to its PUBACK.</param>
/// <param name="ToScreen">From the moment a monitor's message was due to the delta with its value.</param>
/// <param name="AlarmToScreen">From the moment the message that breaches was due to the raised alarm.</param>
/// <param name="ScreenCutOffs">How often the server dropped a screen, which then misses what passes until it is back.</param>
/// <param name="ServerMemory">Of the server's process, while messages fell due and until the last was acknowledged.</param>
sealed record B2Result(
    string Name, double PlannedPerSecond, int Connections, OpenLoopResult Load,
    LatencySummary ToAcknowledgement, LatencySummary ToScreen, LatencySummary AlarmToScreen, int ScreenCutOffs, MemorySummary ServerMemory);

/// <summary>
/// From the scheduled time of a message to its acknowledgement, to a screen, and to a screen's alarm. The alarm is "signal
/// lost", the one that has no delay of its own: a monitor says 0 for SpO2, once, and what is measured is the way only.
/// </summary>
static class B2Latency
{
    const double AcknowledgementTargetMs = 100;
    const double ScreenTargetMs = 100;
    const double AlarmTargetMs = 250;
    public const double OverloadFactor = 1.5;
    const int OverloadConnections = 2_000;
    const int MaxInFlight = 500;
    static readonly TimeSpan AlarmEvery = TimeSpan.FromSeconds(50);

    /// <summary>Every device says one thing a second, on a connection of its own.</summary>
    public static async Task<B2Result> RunCalmAsync(BenchDatabase database, Ward ward, BenchOptions options)
    {
        await using var server = await ServerUnderTest.StartAsync(await database.CreateAsync("infusion_b2"), ward);
        var devices = ward.Chairs.Count * 2;
        return await RunAsync($"at {ward.Chairs.Count:N0} sessions", database, server, Plan(devices, devices / ward.ClinicIds.Count, options), 0);
    }

    /// <summary>More than the server can hold, for as long as the window lasts.</summary>
    public static Task<B2Result> RunOverloadAsync(BenchDatabase database, ServerUnderTest server, double perSecond, long rowsBefore, BenchOptions options)
    {
        var perClinic = Math.Max(1, OverloadConnections / server.Ward.ClinicIds.Count);
        var plan = Plan(perSecond, perClinic, options);
        var name = options.Rate is { } rate ? $"in overload, {rate:N0}/s" : $"at {OverloadFactor} x B1";
        return RunAsync(name, database, server, plan, rowsBefore);
    }

    public static void AddTo(ResultTable table, B2Result result)
    {
        var overload = !result.Name.EndsWith("sessions", StringComparison.Ordinal);
        Add("publish to PUBACK", result.ToAcknowledgement, overload ? null : AcknowledgementTargetMs);
        Add("publish to screen", result.ToScreen, overload ? null : ScreenTargetMs);
        Add("alarm to screen", result.AlarmToScreen, AlarmTargetMs);
        table.Add(
            $"B2 {result.Name}: alarms seen of alarms due",
            "all",
            $"{result.AlarmToScreen.Count:N0} of {result.Load.AlarmsDue:N0}, {result.ScreenCutOffs:N0} screens cut off",
            result.AlarmToScreen.Count == result.Load.AlarmsDue);
        var memory = result.ServerMemory;
        table.Add(
            $"B2 {result.Name}: server's memory, RSS MiB",
            overload ? "bounded" : "",
            $"peak {memory.PeakMiB:N0} (start {memory.StartMiB:N0}, end {memory.EndMiB:N0}; last third {memory.LastThirdRatio?.ToString("0.00", CultureInfo.InvariantCulture) ?? "?"} of before)",
            overload ? memory.IsBounded : null);

        void Add(string what, LatencySummary latency, double? targetMs) => table.Add(
            $"B2 {result.Name}: {what}, p99 ms",
            targetMs is null ? "" : $"<= {targetMs:0}",
            $"{latency.P99Ms:N1} (p50 {latency.P50Ms:N1}, p99.9 {latency.P999Ms:N1}, n {latency.Count:N0})",
            targetMs is null ? null : latency.P99Ms <= targetMs);
    }

    static OpenLoopPlan Plan(double perSecond, int connectionsPerClinic, BenchOptions options) =>
        new(perSecond, connectionsPerClinic, MaxInFlight, options.WarmUp, options.Window, AlarmEvery);

    static async Task<B2Result> RunAsync(
        string name, BenchDatabase database, ServerUnderTest server, OpenLoopPlan plan, long rowsBefore)
    {
        await database.CheckpointAsync();
        var statistics = new LoadStatistics();
        var (toScreen, alarmToScreen) = (new LatencyHistogram(), new LatencyHistogram());
        var chairs = server.Ward.Chairs.ToLookup(chair => chair.Clinic);
        foreach (var chair in server.Ward.Chairs)
        {
            chair.Monitor.IsFollowed = true;
        }

        await using var screens = await Screens.OpenAsync(
            server, clinic => new DeltaReader(chairs[clinic], statistics, toScreen, alarmToScreen));
        await using var loader = new Loader(statistics);
        await using var memory = new MemoryWatch(server.Process);
        var load = await OpenLoop.RunAsync(loader, server.MqttPort, server.Ward, plan);
        var resident = await memory.EndAsync(plan.WarmUp + plan.Window);
        Progress.Say($"B2 {name}: {load.OfferedPerSecond:N0}/s due, {load.AcknowledgedPerSecond:N0}/s acknowledged, {load.DrainSeconds:0.0} s to catch up");
        await B1Throughput.VerifyRowsAsync(server.ConnectionString, "infusion.reading", rowsBefore + load.Sent);
        return new B2Result(
            name, plan.PerSecond, plan.ConnectionsPerClinic * server.Ward.ClinicIds.Count, load,
            statistics.ToAcknowledgement.Summary(), toScreen.Summary(), alarmToScreen.Summary(), screens.CutOffs, resident);
    }
}
