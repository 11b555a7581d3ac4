using System.Threading.Channels;
using Npgsql;

namespace Infusion.Server.Clinics;

/// <summary>
/// Commits what all clinics of this process produced in one transaction, again and again without a timer:
/// while one commit runs, the next batch gathers. One Journal per database.
/// </summary>
sealed partial class Journal(JournalTransaction transaction, ILogger<Journal> logger) : BackgroundService
{
    const int MaxReadings = 5_000;
    static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(50);
    static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(1);

    readonly Channel<CommitUnit> _queue =
        Channel.CreateUnbounded<CommitUnit>(new UnboundedChannelOptions { SingleReader = true });

    readonly CancellationTokenSource _abandon = new();

    public void Enqueue(CommitUnit unit)
    {
        if (!_queue.Writer.TryWrite(unit))
        {
            unit.Fail(new OperationCanceledException("the server is stopping"));
        }
    }

    /// <summary>Everything enqueued before the stop is committed before the process goes, as long as the host waits.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        await using var registration = cancellationToken.Register(_abandon.Cancel);
        await (ExecuteTask ?? Task.CompletedTask);
    }

    public override void Dispose()
    {
        _abandon.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<CommitUnit>();
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            batch.Clear();
            for (var readings = 0; readings < MaxReadings && _queue.Reader.TryRead(out var unit); readings += unit.Readings.Count)
            {
                batch.Add(unit);
            }

            await CommitAsync(batch);
        }
    }

    async Task CommitAsync(List<CommitUnit> batch)
    {
        var retry = FirstRetry;
        while (true)
        {
            try
            {
                Settle(batch, await transaction.RunAsync(batch, _abandon.Token));
                return;
            }
            catch (OperationCanceledException) when (_abandon.IsCancellationRequested)
            {
                Fail(batch, _ => new OperationCanceledException("the server stopped before the commit"));
                return;
            }
            catch (Exception reason) when (StoreFailures.Passes(reason))
            {
                LogRetry(reason.Message, batch.Count);
                await PauseAsync(retry);
                retry = retry * 2 < LongestRetry ? retry * 2 : LongestRetry;
            }
            catch (Exception reason)
            {
                await IsolateAsync(batch, reason);
                return;
            }
        }
    }

    /// <summary>A failure that will not pass belongs to somebody: each clinic alone, so that the others never notice.</summary>
    async Task IsolateAsync(List<CommitUnit> batch, Exception reason)
    {
        var clinics = batch.GroupBy(unit => unit.Clinic).ToList();
        if (clinics.Count == 1)
        {
            LogStopped(reason, clinics[0].Key);
            Fail(batch, clinic => new ChartingStoppedException(clinic, reason));
            return;
        }

        foreach (var clinic in clinics)
        {
            await CommitAsync([.. clinic]);
        }
    }

    static void Settle(List<CommitUnit> batch, IReadOnlySet<(string Clinic, long Epoch)> written)
    {
        foreach (var unit in batch)
        {
            if (written.Contains((unit.Clinic, unit.Epoch)))
            {
                unit.Complete();
            }
            else
            {
                unit.Fail(new WriterFencedException(unit.Clinic));
            }
        }
    }

    static void Fail(List<CommitUnit> batch, Func<string, Exception> reason)
    {
        foreach (var unit in batch)
        {
            unit.Fail(reason(unit.Clinic));
        }
    }

    async Task PauseAsync(TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, _abandon.Token);
        }
        catch (OperationCanceledException)
        {
            // The next attempt meets the same token and ends the wait properly.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Charting delayed, {Units} turns unsaved: {Reason}")]
    partial void LogRetry(string reason, int units);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Charting of clinic {Clinic} stopped: the store refuses what it produced")]
    partial void LogStopped(Exception reason, string clinic);
}

static class StoreFailures
{
    /// <summary>Whether waiting may help: the store is away, restarting, full, read-only or busy.</summary>
    public static bool Passes(Exception reason) => reason switch
    {
        PostgresException { SqlState: var state } =>
            state is "25006" || state[..2] is "08" or "40" or "53" or "55" or "57" or "58",
        NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException => true,
        _ when reason.InnerException is { } inner => Passes(inner),
        _ => false,
    };
}
