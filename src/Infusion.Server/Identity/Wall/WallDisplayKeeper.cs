using Npgsql;

namespace Infusion.Server.Identity.Wall;

/// <summary>Knows the displays before the first of them comes, and takes in within seconds what another server did.</summary>
sealed class WallDisplayKeeper(WallDisplays displays, ILogger<WallDisplayKeeper> logger) : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was seen last is written at most so long ago.
        }
    }

    async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await displays.KeepAsync(cancellationToken);
        }
        catch (NpgsqlException e)
        {
            logger.LogWarning(e, "Wall displays are not compared with the store now; those that are known stay");
        }
    }
}
