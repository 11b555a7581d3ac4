using System.Collections.Concurrent;

namespace Infusion.Server.Storage;

/// <summary>What Postgres wrote: handed on to the server's log, watched for "ready", and kept short to explain a failure.</summary>
sealed class EmbeddedPostgresLog(ILogger logger)
{
    const int Kept = 50;

    readonly ConcurrentQueue<string> _lines = new();
    readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Ready => _ready.Task;

    public bool PortTaken => _lines.Any(line => line.Contains("could not bind", StringComparison.Ordinal));

    public void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        while (_lines.Count > Kept)
        {
            _lines.TryDequeue(out _);
        }

        var bad = line.Contains("FATAL:", StringComparison.Ordinal) || line.Contains("PANIC:", StringComparison.Ordinal);
        logger.Log(bad ? LogLevel.Warning : LogLevel.Debug, "postgres: {Line}", line);
        if (line.Contains("ready to accept connections", StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }
    }

    public EmbeddedPostgresException Explain(string directory) => Explain(_lines, directory, "Postgres did not start");

    /// <summary>One sentence out of what Postgres wrote.</summary>
    public static EmbeddedPostgresException Explain(IEnumerable<string> log, string directory, string otherwise)
    {
        var lines = log.ToList();
        if (Says("No space left on device"))
        {
            return EmbeddedPostgres.Failures.DiskFull(directory);
        }

        if (Says("could not bind"))
        {
            return new("Postgres found no free port on 127.0.0.1 in several attempts.");
        }

        if (Says("lock file \"postmaster.pid\" already exists"))
        {
            return new($"Another Postgres is running in {directory}; stop it, or choose another place with Infusion:DataDirectory.");
        }

        if (Says("Cannot allocate memory"))
        {
            return new("Postgres did not get its memory (256 MB are enough); free some and start again.");
        }

        var reason = lines.FindLast(IsReason) ?? lines.FindLast(l => l.Length > 0);
        return new($"{otherwise} in {directory}: {reason?.Trim() ?? "it said nothing"}");

        bool Says(string text) => lines.Exists(l => l.Contains(text, StringComparison.Ordinal));

        static bool IsReason(string line) => line.Contains("FATAL:", StringComparison.Ordinal) || line.Contains("error:", StringComparison.Ordinal);
    }
}
