using Infusion.Server.Operations;
using Npgsql;

namespace Infusion.Server.Storage;

/// <summary>Keeps partitions of the readings ready for the days to come. What comes without one goes to the default.</summary>
sealed partial class ReadingPartitions(NpgsqlDataSource dataSource, ClinicClock clock, ILogger<ReadingPartitions> logger)
    : BackgroundService
{
    const int DaysAhead = 8;
    static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            do
            {
                await TryEnsureAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    async Task TryEnsureAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var command = dataSource.CreateCommand("select infusion.ensure_reading_partitions($1, $2)");
            command.Parameters.Add(new() { Value = DateOnly.FromDateTime(clock.Now.UtcDateTime) });
            command.Parameters.Add(new() { Value = DaysAhead });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (NpgsqlException reason)
        {
            LogFailed(reason.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No partitions for the next days yet: {Reason}")]
    partial void LogFailed(string reason);
}
