using Npgsql;

namespace Infusion.Server.Storage;

/// <summary>
/// The store as one clinic sees it, for reading: a pool of its own whose connections have the role that the row policies bind, from
/// their first moment and through every reset. One that names no clinic sees nothing.
/// </summary>
sealed class ClinicDatabase : IAsyncDisposable
{
    public const string Role = "infusion_clinic";

    /// <summary>What a connection says of whose rows it sees.</summary>
    public const string Setting = "infusion.clinic";

    const int MostConnections = 30;

    readonly NpgsqlDataSource _unnamed;

    public ClinicDatabase(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        var settings = builder.ConnectionStringBuilder;
        settings.Options = $"{settings.Options} -c role={Role}".TrimStart();
        settings.MaxPoolSize = Math.Min(settings.MaxPoolSize, MostConnections);
        settings.Timeout = Math.Min(settings.Timeout, SecondsToConnect);
        Source = builder.Build();
        settings.NoResetOnClose = true;
        _unnamed = builder.Build();
    }

    /// <summary>A store that takes a connection and says nothing is as good as away; nobody waits long for it.</summary>
    public const int SecondsToConnect = 5;

    internal NpgsqlDataSource Source { get; }

    public async Task<NpgsqlConnection> OpenAsync(string clinic, CancellationToken cancellationToken)
    {
        var connection = await Source.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var enter = new NpgsqlCommand($"select set_config('{Setting}', $1, false)", connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = clinic } } };
            await enter.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// For what is read in one batch that begins with <see cref="Naming"/>: that is no round trip of its own, and holds for the batch
    /// alone. Nothing of it stays on the connection, so these have a pool of their own that resets nothing.
    /// </summary>
    public ValueTask<NpgsqlConnection> OpenUnnamedAsync(CancellationToken cancellationToken) => _unnamed.OpenConnectionAsync(cancellationToken);

    /// <summary>Says for the rest of its batch whose rows are seen. Its own result comes first.</summary>
    public static NpgsqlBatchCommand Naming(string clinic) =>
        new($"select set_config('{Setting}', $1, true)") { Parameters = { new NpgsqlParameter<string> { TypedValue = clinic } } };

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await _unnamed.DisposeAsync();
    }
}
