using Infusion.Simulator.Delivery;
using Infusion.Simulator.Replay;
using Infusion.Simulator.Terminal;
using Infusion.Simulator.Time;

namespace Infusion.Simulator.Commands;

/// <summary>One replay, from the connection to the summary.</summary>
public sealed class Recital(
    ConnectionSettings settings,
    string device,
    IReadOnlyList<VitalsRow> rows,
    TimeSpan every,
    DateTimeOffset? start,
    TimeProvider time,
    INotices terminal)
{
    /// <summary>A recording can wait, a patient cannot: with this much unsent the replay pauses instead of losing readings.</summary>
    const int MostWaiting = 500;

    static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(10);

    public async Task<int> RunAsync(CancellationToken stop)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        using var stopPlaying = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var finished = new CancellationTokenSource();
        using var ledger = settings.OpenLedger(time);
        var connection = settings.Connector(time, terminal, ledger)(device, "monitor");
        var sending = connection.RunOrCancelAsync(stopPlaying, finished.Token);
        var playing = PlayAsync(connection, http, stopPlaying.Token);
        await playing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await finished.CancelAsync();
        await sending;

        terminal.Say($"{(playing.IsCanceled ? "Stopped" : "Finished")}: {Summary.Text(connection.Counts)}.");
        return playing.IsFaulted ? throw playing.Exception.GetBaseException() : 0;
    }

    async Task PlayAsync(DeviceConnection connection, HttpClient http, CancellationToken stop)
    {
        await connection.FirstConnection.WaitAsync(stop);
        var clock = await ClockAsync(http, stop);
        terminal.Say($"Replaying minutes {rows[0].Minute} to {rows[^1].Minute} as {device} of clinic {settings.Clinic} at {settings.Broker}, from {clock.Now:yyyy-MM-dd HH:mm:ss} UTC, speed x{clock.Speed:0.##}. Ctrl-C ends.");

        var begun = clock.Now;
        var reported = time.GetTimestamp();
        foreach (var (at, reading) in new RecordedMonitor(rows, every).Readings(begun))
        {
            await clock.WaitUntilAsync(at, stop);
            connection.Measure(at, reading);
            if (connection.Counts.Waiting > MostWaiting)
            {
                await connection.WaitUntilEmptyAsync(stop);
            }

            if (time.GetElapsedTime(reported) >= ReportEvery)
            {
                reported = time.GetTimestamp();
                terminal.Say($"minute {rows[0].Minute + (int)(at - begun).TotalMinutes} of {rows[^1].Minute}, {Summary.Text(connection.Counts)}");
            }
        }

        await connection.WaitUntilEmptyAsync(stop);
    }

    async Task<DeviceClock> ClockAsync(HttpClient http, CancellationToken stop)
    {
        var clock = settings.ServerClock(http, time, terminal) is { } server
            ? await server.StartAsync(stop)
            : new DeviceClock(time, time.GetUtcNow(), settings.Speed);
        return start is { } given ? new DeviceClock(time, given, clock.Speed) : clock;
    }
}
