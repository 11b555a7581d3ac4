using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Infusion.Server.Tests.Support;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace Infusion.Server.Tests.Support;

/// <summary>
/// A private Postgres for this test run, from the binaries on the machine: loopback only, gone at the end. It never
/// syncs, because no test outlives it. Each test class takes a database of its own.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    const string User = "infusion";

    readonly string _folder = Directory.CreateTempSubdirectory("infusion-tests-").FullName;
    readonly int _port = FreePort();
    int _databases;
    bool _running;

    public async ValueTask InitializeAsync()
    {
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", ["postgres", _folder], asPostgres: false);
        }

        await RunAsync(Binary("initdb"), ["-D", Data, "-U", User, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]);
        await RunAsync(Binary("pg_ctl"),
        [
            "start", "-w", "-s", "-D", Data, "-l", Path.Combine(_folder, "log"),
            "-o", $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c full_page_writes=off",
        ]);
        _running = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_running)
        {
            await RunAsync(Binary("pg_ctl"), ["stop", "-w", "-s", "-D", Data, "-m", "immediate"]);
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A fresh database with the schema in it. The caller disposes the source.</summary>
    public async Task<NpgsqlDataSource> CreateDatabaseAsync()
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await using (var server = NpgsqlDataSource.Create(ConnectionString("postgres")))
        await using (var create = server.CreateCommand($"create database {name}"))
        {
            await create.ExecuteNonQueryAsync();
        }

        var database = NpgsqlDataSource.Create(ConnectionString(name));
        await using var schema = database.CreateCommand(await File.ReadAllTextAsync(SchemaFile()));
        await schema.ExecuteNonQueryAsync();
        return database;
    }

    string Data => Path.Combine(_folder, "data");

    string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={_port};Username={User};Database={database};Maximum Pool Size=20";

    static string SchemaFile([System.Runtime.CompilerServices.CallerFilePath] string here = "") => Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(here)!, "../../../src/Infusion.Server/Storage/Schema.sql"));

    static string Binary(string name)
    {
        var newest = Directory.GetDirectories("/usr/lib/postgresql")
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            .First();
        return Path.Combine(newest, "bin", name);
    }

    /// <summary>Postgres refuses to run as root, so a privileged test run hands it to its own user.</summary>
    static async Task RunAsync(string program, string[] arguments, bool asPostgres = true)
    {
        var start = asPostgres && Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("runuser", ["-u", "postgres", "--", program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        start.WorkingDirectory = "/";
        start.RedirectStandardOutput = program.EndsWith("initdb", StringComparison.Ordinal);
        using var process = Process.Start(start)!;
        var output = start.RedirectStandardOutput ? await process.StandardOutput.ReadToEndAsync() : "";
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Path.GetFileName(program)} ended with {process.ExitCode}. {output}");
        }
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
