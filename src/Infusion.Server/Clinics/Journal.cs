using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Infusion.Server.Clinics;

/// <summary>
/// Commits what all clinics of this process produced in one transaction, again and again without a timer:
/// while one commit runs, the next batch gathers. One Journal per database.
/// </summary>
/// <remarks>
/// A failure that will not pass belongs to somebody: each clinic alone, then bisected, so that the others never notice. A
/// message that cannot be stored is named, and its writer begins again without it; when it is no message, that clinic's
/// charting stands still, is tried again every few seconds, and its board says so.
/// </remarks>
sealed partial class Journal(JournalTransaction transaction, Unevaluated unevaluated, TimeProvider time, ILogger<Journal> logger) : BackgroundService
{
    /// <summary>Of one transaction, in readings: the second in which all clinics chart their minute becomes many commits, and between two of them devices have their answers.</summary>
    const int MaxWeight = 5_000;

    const int LongestCommandSeconds = 60;
    static readonly TimeSpan LongestYield = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(50);
    static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(1);
    static readonly TimeSpan StandstillRetry = TimeSpan.FromSeconds(5);
    static readonly TimeSpan DelayedAfter = TimeSpan.FromSeconds(2);
    static readonly TimeSpan AwayAfter = TimeSpan.FromSeconds(10);

    readonly Channel<CommitUnit> _queue =
        Channel.CreateUnbounded<CommitUnit>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Units of clinics whose charting stands still, in order.</summary>
    readonly ConcurrentDictionary<string, Standstill> _standing = [];

    /// <summary>Writers of which a message could not be stored: what they did after it builds on it.</summary>
    readonly HashSet<(string Clinic, long Epoch)> _broken = [];

    /// <summary>The newest unit of each clinic that is written in this process.</summary>
    readonly ConcurrentDictionary<string, CommitUnit> _newest = [];

    readonly CancellationTokenSource _abandon = new();
    long _attemptingSince;

    /// <summary>
    /// No commit comes: the attempt under way has lasted two seconds, or attempts have failed for so long, or the store refuses
    /// this clinic. In mere overload commits come all the time, and whoever waits is held back by his own window.
    /// </summary>
    public bool IsDelayed(string clinic) => IsAttemptingFor(DelayedAfter) || _standing.ContainsKey(clinic);

    /// <summary>It has lasted so long that nobody should count on it.</summary>
    public bool IsAway(string clinic) => IsAttemptingFor(AwayAfter) || _standing.ContainsKey(clinic);

    public void Enqueue(CommitUnit unit)
    {
        _newest[unit.Clinic] = unit;
        if (!_queue.Writer.TryWrite(unit))
        {
            unit.Fail(new OperationCanceledException("the server is stopping"));
        }
    }

    /// <summary>
    /// Ends when what was evaluated is in the store. Units of a clinic are committed in order, so the newest speaks for all
    /// before it; if it fails, some of them may be stored all the same.
    /// </summary>
    /// <returns>Null: that writer does not run in this process.</returns>
    public Task? Committed(string clinic, Evaluated evaluated) =>
        _newest.TryGetValue(clinic, out var newest) && newest.Epoch == evaluated.Epoch ? newest.Committed : null;

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
        while (await WaitForUnitsAsync())
        {
            await YieldToEvaluationAsync();
            var batch = new List<CommitUnit>();
            for (var weight = 0; weight < MaxWeight && _queue.Reader.TryRead(out var unit); weight += unit.Weight)
            {
                batch.Add(unit);
            }

            await CommitAsync(batch);
            Volatile.Write(ref _attemptingSince, 0);
        }

