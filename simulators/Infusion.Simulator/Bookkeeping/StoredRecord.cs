using Npgsql;

namespace Infusion.Simulator.Bookkeeping;

/// <param name="Input">The order in which the server evaluated.</param>
/// <param name="IsLate">Taken as history, so its place in that order means nothing.</param>
public readonly record struct StoredReading(MessageKey Key, long Input, bool IsLate);

/// <param name="Hash">SHA-256 of the payload as far as it was kept, in hex.</param>
public readonly record struct StoredRefusal(string? Device, string Hash);

/// <summary>What a clinic's store holds of what devices sent.</summary>
public sealed record StoredRecord(IReadOnlyList<StoredReading> Readings, IReadOnlyList<StoredRefusal> Refusals)
{
    // The only place where the simulator knows the server's tables; docs/operations.md documents these columns.
    const string ReadingsSql = "select device, boot, seq, input, (flags & 1) <> 0 from infusion.reading where clinic = $1";
    const string RefusalsSql = "select device, encode(sha256(payload), 'hex') from infusion.quarantine where clinic = $1";

    /// <exception cref="NpgsqlException">The store does not answer.</exception>
    public static async Task<StoredRecord> ReadAsync(string connectionString, string clinic, CancellationToken cancellation)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellation);
        // One snapshot for both tables, so that a message that is being stored is in neither.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        return new StoredRecord(
            await RowsAsync(connection, ReadingsSql, clinic, Reading, cancellation),
            await RowsAsync(connection, RefusalsSql, clinic, Refusal, cancellation));
    }

    static StoredReading Reading(NpgsqlDataReader row) => new(
        new MessageKey(row.GetString(0), row.GetString(1), row.GetInt64(2)), row.GetInt64(3), row.GetBoolean(4));

    static StoredRefusal Refusal(NpgsqlDataReader row) => new(row.IsDBNull(0) ? null : row.GetString(0), row.GetString(1));

    static async Task<List<T>> RowsAsync<T>(
        NpgsqlConnection connection, string sql, string clinic, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = clinic } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<T> rows = [];
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
