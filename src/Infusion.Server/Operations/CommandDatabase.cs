using Infusion.Server.Storage;
using Npgsql;

namespace Infusion.Server.Operations;

/// <summary>The store that a command line reads.</summary>
sealed class CommandDatabase : IAsyncDisposable
{
    readonly EmbeddedPostgres? _postgres;

    CommandDatabase(string connection, EmbeddedPostgres? postgres) => (Source, _postgres) = (NpgsqlDataSource.Create(connection), postgres);

    public NpgsqlDataSource Source { get; }

    /// <summary>Where it is named, or where the server's settings say; its private Postgres is started when the server does not run.</summary>
    public static async Task<CommandDatabase> OpenAsync(string? connection, CancellationToken cancellationToken)
    {
        if (connection is not null)
        {
            return new CommandDatabase(connection, null);
        }

        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        var options = InfusionOptions.Read(builder.Configuration, builder.Environment);
        if (options.ConnectionString is not null)
        {
            return new CommandDatabase(options.ConnectionString, null);
        }

        using var log = LoggerFactory.Create(logging => logging.AddConsole().SetMinimumLevel(LogLevel.Warning));
        var postgres = await EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions { DataDirectory = options.DataDirectory, BinDirectory = options.PostgresBin },
            log.CreateLogger<EmbeddedPostgres>(), cancellationToken);
        return new CommandDatabase(postgres.ConnectionString, postgres);
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await (_postgres?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
