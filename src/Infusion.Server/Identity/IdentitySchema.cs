using System.Reflection;
using Npgsql;

namespace Infusion.Server.Identity;

/// <summary>
/// Brings the schema <c>identity</c> up to date: numbered scripts, each once, all in one transaction
/// (docs/adr/0003-identity-schema.md).
/// </summary>
static class IdentitySchema
{
    const string Prefix = "Infusion.Server.Identity.Schema.";

    /// <summary>The connection must be open and outside a transaction. Safe when several servers start at once.</summary>
    public static async Task ApplyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(
            """
            select pg_advisory_xact_lock(hashtextextended('infusion.identity.schema', 0));
            create schema if not exists identity;
            create table if not exists identity.schema_script (name text primary key, applied_at timestamptz not null default now());
            """,
            connection,
            cancellationToken);
        var applied = await AppliedAsync(connection, cancellationToken);
        foreach (var (name, sql) in Scripts())
        {
            if (applied.Contains(name))
            {
                continue;
            }

            await ExecuteAsync(sql, connection, cancellationToken);
            await using var note = new NpgsqlCommand("insert into identity.schema_script (name) values ($1)", connection) { Parameters = { new() { Value = name } } };
            await note.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    static async Task<HashSet<string>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select name from identity.schema_script", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var names = new HashSet<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    static async Task ExecuteAsync(string sql, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    static IEnumerable<(string Name, string Sql)> Scripts()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return (resource[Prefix.Length..], reader.ReadToEnd());
        }
    }
}
