using System.CommandLine;
using System.CommandLine.Invocation;
using Infusion.Simulator.Delivery;
using Infusion.Simulator.Replay;
using Infusion.Simulator.Scripts;

namespace Infusion.Simulator.Commands;

/// <summary>An option that cannot be used; the message names it.</summary>
public sealed class UsageException(string message) : Exception(message);

public static class CommandLine
{
    public const int WrongUsage = 1;

    /// <summary>The ledger and the store differ.</summary>
    public const int Unbalanced = 1;
    public const int CredentialsRefused = 2;

    public static async Task<int> InvokeAsync(string[] args, TimeProvider time, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Plays the monitors and pumps of an infusion clinic over MQTT.")
        {
            RunCommand.Create(time),
            ReplayCommand.Create(time),
            PlayCommand.Create(time),
            VerifyCommand.Create(time),
        };

        var invocation = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            // Longer than the goodbye of the connections, so that the summary is printed and 0 is returned.
            ProcessTerminationTimeout = TimeSpan.FromSeconds(5),
        };
        var parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction wrong)
        {
            // Forty lines of help would push the one that names the wrong option off the screen.
            wrong.ShowHelp = args.Length == 0;
        }

        try
        {
            return await parsed.InvokeAsync(invocation);
        }
        catch (Exception problem) when (problem is UsageException or VitalsCsvException or ScriptException)
        {
            await error.WriteLineAsync(problem.Message);
            return WrongUsage;
        }
        catch (CredentialsRefusedException problem)
        {
            await error.WriteLineAsync(problem.Message);
            return CredentialsRefused;
        }
    }
}
