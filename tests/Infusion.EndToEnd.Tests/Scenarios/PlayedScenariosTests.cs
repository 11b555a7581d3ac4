using System.Text.Json;
using Infusion.EndToEnd.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.EndToEnd.Tests.Scenarios;

/// <summary>
/// What the engine's own tests expect of a scenario is what a server charts when a simulator plays it: the same events about the
/// same rules at the same priorities. Seconds and volumes are not compared, nor who was called by when, nor what a clock seems to do
/// where time runs five times as fast: over a network they are those of the day. A machine that stands still for three seconds
/// is a device silent for fifteen: such an alarm is no part of the scenario, and is right only if the silence is in what came in.
/// </summary>
[Collection(Collections.Recorded)]
public sealed class PlayedScenariosTests(PlayedScenarios played) : IClassFixture<PlayedScenarios>
{
    public static TheoryData<string> Names() => [.. PlayedScenarios.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void ChartsWhatTheEngineIsExpectedTo(string name)
    {
        var expected = JsonSerializer.Deserialize<string[]>(File.ReadAllText(PlayedScenarios.FileOf(name, "expected")))!;

        var silencesExpected = expected.Count(line => line.Contains(" alarm_raised telemetry-lost ", StringComparison.Ordinal));
        var happened = played.Charted[name];
        happened = [.. happened.Where(IsNotOfTheMachine(happened, silencesExpected))];

        Lines(happened).Where(IsOfTheScenario).Order(StringComparer.Ordinal)
            .ShouldBe(expected.Select(Line).Where(IsOfTheScenario).Order(StringComparer.Ordinal));
    }

    static bool IsOfTheScenario(string line) =>
        !line.StartsWith("alarm_assigned", StringComparison.Ordinal)
        && !line.Contains("clock_jumped", StringComparison.Ordinal)
        && !line.Contains("device-clock-jumped", StringComparison.Ordinal);

    /// <summary>An expected line begins with its second; of an alarm the rule follows, and its priority.</summary>
    static string Line(string expected)
    {
        var words = expected.Split(' ');
        return words[1].StartsWith("alarm_", StringComparison.Ordinal)
            ? string.Join(' ', words[1..Math.Min(words[1] == "alarm_raised" ? 4 : 3, words.Length)])
            : words[1];
    }

    Func<JsonElement, bool> IsNotOfTheMachine(IReadOnlyList<JsonElement> events, int silencesExpected)
    {
        var silences = events
            .Where(happened => happened.GetProperty("type").GetString() == "alarm_raised")
            .Select(happened => happened.GetProperty("data"))
            .Where(raised => raised.GetProperty("rule").GetString() == "telemetry-lost"
                && NothingCame(raised.GetProperty("source").GetString()!, raised.GetProperty("onset").GetDateTimeOffset()))
            .Select(raised => raised.GetProperty("alarm").GetString())
            .Skip(silencesExpected)
            .ToHashSet();
        return happened => !happened.GetProperty("data").TryGetProperty("alarm", out var alarm) || !silences.Contains(alarm.GetString());
    }

    /// <summary>As the store has it: no message of the device in the 15 s before.</summary>
    bool NothingCame(string device, DateTimeOffset at) => !played.Received[device].Any(received => received > at.AddSeconds(-15) && received < at);

    static IEnumerable<string> Lines(IReadOnlyList<JsonElement> events)
    {
        var rules = new Dictionary<string, string>();
        foreach (var happened in events)
        {
            var (type, data) = (happened.GetProperty("type").GetString()!, happened.GetProperty("data"));
            if (!data.TryGetProperty("alarm", out var alarm))
            {
                yield return type;
                continue;
            }

            if (type == "alarm_raised")
            {
                rules[alarm.GetString()!] = data.GetProperty("rule").GetString()!;
                var priority = data.GetProperty("priority").GetString()!;
                yield return $"{type} {rules[alarm.GetString()!]} {char.ToUpperInvariant(priority[0])}{priority[1..]}";
                continue;
            }

            // What was raised before is not asked for, and neither is its end.
            if (rules.TryGetValue(alarm.GetString()!, out var rule))
            {
                yield return $"{type} {rule}";
            }
        }
    }
}
