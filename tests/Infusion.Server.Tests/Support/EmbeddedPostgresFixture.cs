using Infusion.Server.Storage;
using Infusion.Server.Tests.Support;
using Marten;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(EmbeddedPostgresFixture))]

namespace Infusion.Server.Tests.Support;

/// <summary>One private Postgres for the whole run, made by the production class, with a database for whoever asks.</summary>
public sealed class EmbeddedPostgresFixture : IAsyncLifetime
{
    const string Template = "with_schema";

    readonly TemporaryDirectory _directory = new();
    readonly SemaphoreSlim _starting = new(1);
    EmbeddedPostgres? _postgres;
    bool _hasTemplate;
    int _databases;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A new, empty database; Postgres starts with the first one asked for.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        await PrepareAsync(withTemplate: false);
        return await CreateAsync(NextName());
    }

    /// <summary>A new database that has the clinics' schema: a copy, which is made much faster than the schema.</summary>
    public async Task<string> CreateClinicDatabaseAsync()
    {
        await PrepareAsync(withTemplate: true);
        return await CreateAsync(NextName(), Template);
    }

    string NextName() => $"test_{Interlocked.Increment(ref _databases)}";

    async Task PrepareAsync(bool withTemplate)
    {
        await _starting.WaitAsync();
        try
        {
            _postgres ??= await EmbeddedPostgres.StartAsync(new() { DataDirectory = _directory.Path }, NullLogger.Instance, TestContext.Current.CancellationToken);
            if (withTemplate && !_hasTemplate)
            {
                await MakeSchemaAsync(await CreateAsync(Template));
                _hasTemplate = true;
            }
        }
        finally
        {
            _starting.Release();
        }
    }

    async Task<string> CreateAsync(string name, string template = "template1")
    {
        await using var connection = new NpgsqlConnection(_postgres!.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"create database {name} template {template}", connection);
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(_postgres.ConnectionString) { Database = name, MaxPoolSize = 10 }.ConnectionString;
    }

    static async Task MakeSchemaAsync(string connectionString)
    {
        // A database that somebody is connected to cannot be copied.
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var store = DocumentStore.For(options => MartenSetup.Configure(options, source));
        await new SchemaMigrator(source, store).ApplyAsync((_, _) => Task.CompletedTask, CancellationToken.None);
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
