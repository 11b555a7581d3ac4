using System.Globalization;

namespace Infusion.Benchmarks;

/// <summary>What is run, and how large.</summary>
sealed record BenchOptions
{
    public const string Usage =
        """
        ./bench.sh [b1|b2|b3|b4|b5|b8|all|peer|pull] [--quick] [--clinics N] [--chairs N] [--seconds N] [--rounds N] [--in-flight N] [--rate N]

          b1           sustained messages/s against the bare pipeline
          b2           latencies at 1,000 sessions, and in overload
          b3           the engine alone, every rule on, against decoding the same JSON
          b4           the chart of four hours opened, against reading and serialising the same rows
          b5           FHIR search and read over a million Observations, against a bare endpoint with the same SQL
          b8           the board of 64 chairs in Chromium, from its own trace
          all          b1 to b5 (the default)
          pull         two programs pull all that changes through FHIR for ten minutes (or --seconds), and must miss nothing
          peer         sustained messages/s against Mosquitto and Node-RED, which are installed
          --quick      shorter windows and fewer rounds: a look, not a measurement
          --clinics    clinics of B1 and of the overload; each has --chairs chairs, each with a monitor and a pump
          --seconds    measured seconds of each window
          --rounds     turns of each pipeline in B1
          --in-flight  unacknowledged messages that each of B1's connections keeps under way
          --rate       only the overload of B2, with so many messages/s, without a B1 to take it from
        """;

    public bool RunsB1 { get; private init; } = true;

    public bool RunsB2 { get; private init; } = true;

    public bool RunsB3 { get; private init; } = true;

    public bool RunsB4 { get; private init; } = true;

    public bool RunsB5 { get; private init; } = true;

    public bool RunsB8 { get; private init; }

    public bool RunsPeer { get; private init; }

    public bool RunsPull { get; private init; }

    public bool Quick { get; private init; }

    public int Clinics { get; private init; } = 250;

    public int ChairsPerClinic { get; private init; } = 20;

    public int? Seconds { get; private init; }

    public int? Rounds { get; private init; }

    /// <summary>Messages a second of the overload; null: what B1 measures, times a factor.</summary>
    public int? Rate { get; private init; }

    /// <summary>With 250 connections 10,000 messages under way: one of each device.</summary>
    public int InFlight { get; private init; } = 40;

    /// <summary>A whole minute: each session charts once a minute, and every window has to hold that exactly once.</summary>
    public TimeSpan Window => TimeSpan.FromSeconds(Seconds ?? (Quick ? 20 : 60));

    /// <summary>Long enough for the first charted minute of every session, which all begin at once here.</summary>
    public TimeSpan WarmUp => TimeSpan.FromSeconds(Quick ? 10 : 20);

    public int TurnsOfEach => Rounds ?? (Quick || !RunsB1 ? 1 : 2);

    /// <exception cref="FormatException">Says which argument is wrong.</exception>
    public static BenchOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new BenchOptions();
        for (var index = 0; index < arguments.Count; index++)
        {
            options = arguments[index] switch
            {
                "all" => options,
                "b1" => options with { RunsB2 = false, RunsB3 = false, RunsB4 = false, RunsB5 = false },
                "b2" => options with { RunsB1 = false, RunsB3 = false, RunsB4 = false, RunsB5 = false },
                "b3" => options with { RunsB1 = false, RunsB2 = false, RunsB4 = false, RunsB5 = false },
                "b4" => options with { RunsB1 = false, RunsB2 = false, RunsB3 = false, RunsB5 = false },
                "b5" => options with { RunsB1 = false, RunsB2 = false, RunsB3 = false, RunsB4 = false },
                "b8" => options with { RunsB1 = false, RunsB2 = false, RunsB3 = false, RunsB4 = false, RunsB5 = false, RunsB8 = true },
                "peer" => options with { RunsB1 = false, RunsB2 = false, RunsB3 = false, RunsB4 = false, RunsB5 = false, RunsPeer = true },
                "pull" => options with { RunsB1 = false, RunsB2 = false, RunsB3 = false, RunsB4 = false, RunsB5 = false, RunsPull = true },
                "--quick" => options with { Quick = true },
                "--clinics" => options with { Clinics = Number(999) },
                "--chairs" => options with { ChairsPerClinic = Number(99) },
                "--seconds" => options with { Seconds = Number(3_600) },
                "--rounds" => options with { Rounds = Number(100) },
                "--rate" => options with { Rate = Number(1_000_000) },
                "--in-flight" => options with { InFlight = Number(500) },
                var other => throw new FormatException($"{other} is not known."),
            };

            int Number(int atMost)
            {
                var name = arguments[index++];
                return index < arguments.Count
                    && int.TryParse(arguments[index], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    && number >= 1 && number <= atMost
                    ? number
                    : throw new FormatException($"{name} takes a number from 1 to {atMost}.");
            }
        }

        return options;
    }
}
