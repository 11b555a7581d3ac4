using Infusion.Server.Storage;
using Infusion.Server.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(EmbeddedPostgresFixture))]

namespace Infusion.Server.Tests.Support;

/// <summary>One private Postgres for the whole run, made by the production class, with a database for whoever asks.</summary>
public sealed class EmbeddedPostgresFixture : IAsyncLifetime
{
    readonly TemporaryDirectory _directory = new();
    readonly SemaphoreSlim _starting = new(1);
    EmbeddedPostgres? _postgres;
    int _databases;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A new, empty database; Postgres starts with the first one asked for.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        await _starting.WaitAsync();
        try
        {
            _postgres ??= await EmbeddedPostgres.StartAsync(new() { DataDirectory = _directory.Path }, NullLogger.Instance, TestContext.Current.CancellationToken);
        }
        finally
        {
            _starting.Release();
        }

        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(_postgres.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"create database {name}", connection);
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(_postgres.ConnectionString) { Database = name, MaxPoolSize = 10 }.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        _starting.Dispose();
        _directory.Dispose();
    }
}
