using Infusion.Server.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Infusion.Benchmarks.Target;

/// <summary>One Postgres for both pipelines, with the settings that the server gives its private one, in a directory of its own.</summary>
sealed class BenchDatabase : IAsyncDisposable
{
    readonly EmbeddedPostgres _postgres;
    readonly string _directory;

    BenchDatabase(EmbeddedPostgres postgres, string directory) => (_postgres, _directory) = (postgres, directory);

    public int ProcessId => _postgres.ProcessId;

    public static async Task<BenchDatabase> StartAsync()
    {
        var directory = Directory.CreateTempSubdirectory("infusion-bench-").FullName;
        var options = new EmbeddedPostgresOptions { DataDirectory = directory };
        return new BenchDatabase(await EmbeddedPostgres.StartAsync(options, NullLogger.Instance, CancellationToken.None), directory);
    }

    /// <returns>The connection string of a new, empty database.</returns>
    public async Task<string> CreateAsync(string name)
    {
        await using var database = NpgsqlDataSource.Create(_postgres.ConnectionString);
        await using var command = database.CreateCommand($"create database {name}");
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(_postgres.ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>So that the checkpoint of one turn's rows is not paid in the other's.</summary>
    public async Task CheckpointAsync()
    {
        await using var database = NpgsqlDataSource.Create(_postgres.ConnectionString);
        await using var command = database.CreateCommand("checkpoint");
        command.CommandTimeout = 120;
        await command.ExecuteNonQueryAsync();
    }

    public async Task<string> VersionAsync()
    {
        await using var database = NpgsqlDataSource.Create(_postgres.ConnectionString);
        await using var command = database.CreateCommand("show server_version");
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public static async Task<long> CountAsync(string connectionString, string table)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var command = database.CreateCommand($"select count(*) from {table}");
        command.CommandTimeout = 120;
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await _postgres.DisposeAsync();
        var link = new DirectoryInfo(Path.Combine(_directory, "postgres")).LinkTarget;
        if (link is not null)
        {
            Directory.Delete(link, recursive: true);
        }

        Directory.Delete(_directory, recursive: true);
    }
}