        foreach (var standing in _standing.Values)
        {
            Fail(standing.Units, new OperationCanceledException("the server stopped before the commit"));
        }
    }

    /// <returns>False: there are none and will be none.</returns>
    async Task<bool> WaitForUnitsAsync()
    {
        var news = _queue.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
        while (!_standing.IsEmpty && !_abandon.IsCancellationRequested)
        {
            foreach (var (clinic, standing) in _standing.Where(each => time.GetElapsedTime(each.Value.Since) >= StandstillRetry))
            {
                _standing.TryRemove(clinic, out _);
                await CommitAsync(standing.Units);
            }

            if (news.IsCompleted || _queue.Reader.Completion.IsCompleted)
            {
                break;
            }

            await Task.WhenAny(news, Task.Delay(StandstillRetry, time, _abandon.Token));
        }

        return await news;
    }

    bool IsAttemptingFor(TimeSpan duration) =>
        Volatile.Read(ref _attemptingSince) is not 0 and var since && time.GetElapsedTime(since) > duration;

    /// <summary>In overload the nurse comes first: a commit waits a moment, and is the larger for it.</summary>
    async Task YieldToEvaluationAsync()
    {
        var since = time.GetTimestamp();
        while (unevaluated.IsMany && time.GetElapsedTime(since) < LongestYield)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), time);
        }
    }

    async Task CommitAsync(List<CommitUnit> units)
    {
        var batch = Committable(units);
        var (retry, commandTimeout) = (FirstRetry, JournalTransaction.CommandTimeoutSeconds);
        while (batch.Count > 0)
        {
            // Attempts that fail are one long attempt: only a commit ends it.
            _ = Interlocked.CompareExchange(ref _attemptingSince, time.GetTimestamp(), 0);
            try
            {
                Settle(batch, await transaction.RunAsync(batch, commandTimeout, _abandon.Token));
                return;
            }
            catch (OperationCanceledException) when (_abandon.IsCancellationRequested)
            {
                Fail(batch, new OperationCanceledException("the server stopped before the commit"));
                return;
            }
            catch (Exception reason) when (StoreFailures.Passes(reason))
            {
                LogRetry(reason.Message, batch.Count);
                await PauseAsync(retry);
                retry = retry * 2 < LongestRetry ? retry * 2 : LongestRetry;
                if (!StoreFailures.IsTooSlow(reason))
                {
                    continue;
                }

                // A smaller transaction may end within its time; the smallest there is gets more.
                commandTimeout = batch.Count == 1 ? Math.Min(commandTimeout * 2, LongestCommandSeconds) : commandTimeout;
                if (batch.Count > 1)
                {
                    await CommitAsync(batch[..(batch.Count / 2)]);
                    batch = Committable(batch[(batch.Count / 2)..]);
                }
            }
            catch (Exception reason)
            {
                await IsolateAsync(batch, reason);
                return;
            }
        }
    }

    /// <summary>Without what shares the fate of a unit before it.</summary>
    List<CommitUnit> Committable(List<CommitUnit> units)
    {
        var batch = new List<CommitUnit>(units.Count);
        foreach (var unit in units)
        {
            if (_broken.Contains((unit.Clinic, unit.Epoch)))
            {
                unit.Fail(new WriterFencedException(unit.Clinic));
            }
            else if (_standing.TryGetValue(unit.Clinic, out var standing))
            {
                standing.Units.Add(unit);
            }
            else
            {
                batch.Add(unit);
            }
        }

        return batch;
    }

    async Task IsolateAsync(List<CommitUnit> batch, Exception reason)
    {
        var clinics = batch.GroupBy(unit => unit.Clinic).Select(units => units.ToList()).ToList();
        if (clinics.Count > 1)
        {
            foreach (var clinic in clinics)
            {
                await CommitAsync(clinic);
            }
        }
        else if (batch.Count > 1)
        {
            await CommitAsync(batch[..(batch.Count / 2)]);
            await CommitAsync(batch[(batch.Count / 2)..]);
        }
        else
        {
            await GiveUpAsync(batch[0], reason);
        }
    }

    async Task GiveUpAsync(CommitUnit unit, Exception reason)
    {
        var inputs = await transaction.FindUnstorableAsync(unit, _abandon.Token);
        if (inputs.Count > 0)
        {
            _broken.Add((unit.Clinic, unit.Epoch));
            unit.Fail(new UnstorableMessagesException(unit.Epoch, inputs, reason));
            return;
        }

        LogStandsStill(StoreFailures.Words(reason), unit.Clinic);
        _standing[unit.Clinic] = new Standstill([unit], time.GetTimestamp());
        unit.StandsStillBecause = StoreFailures.Words(reason);
    }

    void Settle(List<CommitUnit> batch, IReadOnlySet<(string Clinic, long Epoch)> written)
    {
        Volatile.Write(ref _attemptingSince, 0);
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

    static void Fail(List<CommitUnit> batch, Exception reason) => batch.ForEach(unit => unit.Fail(reason));

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

    [LoggerMessage(Level = LogLevel.Critical, Message = "Charting of clinic {Clinic} stands still: {Reason}")]
    partial void LogStandsStill(string reason, string clinic);

    sealed record Standstill(List<CommitUnit> Units, long Since);
}
