using Npgsql;
using NpgsqlTypes;

namespace Infusion.Server.Charts;

/// <summary>What arrived after signing: found, and sealed as a version of its own.</summary>
sealed partial class LateArrivals(NpgsqlDataSource dataSource, IServiceScopeFactory scopes, ILogger<LateArrivals> logger)
{
    /// <param name="since">Only readings that were committed from then on; null: all.</param>
    /// <returns>False: something could not be sealed, and is to be tried again.</returns>
    public async Task<bool> SealAsync(string clinic, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var isDone = true;
        foreach (var session in await ChangedAsync(clinic, since, cancellationToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<ChartDesk>().SealChangeAsync(clinic, session, cancellationToken);
            }
            catch (Exception failed) when (!cancellationToken.IsCancellationRequested)
            {
                // The signed version stands; the worklist says that it changed, with or without a new version.
                LogNotSealed(logger, clinic, session, failed);
                isDone = false;
            }
        }

        return isDone;
    }

    /// <summary>
    /// The signed charts for which the store has more than their newest version. No message stands in a spool for two days, so that
    /// only the partitions since then are asked.
    /// </summary>
    public async Task<IReadOnlyList<Guid>> ChangedAsync(string clinic, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            with newest as (
                select distinct on (session) session, sealed_at, stream_version, devices, readings_from, readings_to, input
                from infusion.chart_bundle where clinic = $1 order by session, version desc)
            select session from newest n
            where exists (select from infusion.mt_streams s
                    where s.tenant_id = $1 and s.id = n.session and s.version > n.stream_version)
                or exists (select from infusion.reading r
                    where r.clinic = $1 and r.device = any(n.devices) and r.at >= n.readings_from and r.at < n.readings_to
                        and r.input > n.input and r.received_at >= greatest($2, n.sealed_at) - interval '2 days'
                        and (r.committed_at is null or r.committed_at >= $2))
            """);
        command.Parameters.Add(new() { Value = clinic });
        command.Parameters.Add(new() { Value = since?.UtcDateTime ?? DateTime.MinValue, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var sessions = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            sessions.Add(reader.GetGuid(0));
        }

        return sessions;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The chart of session {Session} of clinic {Clinic} changed after signing and could not be sealed; it is tried again")]
    static partial void LogNotSealed(ILogger logger, string clinic, Guid session, Exception reason);
}
