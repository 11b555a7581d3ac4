using Infusion.Server.Clinics;
using Infusion.Server.Fhir.Mapping;
using Infusion.Server.Operations;
using Npgsql;
using NpgsqlTypes;

namespace Infusion.Server.Fhir;

/// <summary>
/// Writes what is told outside of a clinic's turns: its people and places, its sealed charts. It takes its place in the order of the
/// clinic's commits by the same row, so that whoever follows the store misses nothing; the row is held for one short transaction.
/// </summary>
sealed class FhirTeller(NpgsqlDataSource dataSource, ClinicClock clock)
{
    const int TimeoutSeconds = 30;

    /// <param name="changes">Is given the place in the order that what it tells will have.</param>
    /// <returns>How many versions were written; none: the clinic's place in the order is as it was.</returns>
    public async Task<int> TellAsync(string clinic, Func<Raised, bool, IEnumerable<FhirChange>> changes, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await RaiseAsync(connection, clinic, cancellationToken) is not var (raised, simulated))
        {
            return 0;
        }

        var written = FhirStore.Write(connection, clinic, simulated, raised, changes(raised, simulated), TimeoutSeconds);
        if (written > 0)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return written;
    }

    /// <returns>Null: nobody has written for this clinic yet.</returns>
    async Task<(Raised Raised, bool Simulated)?> RaiseAsync(NpgsqlConnection connection, string clinic, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            update infusion.clinic_writer w set seq = w.seq + 1, updated = greatest($2, w.updated + interval '1 microsecond')
            from infusion.clinic c where w.clinic = $1 and c.clinic = $1
            returning w.epoch, w.seq, w.updated, c.simulated
            """,
            connection)
        { CommandTimeout = TimeoutSeconds };
        command.Parameters.Add(new() { Value = clinic });
        command.Parameters.Add(new() { Value = clock.Now.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (new Raised(reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<DateTimeOffset>(2)), reader.GetBoolean(3))
            : null;
    }
}
