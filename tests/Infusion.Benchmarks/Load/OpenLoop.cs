using System.Diagnostics;
using Infusion.Benchmarks.Target;

namespace Infusion.Benchmarks.Load;

/// <param name="PerSecond">What falls due each second, evenly, whatever the server does.</param>
/// <param name="AlarmEvery">How long after one alarm a chair raises the next.</param>
sealed record OpenLoopPlan(
    double PerSecond, int ConnectionsPerClinic, int MaxInFlight, TimeSpan WarmUp, TimeSpan Window, TimeSpan AlarmEvery);

/// <param name="AlarmsDue">Alarms whose message fell due in the window.</param>
/// <param name="OfferedPerSecond">What really fell due; below the plan only when the loader itself could not keep pace.</param>
sealed record OpenLoopResult(double OfferedPerSecond, double AcknowledgedPerSecond, long Sent, int AlarmsDue, double DrainSeconds);

/// <summary>
/// Sends by the clock. A message that has to wait, for the server or for the loader, waits on its own account: its latency
/// counts from the moment it was due.
/// </summary>
static class OpenLoop
{
    public static async Task<OpenLoopResult> RunAsync(Loader loader, int port, Ward ward, OpenLoopPlan plan)
    {
        var wanted = ward.Connections(plan.ConnectionsPerClinic)
            .Select(entry => (entry.Gateway, entry.Devices, Supply: new ScheduledSupply())).ToList();
        var connections = await loader.OpenAllAsync(
            port, [.. wanted.Select(entry => (entry.Gateway, entry.Supply))], plan.MaxInFlight);
        var lines = wanted.Zip(connections).SelectMany(pair => pair.First.Devices.Select(
            device => new Line(device, pair.First.Supply, pair.Second))).ToArray();
        // Neighbours in the schedule stand in different clinics, as devices that know nothing of each other do.
        new Random(1).Shuffle(lines);

        using var ended = new CancellationTokenSource();
        var schedule = new Schedule(lines, plan, loader.Statistics);
        var ticking = Task.Factory.StartNew(
            () => schedule.Run(ended.Token), ended.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.Delay(plan.WarmUp);
        var statistics = loader.Statistics;
        statistics.Measure(plan.Window);
        var (offered, acknowledged, startedAt) = (schedule.Offered, statistics.Acknowledged, Stopwatch.GetTimestamp());
        await Task.Delay(plan.Window);
        var seconds = Stopwatch.GetElapsedTime(startedAt).TotalSeconds;
        (offered, acknowledged) = (schedule.Offered - offered, statistics.Acknowledged - acknowledged);

        await ended.CancelAsync();
        await ticking;
        startedAt = Stopwatch.GetTimestamp();
        await loader.DrainAsync(unsent: () => wanted.Sum(entry => entry.Supply.Waiting));
        return new OpenLoopResult(
            offered / seconds, acknowledged / seconds, statistics.Sent, schedule.AlarmsDue, Stopwatch.GetElapsedTime(startedAt).TotalSeconds);
    }

    /// <summary>A device and the way its messages take.</summary>
    internal sealed record Line(Device Device, ScheduledSupply Supply, DeviceConnection Connection);
}
