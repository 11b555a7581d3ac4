using System.Diagnostics;
using System.Globalization;
using Infusion.Server.Storage;
using Infusion.Server.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Operations;

public sealed class EmbeddedPostgresTests : IDisposable
{
    readonly TemporaryDirectory _data = new();

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    string Cluster => _data.File("postgres");

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task It_keeps_data_from_one_start_to_the_next_and_is_durable()
    {
        await using (var first = await StartAsync())
        {
            await ExecuteAsync(first.ConnectionString, "create table kept (x int); insert into kept values (7)");
            foreach (var setting in (string[])["fsync", "synchronous_commit", "full_page_writes", "data_checksums"])
            {
                (await ScalarAsync(first.ConnectionString, $"show {setting}")).ShouldBe("on");
            }

            (await ScalarAsync(first.ConnectionString, "select pg_encoding_to_char(encoding) || ' ' || datcollate from pg_database where datname = current_database()")).ShouldBe("UTF8 C.UTF-8");
            ReadPid().ShouldBe(first.ProcessId);
        }

        File.Exists(Path.Combine(Cluster, "postmaster.pid")).ShouldBeFalse("a stopped Postgres leaves no lock file");
        await using var second = await StartAsync();
        (await ScalarAsync(second.ConnectionString, "select x from kept")).ShouldBe(7);
    }

    [Fact]
    public async Task Its_password_is_a_secret_and_is_needed()
    {
        await using var postgres = await StartAsync();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(_data.File("postgres.password")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var wrong = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Password = "guess", Pooling = false };
        (await Should.ThrowAsync<PostgresException>(() => ScalarAsync(wrong.ConnectionString, "select 1"))).SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
    }

