using Infusion.Server.Identity;
using Infusion.Server.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Identity;

public sealed class IdentitySchemaTests(EmbeddedPostgresFixture postgres)
{
    /// <summary>Columns, indexes and constraints, one a line.</summary>
    const string Shape =
        """
        select line from (
            select format('column %s.%s %s %s', table_name, column_name, udt_name || coalesce('(' || character_maximum_length || ')', ''), is_nullable) line
            from information_schema.columns where table_schema = 'identity'
            union all select 'index ' || indexdef from pg_indexes where schemaname = 'identity'
            union all select format('constraint %s %s', conrelid::regclass, pg_get_constraintdef(oid)) from pg_constraint where connamespace = 'identity'::regnamespace
        ) shape where line !~ 'schema_script' order by line
        """;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_scripts_make_what_the_model_says()
    {
        var scripted = await postgres.CreateDatabaseAsync();
        await ApplyAsync(scripted);
        var modelled = await postgres.CreateDatabaseAsync();
        await using var store = new IdentityStore(new DbContextOptionsBuilder<IdentityStore>().UseNpgsql(modelled).UseOpenIddict().Options);
        await store.Database.EnsureCreatedAsync(Cancel);

        // When this fails the model has moved on (or a package brought new columns): write the next numbered script.
        (await ReadAsync(scripted)).ShouldBe(await ReadAsync(modelled));
    }

    [Fact]
    public async Task Servers_that_start_together_and_again_apply_each_script_once()
    {
        var database = await postgres.CreateDatabaseAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ApplyAsync(database)));
        await ApplyAsync(database);
        (await ReadAsync(database)).ShouldNotBeEmpty();
    }

    static async Task ApplyAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Cancel);
        await IdentitySchema.ApplyAsync(connection, Cancel);
    }

    static async Task<List<string>> ReadAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(Shape, connection);
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var lines = new List<string>();
        while (await reader.ReadAsync(Cancel))
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }
}
