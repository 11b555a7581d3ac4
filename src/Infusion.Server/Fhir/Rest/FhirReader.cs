using Infusion.Server.Storage;
using Npgsql;

namespace Infusion.Server.Fhir.Rest;

/// <summary>One version of one resource, as it is served.</summary>
readonly record struct StoredResource(int Version, DateTimeOffset LastUpdated, byte[] Content, string? Patient);

/// <summary>Reads what the Journal has committed; waits for nothing else.</summary>
/// <param name="all">For searches by identifier alone: beneath a row policy Postgres uses no index for an operator on arrays.</param>
sealed class FhirReader(ClinicDatabase clinics, NpgsqlDataSource all)
{
    public async Task<StoredResource?> ReadAsync(
        string clinic, string type, string id, int? version, CancellationToken cancel)
    {
        await using var connection = await clinics.OpenAsync(clinic, cancel);
        await using var command = new NpgsqlCommand(
            "select version, last_updated, content, patient from infusion.fhir_resource where clinic = $1 and type = $2 and id = $3 and "
            + (version is null ? "is_current" : "version = $4"),
            connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = clinic });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = type });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        if (version is { } wanted)
        {
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = wanted });
        }

        await command.PrepareAsync(cancel);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? new StoredResource(
                reader.GetInt32(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetFieldValue<byte[]>(2), reader.IsDBNull(3) ? null : reader.GetString(3))
            : null;
    }

    public async Task<long> CountAsync(SearchQuery query, string clinic, string baseUrl, CancellationToken cancel)
    {
        await using var connection = await OpenAsync(query, clinic, cancel);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(SearchSql.Total(query, clinic, baseUrl));
        return (long)(await batch.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>
    /// Three answers in one round trip: when the clinic's newest commit was, the total if asked for, the page.
    /// The first stands before the page on purpose: everything up to that time is then in it.
    /// </summary>
    public async Task<SearchPage> SearchAsync(
        SearchQuery query, string clinic, string baseUrl, CancellationToken cancel)
    {
        var connection = await OpenAsync(query, clinic, cancel);
        try
        {
            var batch = new NpgsqlBatch(connection);
            var updated = new NpgsqlBatchCommand("""
                select updated, exists (select from infusion.correction where clinic = $1 and ended_at is null)
                from infusion.clinic_writer where clinic = $1
                """);
            updated.Parameters.Add(new NpgsqlParameter<string> { TypedValue = clinic });
            batch.BatchCommands.Add(updated);
            if (query.Total)
            {
                batch.BatchCommands.Add(SearchSql.Total(query, clinic, baseUrl));
            }

            batch.BatchCommands.Add(SearchSql.Page(query, clinic, baseUrl));
            if (IsCommon(query))
            {
                await batch.PrepareAsync(cancel);
            }

            var page = new SearchPage(connection, await batch.ExecuteReaderAsync(cancel));
            await page.BeginAsync(query.Total, cancel);
            return page;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    Task<NpgsqlConnection> OpenAsync(SearchQuery query, string clinic, CancellationToken cancel) =>
        query.Criteria.Any(criterion => criterion.Parameter.Column == "identifiers")
            ? all.OpenConnectionAsync(cancel).AsTask()
            : clinics.OpenAsync(clinic, cancel);

    /// <summary>
    /// A statement stays prepared as long as its connection: only shapes of which there are few are worth it. A search by
    /// identifier is planned each time, because without the value Postgres takes an identifier to be far from unique.
    /// </summary>
    static bool IsCommon(SearchQuery query) => query.Criteria.Count <= 3 && query.Criteria.All(criterion =>
        criterion.Alternatives.Count == 1 && criterion.Parameter.Column != "identifiers");
}

/// <summary>An open result: rows come as they are written out.</summary>
sealed class SearchPage(NpgsqlConnection connection, NpgsqlDataReader reader) : IAsyncDisposable
{
    bool _read;

    public DateTimeOffset? Updated { get; private set; }

    /// <summary>It is not settled whose some of these values are.</summary>
    public bool IsBeingCorrected { get; private set; }

    public long? Total { get; private set; }

    /// <summary>Goes to the first row, so that whatever fails in the database fails before the answer has begun.</summary>
    public async Task BeginAsync(bool total, CancellationToken cancel)
    {
        if (await reader.ReadAsync(cancel) && reader.GetFieldValue<DateTimeOffset>(0) is var updated
            && updated != DateTimeOffset.MinValue)
        {
            Updated = updated;
            IsBeingCorrected = reader.GetBoolean(1);
        }

        await reader.NextResultAsync(cancel);
        if (total)
        {
            await reader.ReadAsync(cancel);
            Total = reader.GetInt64(0);
            await reader.NextResultAsync(cancel);
        }

        _read = await reader.ReadAsync(cancel);
    }

    public bool HasRow => _read;

    public SearchCursor Position => new(reader.GetFieldValue<DateTimeOffset>(1), reader.GetString(0));

    public byte[] Content => reader.GetFieldValue<byte[]>(2);

    /// <summary>The patients whose resources were taken so far.</summary>
    public List<string> Whose { get; } = [];

    /// <summary>The row was taken.</summary>
    public async Task NextAsync(CancellationToken cancel)
    {
        if (!reader.IsDBNull(3) && reader.GetString(3) is var patient && !Whose.Contains(patient))
        {
            Whose.Add(patient);
        }

        _read = await reader.ReadAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await reader.DisposeAsync();
        await connection.DisposeAsync();
    }
}
