using Infusion.Simulator.Chairs;
using Infusion.Simulator.Protocol;
using Infusion.Simulator.Pumps;
using Infusion.Simulator.Scenarios;

namespace Infusion.Simulator.Tests;

/// <summary>What a chair's devices said, second by second.</summary>
sealed class ChairLog
{
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 15, 0, 0, TimeSpan.Zero);

    ChairLog(Chair chair, IReadOnlyList<ChairSecond> seconds)
    {
        Chair = chair;
        Seconds = seconds;
    }

    public Chair Chair { get; }

    public IReadOnlyList<ChairSecond> Seconds { get; }

    public IEnumerable<decimal> SpO2 => Monitor(Mdc.SpO2Percent);

    /// <summary>The distinct cuff measurements: minutes since the start, and the systolic pressure.</summary>
    public IReadOnlyList<(double Minute, decimal SystolicMmHg)> Cuffs =>
        [.. Seconds.Select(second => second.Monitor)
            .Select(reading => ((reading.Times[Mdc.NibpSystolicMmHg] - Start).TotalMinutes, reading.Values[Mdc.NibpSystolicMmHg]))
            .Distinct()];

    public static ChairLog Of(Scenario scenario, int minutes, int seed = 1, PumpProgramme? programme = null)
    {
        var chair = new Chair(1, scenario, programme ?? PumpProgramme.Default, weightKg: 70, seed);
        return new ChairLog(chair, [.. Enumerable.Range(0, minutes * 60).Select(second => chair.Advance(Start.AddSeconds(second)))]);
    }

    public IEnumerable<decimal> Monitor(string key) => Seconds.Select(second => second.Monitor.Values[key]);

    /// <summary>The longest unbroken run of seconds that satisfy a condition.</summary>
    public static int LongestRun<T>(IEnumerable<T> seconds, Func<T, bool> condition)
    {
        var (longest, run) = (0, 0);
        foreach (var second in seconds)
        {
            run = condition(second) ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
