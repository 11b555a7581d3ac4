using System.CommandLine;
using Infusion.Simulator.Chairs;
using Infusion.Simulator.Pumps;
using Infusion.Simulator.Scenarios;
using Infusion.Simulator.Terminal;
using Spectre.Console;

namespace Infusion.Simulator.Commands;

/// <summary>infusion-simulator run: plays chairs until it is stopped.</summary>
public static class RunCommand
{
    const int MostChairs = 200;

    public static Command Create(TimeProvider time)
    {
        var connection = new ConnectionOptions();
        var chairs = new Option<int>("--chairs") { Description = "How many chairs to play.", DefaultValueFactory = _ => 6 };
        var scenarios = new Option<string?>("--scenario")
        {
            Description = $"What the chairs play, separated by commas and begun again when there are more chairs. One of: {ScenarioCatalogue.Names}.",
        };
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same vitals.", DefaultValueFactory = _ => 1 };
        var prefix = new Option<string?>("--device-prefix") { Description = "Put before the device ids: PREFIX-monitor-1 instead of monitor-1." };
        var rate = new Option<decimal>("--rate") { Description = "The pumps' rate in mL/h.", DefaultValueFactory = _ => PumpProgramme.Default.RateMlPerH };
        var volume = new Option<decimal>("--vtbi") { Description = "The pumps' volume to be infused in mL.", DefaultValueFactory = _ => PumpProgramme.Default.VolumeToInfuseMl };
        var concentration = new Option<decimal>("--concentration") { Description = "Ketamine in the bag, mg/mL.", DefaultValueFactory = _ => PumpProgramme.Default.ConcentrationMgPerMl };
        var weight = new Option<double>("--weight") { Description = "The patients' body weight in kg.", DefaultValueFactory = _ => 70 };

        var command = new Command("run", "Play chairs with a patient, a monitor and a pump each.")
        {
            chairs, scenarios, seed, prefix, rate, volume, concentration, weight,
        };
        connection.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            var settings = connection.Read(parsed);
            var programme = new PumpProgramme(
                Positive(rate, parsed), Positive(volume, parsed), Positive(concentration, parsed));
            var bodyWeight = (double)Positive(weight.Name, (decimal)parsed.GetValue(weight));
            var count = Count(parsed.GetValue(chairs));
            var played = Scenarios(parsed.GetValue(scenarios));
            var plan = Enumerable.Range(1, count)
                .Select(number => new Chair(number, played[(number - 1) % played.Count], programme, bodyWeight, parsed.GetValue(seed)))
                .ToList();

            return new Clinic(settings, plan, DevicePrefix(parsed.GetValue(prefix)), time, TerminalFor(time)).RunAsync(stop);
        });
        return command;
    }

    static ITerminal TerminalFor(TimeProvider time) =>
        Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Ansi
            ? new PlainTerminal(Console.Out, time)
            : new LiveTerminal(AnsiConsole.Console, time);

    static int Count(int chairs) =>
        chairs is >= 1 and <= MostChairs ? chairs : throw new UsageException($"--chairs must be from 1 to {MostChairs}, not {chairs}.");

    static IReadOnlyList<Scenario> Scenarios(string? names) => names is null
        ? ScenarioCatalogue.Demo
        : [.. names.Split(',', StringSplitOptions.TrimEntries).Select(name => ScenarioCatalogue.Find(name)
            ?? throw new UsageException($"--scenario: \"{name}\" is not one of {ScenarioCatalogue.Names}."))];

    static string DevicePrefix(string? prefix)
    {
        if (prefix is null)
        {
            return "";
        }

        Arguments.RequireId("--device-prefix", $"{prefix}-monitor-{MostChairs}");
        return $"{prefix}-";
    }

    static decimal Positive(Option<decimal> option, ParseResult parsed) => Positive(option.Name, parsed.GetValue(option));

    static decimal Positive(string option, decimal value) =>
        value > 0 ? value : throw new UsageException($"{option} must be above 0, not {value}.");
}
