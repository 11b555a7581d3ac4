using System.CommandLine;
using Infusion.Simulator.Replay;
using Infusion.Simulator.Terminal;

namespace Infusion.Simulator.Commands;

/// <summary>infusion-simulator replay: plays recorded vitals as one monitor.</summary>
public static class ReplayCommand
{
    public static Command Create(TimeProvider time)
    {
        var connection = new ConnectionOptions();
        var file = new Argument<FileInfo>("file") { Description = "Recorded vitals as CSV, a row a minute." };
        var device = new Option<string>("--device") { Description = "The monitor's device id.", Required = true };
        var every = new Option<TimeSpan>("--every")
        {
            Description = "How often the monitor repeats its numerics, in recorded time (5s).",
            CustomParser = Arguments.Duration,
            DefaultValueFactory = _ => TimeSpan.FromSeconds(5),
        };
        var from = new Option<int>("--from-minute") { Description = "The first recorded minute to play.", DefaultValueFactory = _ => 0 };
        var to = new Option<int>("--to-minute") { Description = "Play up to this minute, without it.", DefaultValueFactory = _ => int.MaxValue };
        var start = new Option<DateTimeOffset?>("--start")
        {
            Description = "The device time of the first minute (now).",
            CustomParser = Arguments.Instant,
        };

        var command = new Command("replay", "Play recorded vitals as one monitor.") { file, device, every, from, to, start };
        connection.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            var settings = connection.Read(parsed);
            var id = parsed.GetRequiredValue(device);
            Arguments.RequireId("--device", id);
            var repeat = parsed.GetValue(every);
            if (repeat > TimeSpan.FromMinutes(1))
            {
                throw new UsageException("--every must be at most 1m: the recording has one row a minute.");
            }

            var rows = Rows(parsed.GetRequiredValue(file), parsed.GetValue(from), parsed.GetValue(to));
            var terminal = new PlainTerminal(Console.Out, time);
            return new Recital(settings, id, rows, repeat, parsed.GetValue(start), time, terminal).RunAsync(stop);
        });
        return command;
    }

    static List<VitalsRow> Rows(FileInfo file, int from, int to)
    {
        List<VitalsRow> rows;
        try
        {
            rows = [.. VitalsCsv.Read(file.ToString(), File.ReadLines(file.FullName)).Where(row => row.Minute >= from && row.Minute < to)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file} cannot be read: {problem.Message}");
        }

        return rows.Count > 0 ? rows : throw new UsageException($"--from-minute and --to-minute leave no row of {file}.");
    }
}
