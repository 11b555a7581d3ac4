using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Infusion.Server.Storage;

/// <summary>
/// Keeps one Postgres running: starts it, hands its log on, starts it again when it crashes, and ends it with the server.
/// </summary>
/// <remarks>
/// The kernel's parent-death signal follows the thread that started the child, not the process. So Postgres is started
/// by a thread of its own that lives until Postgres ends; a pool thread would take Postgres down when it retires.
/// </remarks>
sealed class EmbeddedPostgresProcess : IAsyncDisposable
{
    const int PortAttempts = 5;

    static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    readonly EmbeddedPostgresBinaries _bin;
    readonly EmbeddedPostgresCluster _cluster;
    readonly EmbeddedPostgresAccount _account;
    readonly ILogger _logger;
    readonly EmbeddedPostgresLog _log;
    readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly CancellationTokenSource _stopping = new();

    EmbeddedPostgresProcess(
        EmbeddedPostgresBinaries bin, EmbeddedPostgresCluster cluster, EmbeddedPostgresAccount account, ILogger logger, int port)
    {
        _bin = bin;
        _cluster = cluster;
        _account = account;
        _logger = logger;
        _log = new(logger);
        Port = port;
    }

    public int Port { get; }

    public int ProcessId { get; private set; }

    public static async Task<EmbeddedPostgresProcess> StartAsync(
        EmbeddedPostgresBinaries bin, EmbeddedPostgresCluster cluster, EmbeddedPostgresAccount account, ILogger logger, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var process = new EmbeddedPostgresProcess(bin, cluster, account, logger, FreePort());
            try
            {
                new Thread(process.Keep) { IsBackground = true, Name = "private Postgres" }.Start();
                await Task.WhenAny(process._log.Ready, process._ended.Task).WaitAsync(cancellationToken);
                if (process._log.Ready.IsCompletedSuccessfully)
                {
                    return process;
                }
            }
            catch (OperationCanceledException)
            {
                await process.DisposeAsync();
                throw;
            }

            if (!process._log.PortTaken || attempt == PortAttempts)
            {
                throw process._log.Explain(cluster.Directory);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        foreach (var signal in (string[])["INT", "QUIT"])
        {
            if (ProcessId != 0 && !_ended.Task.IsCompleted)
            {
                _account.RunAs("kill", $"-{signal}", ProcessId.ToString(CultureInfo.InvariantCulture));
            }

            if (await Task.WhenAny(_ended.Task, Task.Delay(StopPatience)) == _ended.Task)
            {
                break;
            }

            _logger.LogWarning("Postgres (process {Pid}) did not end in {Seconds} s", ProcessId, StopPatience.TotalSeconds);
        }
    }

    void Keep()
    {
        try
        {
            var pause = TimeSpan.FromMilliseconds(100);
            while (true)
            {
                var exitCode = RunOnce();
                if (_stopping.IsCancellationRequested || !_log.Ready.IsCompletedSuccessfully)
                {
                    return;
                }

                _logger.LogError("Postgres ended with code {ExitCode}; starting it again", exitCode);
                // Its orphaned children leave within moments, and a new one must not start before.
                EmbeddedPostgresLeftover.StopAsync(_cluster.Directory, _account, _logger, _stopping.Token).GetAwaiter().GetResult();
                if (_stopping.Token.WaitHandle.WaitOne(pause))
                {
                    return;
                }

                pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, TimeSpan.FromSeconds(5).Ticks));
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop while between two runs.
        }
        catch (Exception e)
        {
            _logger.LogCritical(e, "The private Postgres cannot be kept running");
            _log.Hear(e.Message);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    int RunOnce()
    {
        var (program, arguments) = _account.Wrap(_bin.PathOf("postgres"), Arguments(), diesWithParent: true);
        using var process = new Process { StartInfo = EmbeddedPostgresAccount.StartInfo(program, arguments) };
        process.OutputDataReceived += (_, e) => _log.Hear(e.Data);
        process.ErrorDataReceived += (_, e) => _log.Hear(e.Data);
        process.Start();
        ProcessId = process.Id;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        return process.ExitCode;
    }

    List<string> Arguments()
    {
        (string Name, string Value)[] settings =
        [
            ("listen_addresses", "127.0.0.1"),
            ("port", Port.ToString(CultureInfo.InvariantCulture)),
            ("unix_socket_directories", ""),
            ("password_encryption", "scram-sha-256"),
            ("fsync", "on"),
            ("synchronous_commit", "on"),
            ("full_page_writes", "on"),
            ("max_connections", "120"),
            ("shared_buffers", "128MB"),
            ("wal_compression", "on"),
            // Fewer checkpoints: less rewriting of whole pages; a restart after a crash still takes seconds.
            ("max_wal_size", "2GB"),
            ("checkpoint_timeout", "15min"),
            ("random_page_cost", "1.1"),
            ("jit", "off"),
            ("log_min_messages", "warning"),
            ("log_checkpoints", "off"),
            ("lc_messages", "C"),
            ("timezone", "UTC"),
            ("log_timezone", "UTC"),
        ];
        return ["-D", _cluster.Directory, .. settings.SelectMany(s => new[] { "-c", $"{s.Name}={s.Value}" })];
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
