using System.Text.RegularExpressions;
using Infusion.Server.Identity;
using Infusion.Server.Storage;
using Npgsql;

namespace Infusion.Server.Fhir.Rest;

/// <summary>One version of one resource, as it is served.</summary>
/// <param name="ClinicUpdated">The clinic's newest commit when this was read.</param>
readonly record struct StoredResource(int Version, DateTimeOffset LastUpdated, byte[] Content, string? Patient, DateTimeOffset? ClinicUpdated);

/// <summary>Reads what the Journal has committed; waits for nothing else.</summary>
/// <param name="all">For searches by identifier, name or reference: beneath a row policy Postgres uses no index for an operator on arrays.</param>
sealed partial class FhirReader(ClinicDatabase clinics, NpgsqlDataSource all)
{
    public static bool IsId(string id) => IdPattern.IsMatch(id);

    /// <param name="version">Null: the newest.</param>
    public async Task<StoredResource?> ReadAsync(
        string clinic, FhirTypeInfo type, string id, int? version, string baseUrl, FhirGrant grant, CancellationToken cancel)
    {
        if (!IsId(id))
        {
            return null;
        }

        await using var connection = await clinics.OpenUnnamedAsync(cancel);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                ClinicDatabase.Naming(clinic),
                SearchSql.Read(type, id, version, clinic, baseUrl, grant),
            },
        };
        await batch.PrepareAsync(cancel);
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        await reader.NextResultAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? new StoredResource(
                reader.GetInt32(0), reader.GetFieldValue<DateTimeOffset>(1), type.Source.Served(reader.GetFieldValue<byte[]>(2)), reader.IsDBNull(3) ? null : reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetFieldValue<DateTimeOffset>(4))
            : null;
    }

    public async Task<long> CountAsync(SearchQuery query, string clinic, string baseUrl, FhirGrant grant, CancellationToken cancel)
    {
        await using var connection = NeedsIndexOnArrays(query.Criteria) ? await all.OpenConnectionAsync(cancel) : await clinics.OpenAsync(clinic, cancel);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(SearchSql.Total(query, clinic, baseUrl, grant));
        return (long)(await batch.ExecuteScalarAsync(cancel))!;
    }

    public Task<SearchPage> SearchAsync(SearchQuery query, string clinic, string baseUrl, FhirGrant grant, CancellationToken cancel) =>
        PageAsync(
            query.Type.Source, clinic, query.Total ? SearchSql.Total(query, clinic, baseUrl, grant) : null, SearchSql.Page(query, clinic, baseUrl, grant),
            NeedsIndexOnArrays(query.Criteria), isPrepared: query.Cursor is null && IsCommon(query), query.Cursor, cancel);

    /// <summary>
    /// All in one round trip: whose rows are seen, when the clinic's newest commit was, the total if asked for, the page.
    /// That time stands before the page on purpose: everything up to that time is then in it.
    /// </summary>
    public async Task<SearchPage> PageAsync(
        FhirSource source, string clinic, NpgsqlBatchCommand? total, NpgsqlBatchCommand page, bool overClinics, bool isPrepared, SearchCursor? cursor, CancellationToken cancel)
    {
        var connection = overClinics ? await all.OpenConnectionAsync(cancel) : await clinics.OpenUnnamedAsync(cancel);
        try
        {
            var batch = new NpgsqlBatch(connection);
            if (!overClinics)
            {
                batch.BatchCommands.Add(ClinicDatabase.Naming(clinic));
            }

            var updated = new NpgsqlBatchCommand(
                $"""
                select {source.Updated}, {(source.IsTrail ? "false" : "exists (select from infusion.correction where clinic = $1 and ended_at is null)")}
                from {source.Head} where clinic = $1
                """);
            updated.Parameters.Add(new NpgsqlParameter<string> { TypedValue = clinic });
            batch.BatchCommands.Add(updated);
            if (total is not null)
            {
                batch.BatchCommands.Add(total);
            }

            batch.BatchCommands.Add(page);
            if (isPrepared)
            {
                await batch.PrepareAsync(cancel);
            }

            var reader = await batch.ExecuteReaderAsync(cancel);
            if (!overClinics)
            {
                await reader.NextResultAsync(cancel);
            }

            var result = new SearchPage(source, connection, reader, cursor);
            await result.BeginAsync(total is not null, cancel);
            return result;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>What stands beside the matches. By references, so over the index on them.</summary>
    public async Task<IncludedRows> IncludedAsync(IEnumerable<NpgsqlBatchCommand> commands, CancellationToken cancel)
    {
        var connection = await all.OpenConnectionAsync(cancel);
        try
        {
            var batch = new NpgsqlBatch(connection);
            foreach (var command in commands)
            {
                batch.BatchCommands.Add(command);
            }

            return new IncludedRows(connection, await batch.ExecuteReaderAsync(cancel));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public static bool NeedsIndexOnArrays(IEnumerable<SearchCriterion> criteria) =>
        criteria.Any(criterion => criterion is not SearchCriterion.Value value || value.Parameter.Column is "identifiers" or "refs" or "patients" or "names" || value.Modifier == "identifier");

    /// <summary>
    /// A statement stays prepared as long as its connection: only shapes of which there are few are worth it. A search by
    /// identifier is planned each time, because without the value Postgres takes an identifier to be far from unique.
    /// </summary>
    static bool IsCommon(SearchQuery query) => query.Criteria.Count <= 3 && query.Criteria.All(criterion =>
        criterion is SearchCriterion.Value { Alternatives.Count: 1, Parameter.Column: not "identifiers" and not "refs" and not "patients" and not "names" and not "terms" });

    [GeneratedRegex(@"^[A-Za-z0-9\-.]{1,64}\z", RegexOptions.CultureInvariant)]
    static partial Regex IdPattern { get; }
}

/// <summary>An open result: rows come as they are written out.</summary>
sealed class SearchPage(FhirSource source, NpgsqlConnection connection, NpgsqlDataReader reader, SearchCursor? cursor) : IAsyncDisposable
{
    bool _read;
    bool _isOver;

    /// <summary>Of a later page that of the first: what was committed in between is not on it.</summary>
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

        Updated = cursor is { } first ? first.Updated : Updated;
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

    public string Type => reader.GetString(0);

    public string Id => reader.GetString(1);

    public SearchCursor Position => new(
        reader.GetFieldValue<DateTimeOffset>(3), Type, Id, Version, cursor?.Seq ?? (reader.IsDBNull(7) ? long.MaxValue : reader.GetInt64(7)), Updated);

    public int Version => reader.GetInt32(2);

    public DateTimeOffset Key => reader.GetFieldValue<DateTimeOffset>(3);

    public byte[] Content => source.Served(reader.GetFieldValue<byte[]>(4));

    public string? Patient => reader.IsDBNull(5) ? null : reader.GetString(5);

    /// <summary>Empty where nothing is to be included.</summary>
    public string[] Refs => reader.IsDBNull(6) ? [] : reader.GetFieldValue<string[]>(6);

    public async Task NextAsync(CancellationToken cancel) => _read = await reader.ReadAsync(cancel);

    /// <summary>
    /// Nothing more is read from it, and its connection is free for others. At once: the connection's next user gets the same reader
    /// object, and ending that a second time would take that user's rows away.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        await reader.DisposeAsync();
        await connection.DisposeAsync();
    }
}

/// <summary>Resources that are included, of several statements one after the other.</summary>
sealed class IncludedRows(NpgsqlConnection connection, NpgsqlDataReader reader) : IAsyncDisposable
{
    public async Task<bool> NextAsync(CancellationToken cancel)
    {
        while (!await reader.ReadAsync(cancel))
        {
            if (!await reader.NextResultAsync(cancel))
            {
                return false;
            }
        }

        return true;
    }

    public string Type => reader.GetString(0);

    public string Id => reader.GetString(1);

    public byte[] Content => reader.GetFieldValue<byte[]>(2);

    public string? Patient => reader.IsDBNull(3) ? null : reader.GetString(3);

    public string[] Refs => reader.IsDBNull(4) ? [] : reader.GetFieldValue<string[]>(4);

    public async ValueTask DisposeAsync()
    {
        await reader.DisposeAsync();
        await connection.DisposeAsync();
    }
}
