using Marten;
using Npgsql;

namespace Infusion.Server.Storage;

/// <summary>
/// Applies the three schema systems in one order (identity, Marten, ours) under one advisory lock,
/// so that two servers may start on one empty database at once.
/// </summary>
sealed class SchemaMigrator(NpgsqlDataSource dataSource, IDocumentStore store)
{
    const long SchemaLock = 0x1F05_10_05; // any fixed number; the same in every server

    public async Task ApplyAsync(Func<NpgsqlConnection, CancellationToken, Task> applyIdentity, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(connection, $"select pg_advisory_lock({SchemaLock})", cancellationToken);
        try
        {
            await applyIdentity(connection, cancellationToken);
            await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
            await ExecuteAsync(connection, await OwnSchemaAsync(cancellationToken), cancellationToken);
        }
        finally
        {
            await ExecuteAsync(connection, $"select pg_advisory_unlock({SchemaLock})", CancellationToken.None);
        }
    }

    internal static async Task<string> OwnSchemaAsync(CancellationToken cancellationToken)
    {
        var assembly = typeof(SchemaMigrator).Assembly;
        await using var stream = assembly.GetManifestResourceStream("Infusion.Server.Storage.Schema.sql")
            ?? throw new InvalidOperationException("Schema.sql is not embedded in the server");
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
