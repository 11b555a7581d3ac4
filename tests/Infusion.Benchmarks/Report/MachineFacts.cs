using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Infusion.Benchmarks.Report;

/// <summary>Where and of what a result was measured: without it the numbers mean nothing.</summary>
/// <param name="LoadAverage">Processes that wanted a core in the minute before the start. Above 1 somebody else was at work.</param>
sealed record MachineFacts(
    DateTimeOffset StartedAt, string Commit, string Processor, int Cores, double MemoryGiB, string Kernel, string Runtime, string Postgres, double LoadAverage)
{
    public static string RepositoryRoot { get; } = FindRoot();

    public static MachineFacts Read(string postgresVersion) => new(
        TimeProvider.System.GetUtcNow(),
        Git("describe", "--always", "--dirty"),
        ReadProcessor(),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024), 1),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        postgresVersion,
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture));

    public override string ToString() =>
        $"{Commit}; {Processor}, {Cores} cores, {MemoryGiB} GiB; {Runtime}, Postgres {Postgres}; load average {LoadAverage} at the start";

    static string ReadProcessor() => File.ReadLines("/proc/cpuinfo")
        .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown";

    static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Infusion.sln")))
            {
                return directory.FullName;
            }
        }

        return Environment.CurrentDirectory;
    }

    static string Git(params string[] arguments)
    {
        var startInfo = new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, WorkingDirectory = RepositoryRoot };
        using var git = Process.Start(startInfo)!;
        var answer = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return answer.Length > 0 ? answer : "unknown";
    }
}
