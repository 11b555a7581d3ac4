using Npgsql;

namespace Infusion.Server.Storage;

sealed record EmbeddedPostgresOptions
{
    public required string DataDirectory { get; init; }

    /// <summary>The directory that holds <c>postgres</c> and <c>initdb</c>. Null: the newest on the machine that fits.</summary>
    public string? BinDirectory { get; init; }
}

/// <summary>One sentence for the person who started the server: what is wrong and what to do.</summary>
sealed class EmbeddedPostgresException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// A Postgres of the server's own, for clinics and developers who have none. It lives exactly as long as the
/// server: also after kill -9 the kernel tells it to shut down (see <see cref="EmbeddedPostgresProcess"/>).
/// </summary>
sealed class EmbeddedPostgres : IAsyncDisposable
{
    const string Database = "infusion";

    readonly FileStream _lock;
    readonly EmbeddedPostgresProcess _process;

    EmbeddedPostgres(FileStream dataLock, EmbeddedPostgresProcess process, string connectionString)
    {
        _lock = dataLock;
        _process = process;
        ConnectionString = connectionString;
    }

    public string ConnectionString { get; }

    /// <summary>The postmaster's process id; it changes when a crashed Postgres was started again.</summary>
    internal int ProcessId => _process.ProcessId;

    public static async Task<EmbeddedPostgres> StartAsync(
        EmbeddedPostgresOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        var dataDirectory = Path.GetFullPath(options.DataDirectory);
        var dataLock = TakeLock(dataDirectory);
        EmbeddedPostgresProcess? process = null;
        try
        {
            var account = EmbeddedPostgresAccount.Choose();
            var cluster = EmbeddedPostgresCluster.Open(dataDirectory, account);
            await EmbeddedPostgresLeftover.StopAsync(cluster.Directory, account, logger, cancellationToken);
            var bin = EmbeddedPostgresBinaries.Find(options.BinDirectory, cluster.MajorVersion, cluster.Directory);
            var password = await cluster.EnsureInitializedAsync(bin, cancellationToken);
            process = await EmbeddedPostgresProcess.StartAsync(bin, cluster, account, logger, cancellationToken);
            var connectionString = ConnectionTo(process.Port, password);
            await EnsureDatabaseAsync(connectionString, cancellationToken);
            await EnsureDurableAsync(connectionString, cluster.Directory, cancellationToken);
            logger.LogInformation("Private Postgres {Version} is ready on port {Port}, data in {Directory}", bin.Version, process.Port, cluster.Directory);
            return new EmbeddedPostgres(dataLock, process, connectionString);
        }
        catch
        {
            if (process is not null)
            {
                await process.DisposeAsync();
            }

            await dataLock.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        NpgsqlConnection.ClearPool(connection);
        await _process.DisposeAsync();
        await _lock.DisposeAsync();
    }

    /// <summary>The lock ends with this process however it ends, so it tells a live server from a leftover.</summary>
    static FileStream TakeLock(string dataDirectory)
    {
        try
        {
            Directory.CreateDirectory(dataDirectory);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw Failures.CannotWrite(dataDirectory, e);
        }

        var path = Path.Combine(dataDirectory, "server.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Failures.CannotWrite(dataDirectory, e);
        }
        catch (IOException e)
        {
            throw Failures.IsDiskFull(e)
                ? Failures.DiskFull(dataDirectory, e)
                : File.Exists(path)
                    ? new EmbeddedPostgresException($"Another Infusion server is running with the data directory {dataDirectory}; stop it, or give this one another with Infusion:DataDirectory.", e)
                    : Failures.CannotWrite(dataDirectory, e);
        }
    }

    static string ConnectionTo(int port, string password) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = EmbeddedPostgresCluster.User,
        Password = password,
        Database = Database,
        MaxPoolSize = 40,
        IncludeErrorDetail = true,
        ApplicationName = "infusion",
    }.ConnectionString;

    static async Task EnsureDatabaseAsync(string connectionString, CancellationToken cancellationToken)
    {
        var admin = new NpgsqlConnectionStringBuilder(connectionString) { Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(admin.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            throw new EmbeddedPostgresException("The private Postgres refuses the password kept in the data directory (postgres.password); it belongs to another database: restore both from the same backup.", e);
        }

        await using var exists = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection) { Parameters = { new() { Value = Database } } };
        if (await exists.ExecuteScalarAsync(cancellationToken) is null)
        {
            await using var create = new NpgsqlCommand($"create database {Database}", connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>
    /// The server passes these settings itself; a role or database setting could still override them, and then an
    /// acknowledgement would promise more than the disk holds.
    /// </summary>
    static async Task EnsureDurableAsync(string connectionString, string directory, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            "select name from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums') and setting = 'off' order by name",
            connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var off = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            off.Add(reader.GetString(0));
        }

        if (off.Count > 0)
        {
            throw new EmbeddedPostgresException($"The private Postgres in {directory} is not durable: {string.Join(", ", off)} is off; turn it on, because an acknowledgement means on disk.");
        }
    }

    internal static class Failures
    {
        const int NoSpaceLeft = 28;

        public static bool IsDiskFull(Exception e) => e is IOException && (e.HResult & 0xFFFF) == NoSpaceLeft;

        public static EmbeddedPostgresException DiskFull(string directory, Exception? inner = null) =>
            new($"The disk that holds {directory} is full; free some space and start again.", inner);

        public static EmbeddedPostgresException CannotWrite(string directory, Exception? inner = null) =>
            inner is not null && IsDiskFull(inner)
                ? DiskFull(directory, inner)
                : new($"The data directory {directory} is not writable for user {Environment.UserName}; change its rights, or choose another with Infusion:DataDirectory.", inner);
    }
}
