using Npgsql;

namespace Infusion.Server.Identity.Audit;

/// <param name="YearsKept">How long a line is kept.</param>
sealed record AuditSettings(string DataDirectory, int YearsKept);

/// <summary>
/// Brings lines to the store, all that wait in one transaction, several times a second. What the store does not take waits on the disk;
/// after a kill of this process only what came within the last quarter of a second is missing.
/// </summary>
sealed partial class AuditWriter(AuditTrail trail, AuditStore store, AuditSettings settings, AuditClock clock, ILogger<AuditWriter> logger) : BackgroundService
{
    const int MostAtOnce = 5_000;
    static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan RetainEvery = TimeSpan.FromHours(6);
    static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);
    static readonly TimeSpan LastTry = TimeSpan.FromSeconds(5);

    readonly AuditSpool _spool = new(settings.DataDirectory);
    long _lostTold;
    DateTimeOffset _triesFrom = DateTimeOffset.MinValue;
    DateTimeOffset _retained = DateTimeOffset.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await WriteAsync(stoppingToken);
                await RetainAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The rest is written by StopAsync.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LastTry);
        _triesFrom = DateTimeOffset.MinValue;
        await WriteAsync(limit.Token);
    }

    async Task WriteAsync(CancellationToken cancellationToken)
    {
        if (!_spool.IsEmpty && await TryAsync(_spool.Read, cancellationToken))
        {
            _spool.Clear();
        }

        while (trail.Take(MostAtOnce) is [_, ..] lines)
        {
            if (trail.Lost is var lost && lost > _lostTold)
            {
                lines.Add(new AuditLine(
                    Guid.NewGuid(), "", lines[^1].At, Actor.Server, "", "Lost", $"{lost - _lostTold} lines could be kept nowhere", [], null, "", 0));
                _lostTold = lost;
            }

            // What waits already goes first, so that the trail keeps its order.
            if ((!_spool.IsEmpty || !await TryAsync(() => lines, cancellationToken)) && !TrySpool(lines))
            {
                return;
            }
        }
    }

    /// <summary>Whatever goes wrong, the server goes on: the board does not hang on its trail.</summary>
    async Task<bool> TryAsync(Func<List<AuditLine>> lines, CancellationToken cancellationToken)
    {
        if (clock.Now < _triesFrom)
        {
            return false;
        }

        try
        {
            await store.WriteAsync(lines(), cancellationToken);
            return true;
        }
        catch (Exception reason)
        {
            _triesFrom = clock.Now + AfterFailure;
            LogNotWritten(reason.GetType().Name, (reason as PostgresException)?.SqlState);
            return false;
        }
    }

    bool TrySpool(List<AuditLine> lines)
    {
        try
        {
            _spool.Append(lines);
            return true;
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            // Back to where they wait, as many as there is room for.
            LogNoDisk(reason.Message);
            lines.ForEach(trail.Add);
            return false;
        }
    }

    async Task RetainAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now;
        if (now - _retained < RetainEvery)
        {
            return;
        }

        try
        {
            await store.RetainAsync(now.AddYears(-settings.YearsKept), now, cancellationToken);
            _retained = now;
        }
        catch (Exception reason) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotRetained(reason.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lines of the audit trail wait on the disk: {Reason} {State}")]
    partial void LogNotWritten(string reason, string? state);

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit trail can be kept neither in the store nor on the disk: {Reason}")]
    partial void LogNoDisk(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old lines of the audit trail are still there: {Reason}")]
    partial void LogNotRetained(string reason);
}
