using System.Globalization;
using System.Text.RegularExpressions;
using Infusion.EndToEnd.Tests.Support;

namespace Infusion.EndToEnd.Tests.Day;

/// <summary>The day's seconds: those of the scripts, by the server's clock.</summary>
sealed partial class DayClock(Person person, DateTimeOffset secondZero)
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    [GeneratedRegex(@"second 0 is (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC")]
    static partial Regex SecondZero { get; }

    /// <summary>When the simulator has said that it began.</summary>
    public static async Task<DayClock> StartedAsync(RunningProgram simulator, Person person)
    {
        await Eventually.Is(() => SecondZero.Count(simulator.Output) == 2, "both scripts are played", () => simulator.Output);
        return new DayClock(person, DateTimeOffset.Parse(
            SecondZero.Match(simulator.Output).Groups[1].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
    }

    public DateTimeOffset At(int second) => secondZero.AddSeconds(second);

    public async Task<double> SecondAsync() => (await NowAsync() - secondZero).TotalSeconds;

    public async Task<DateTimeOffset> NowAsync() => (await person.GetAsync("/api/clock")).GetProperty("now").GetDateTimeOffset();

    public Task UntilAsync(int second) =>
        Eventually.Is(async () => await SecondAsync() >= second, $"second {second} of the day", patience: Patience);
}
