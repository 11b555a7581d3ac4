using System.CommandLine;
using Infusion.Simulator.Scripts;
using Infusion.Simulator.Terminal;

namespace Infusion.Simulator.Commands;

/// <summary>infusion-simulator play: plays written sessions, each as one monitor and one pump.</summary>
public static class PlayCommand
{
    public static Command Create(TimeProvider time)
    {
        var connection = new ConnectionOptions();
        var files = new Argument<FileInfo[]>("file") { Description = "Scripts (name.scenario.json), played side by side.", Arity = ArgumentArity.OneOrMore };
        var monitors = Each<string>("--monitor", "The monitor's device id, one for each script.");
        var pumps = Each<string>("--pump", "The pump's device id, one for each script.");
        var sessions = Each<Guid>("--session", "The session at the chair of both devices, one for each script.");
        var user = new Option<string?>("--user") { Description = "Who does what the script has people do; without, it is only announced." };
        var password = new Option<string?>("--user-password") { Description = "Their password." };

        var command = new Command("play", "Play written sessions, each as one monitor and one pump.") { files, monitors, pumps, sessions, user, password };
        connection.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            var settings = connection.Read(parsed);
            var scripts = parsed.GetRequiredValue(files).Select(file => Script.Read(file.FullName)).ToList();
            var monitorIds = OneEach(monitors, parsed.GetValue(monitors), scripts.Count);
            var pumpIds = OneEach(pumps, parsed.GetValue(pumps), scripts.Count);
            foreach (var id in monitorIds.Concat(pumpIds))
            {
                Arguments.RequireId("--monitor and --pump", id);
            }

            var people = (parsed.GetValue(user), parsed.GetValue(password), settings.Server) switch
            {
                (null, null, _) => scripts.ConvertAll(_ => (Performer?)null),
                ({ } name, { } secret, { } server) => [.. OneEach(sessions, parsed.GetValue(sessions), scripts.Count)
                    .Select(session => new Performer(server, settings.Clinic, session, name, secret))],
                _ => throw new UsageException("--user and --user-password go together, and need --session and --server or --demo."),
            };
            var terminal = new PlainTerminal(Console.Out, time);
            await Task.WhenAll(scripts.Select((script, index) =>
                new Performance(settings, script, monitorIds[index], pumpIds[index], people[index], time, terminal).RunAsync(stop)));
            return 0;
        });
        return command;
    }

    static Option<T[]> Each<T>(string name, string description) => new(name) { Description = description, AllowMultipleArgumentsPerToken = true };

    static T[] OneEach<T>(Option<T[]> option, T[]? given, int scripts) => given is { } values && values.Length == scripts
        ? values
        : throw new UsageException($"{option.Name} must be given once for each script: {scripts}, not {given?.Length ?? 0}.");
}