    [Fact]
    public async Task A_second_server_on_the_same_data_directory_is_refused_and_the_first_lives()
    {
        await using var postgres = await StartAsync();
        await RefusedAsync($"Another Infusion server is running with the data directory {_data.Path}");
        (await ScalarAsync(postgres.ConnectionString, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_postgres_left_by_a_killed_server_is_ended_and_a_new_one_starts()
    {
        await (await StartAsync()).DisposeAsync();
        using var leftover = await StartForeignPostgresAsync(diesWithParent: false);

        await using var postgres = await StartAsync();
        await leftover.WaitForExitAsync(Cancel);
        ReadPid().ShouldBe(postgres.ProcessId);
        (await ScalarAsync(postgres.ConnectionString, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_postgres_that_was_stopped_and_left_by_a_killed_server_goes_on_to_its_end_and_a_new_one_starts()
    {
        await (await StartAsync()).DisposeAsync();
        using var leftover = await StartForeignPostgresAsync(diesWithParent: false);
        EmbeddedPostgresAccount.Run("kill", ["-STOP", ReadPid().ToString(CultureInfo.InvariantCulture)]).ExitCode.ShouldBe(0);

        await using var postgres = await StartAsync();
        await leftover.WaitForExitAsync(Cancel);
        leftover.ExitCode.ShouldBe(0, "it ended in order, so nothing has to be recovered");
        (await ScalarAsync(postgres.ConnectionString, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_lock_file_that_names_another_program_by_now_does_not_stop_the_start()
    {
        await (await StartAsync()).DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(Cluster, "postmaster.pid"), $"{Environment.ProcessId}\n{Cluster}\n1\n5432\n\n\n\n\n", Cancel);
        await using var postgres = await StartAsync();
        (await ScalarAsync(postgres.ConnectionString, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task Postgres_dies_with_its_parent_even_when_that_is_killed()
    {
        await (await StartAsync()).DisposeAsync();
        var parent = await StartForeignPostgresAsync(diesWithParent: true);
        using var postmaster = Process.GetProcessById(ReadPid());
        parent.Kill();
        await postmaster.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(20), Cancel);
        parent.Dispose();
    }

    [Fact]
    public async Task A_postgres_that_is_killed_comes_back_under_the_same_address_with_all_that_was_committed()
    {
        await using var postgres = await StartAsync();
        await ExecuteAsync(postgres.ConnectionString, "create table kept (x int); insert into kept values (7)");
        var before = postgres.ProcessId;
        using var killed = Process.GetProcessById(before);
        killed.Kill();

        (await ReadAgainAsync(postgres, before, "select x from kept")).ShouldBe(7);
    }

    [Fact]
    public async Task It_refuses_a_database_that_was_made_forgetful()
    {
        await using (var postgres = await StartAsync())
        {
            await ExecuteAsync(postgres.ConnectionString, "alter role infusion set synchronous_commit = off");
        }

        await RefusedAsync("synchronous_commit is off");
    }

    [Fact]
    public async Task It_names_the_version_that_the_data_needs()
    {
        Directory.CreateDirectory(Cluster);
        await File.WriteAllTextAsync(Path.Combine(Cluster, "PG_VERSION"), "11\n", Cancel);
        await RefusedAsync("was written by PostgreSQL 11");
    }

    [Fact]
    public async Task It_names_the_setting_when_the_binaries_are_not_there()
    {
        var e = await Should.ThrowAsync<EmbeddedPostgresException>(() => EmbeddedPostgres.StartAsync(
            new() { DataDirectory = _data.Path, BinDirectory = _data.Path }, NullLogger.Instance, Cancel));
        e.Message.ShouldStartWith("Infusion:PostgresBin");
    }

    [Fact]
    public async Task It_names_a_directory_that_cannot_be_written()
    {
        var e = await Should.ThrowAsync<EmbeddedPostgresException>(() => EmbeddedPostgres.StartAsync(
            new() { DataDirectory = "/proc/infusion" }, NullLogger.Instance, Cancel));
        e.Message.ShouldStartWith("The data directory /proc/infusion is not writable");
    }

    [Fact]
    public async Task It_never_touches_what_is_not_its_own()
    {
        Directory.CreateDirectory(Cluster);
        await File.WriteAllTextAsync(Path.Combine(Cluster, "letters.txt"), "dear", Cancel);
        await RefusedAsync("is no Postgres data directory");
        File.Exists(Path.Combine(Cluster, "letters.txt")).ShouldBeTrue();
    }

    [Fact]
    public async Task It_starts_behind_a_directory_that_others_may_not_enter()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var closed = _data.File("closed");
        Directory.CreateDirectory(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var data = Path.Combine(closed, "data");
        await using (var postgres = await EmbeddedPostgres.StartAsync(new() { DataDirectory = data }, NullLogger.Instance, Cancel))
        {
            (await ScalarAsync(postgres.ConnectionString, "select 1")).ShouldBe(1);
        }

        if (new DirectoryInfo(Path.Combine(data, "postgres")).LinkTarget is { } elsewhere)
        {
            Directory.Delete(Path.GetDirectoryName(elsewhere)!, recursive: true);
        }
    }

    [Theory]
    [InlineData("initdb: error: could not write: No space left on device", "is full")]
    [InlineData("LOG:  could not bind IPv4 address \"127.0.0.1\": Address already in use", "no free port")]
    [InlineData("FATAL:  lock file \"postmaster.pid\" already exists", "Another Postgres is running in /d")]
    [InlineData("FATAL:  something else", "something else")]
    public void What_postgres_says_becomes_one_sentence(string line, string sentence) =>
        EmbeddedPostgresLog.Explain(["LOG:  starting", line, "LOG:  database system is shut down"], "/d", "Postgres did not start").Message.ShouldContain(sentence);

    Task<EmbeddedPostgres> StartAsync() =>
        EmbeddedPostgres.StartAsync(new() { DataDirectory = _data.Path }, NullLogger.Instance, Cancel);

    async Task RefusedAsync(string sentence) =>
        (await Should.ThrowAsync<EmbeddedPostgresException>(StartAsync)).Message.ShouldContain(sentence);

    /// <summary>A Postgres in our directory that another program started; returns that program (itself, or its parent).</summary>
    async Task<Process> StartForeignPostgresAsync(bool diesWithParent)
    {
        var account = EmbeddedPostgresAccount.Choose();
        var bin = EmbeddedPostgresBinaries.Find(null, null, Cluster);
        string[] postgres = ["-D", Cluster, "-c", "listen_addresses=", "-c", $"unix_socket_directories={Cluster}", "-c", "lc_messages=C"];
        var (program, arguments) = account.Wrap(bin.PathOf("postgres"), postgres, diesWithParent);
        var process = new Process
        {
            StartInfo = diesWithParent
                ? EmbeddedPostgresAccount.StartInfo("sh", ["-c", "\"$@\" & wait", "sh", program, .. arguments])
                : EmbeddedPostgresAccount.StartInfo(program, arguments),
        };
        process.Start();
        string? line;
        do
        {
            line = await process.StandardError.ReadLineAsync(Cancel);
            line.ShouldNotBeNull("Postgres ended instead of getting ready");
        }
        while (!line.Contains("ready to accept", StringComparison.Ordinal));

        return process;
    }

    int ReadPid() => int.Parse(File.ReadLines(Path.Combine(Cluster, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    static async Task ExecuteAsync(string connectionString, string sql) => await ScalarAsync(connectionString, sql);

    static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancel);
    }

    static async Task<object?> ReadAgainAsync(EmbeddedPostgres postgres, int afterProcess, string sql)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            try
            {
                var result = await ScalarAsync(postgres.ConnectionString, sql);
                if (postgres.ProcessId != afterProcess)
                {
                    return result;
                }
            }
            catch (NpgsqlException)
            {
                // Not back yet.
            }
        }
    }
}
