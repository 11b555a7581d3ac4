using System.Diagnostics;
using System.Globalization;

namespace Infusion.Benchmarks.Measuring;

/// <summary>CPU time that processes used so far. On a shared machine it says more than the wall clock.</summary>
static class CpuTime
{
    const double KernelTicksPerSecond = 100;

    public static TimeSpan OfThisProcess => Environment.CpuUsage.TotalTime;

    public static TimeSpan Of(int processId)
    {
        using var process = Process.GetProcessById(processId);
        return process.TotalProcessorTime;
    }

    /// <summary>The postmaster and all its living children. Its pool of backends lives as long as a run.</summary>
    public static TimeSpan OfPostgres(int postmaster)
    {
        var ticks = 0L;
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), out var id) && ReadStat(directory) is { } stat
                && (id == postmaster || stat.Parent == postmaster))
            {
                ticks += stat.Ticks;
            }
        }

        return TimeSpan.FromSeconds(ticks / KernelTicksPerSecond);
    }

    static (int Parent, long Ticks)? ReadStat(string directory)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(directory, "stat"));
            // The name stands in parentheses and may hold anything; the fields after it are counted.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (Number(1), Number(11) + Number(12));

            int Number(int index) => int.Parse(fields[index], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It ended between the listing and the reading.
            return null;
        }
    }
}
