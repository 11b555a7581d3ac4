using System.Globalization;

namespace Infusion.Server.Storage;

/// <summary>
/// Ends a Postgres whose server was killed. It is not kept: the kernel would not end it with us. The caller holds the
/// data directory's lock, so no live server uses it.
/// </summary>
static class EmbeddedPostgresLeftover
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static async Task StopAsync(string directory, EmbeddedPostgresAccount account, ILogger logger, CancellationToken cancellationToken)
    {
        var pidFile = Path.Combine(directory, "postmaster.pid");
        var started = TimeProvider.System.GetTimestamp();
        var signals = new Queue<(TimeSpan After, string Signal)>([(TimeSpan.Zero, "INT"), (Patience, "QUIT")]);
        while (RunningIn(directory) is [_, ..] running)
        {
            var waited = TimeProvider.System.GetElapsedTime(started);
            if (waited > Patience * 2)
            {
                throw new EmbeddedPostgresException($"Processes {string.Join(", ", running)} still run in {directory} and do not end; end them and start again.");
            }

            if (ReadPid(pidFile) is { } postmaster && running.Contains(postmaster) && signals.TryPeek(out var next) && waited >= next.After)
            {
                signals.Dequeue();
                logger.LogWarning("Ending the Postgres (process {Pid}) that an earlier server left in {Directory}", postmaster, directory);
                account.RunAs("kill", $"-{next.Signal}", postmaster.ToString(CultureInfo.InvariantCulture));
                // One that somebody stopped hears nothing until it goes on; then the signal above is the first thing it hears.
                account.RunAs("kill", ["-CONT", .. running.Select(pid => pid.ToString(CultureInfo.InvariantCulture))]);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }

        // Nobody runs in here, so the number in the file may be another program's by now; Postgres would believe it and refuse.
        if (OperatingSystem.IsLinux() && File.Exists(pidFile))
        {
            File.Delete(pidFile);
        }
    }

    /// <summary>Postgres and its children work in the data directory, so that is how they are found, whoever started them.</summary>
    static List<int> RunningIn(string directory)
    {
        var pids = new List<int>();
        if (!OperatingSystem.IsLinux() || !Directory.Exists(directory))
        {
            return pids;
        }

        foreach (var process in new DirectoryInfo("/proc").EnumerateDirectories())
        {
            if (int.TryParse(process.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && WorkingDirectoryOf(process.FullName) == directory)
            {
                pids.Add(pid);
            }
        }

        return pids;
    }

    static string? WorkingDirectoryOf(string process)
    {
        try
        {
            return new FileInfo(Path.Combine(process, "cwd")).LinkTarget;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return null;
        }
    }

    static int? ReadPid(string pidFile)
    {
        try
        {
            return int.TryParse(File.ReadLines(pidFile).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return null;
        }
    }
}
