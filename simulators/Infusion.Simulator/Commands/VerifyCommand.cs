using System.CommandLine;
using Infusion.Simulator.Bookkeeping;
using Npgsql;

namespace Infusion.Simulator.Commands;

/// <summary>infusion-simulator verify: holds a ledger against the server's store and prints every difference.</summary>
public static class VerifyCommand
{
    public static Command Create(TimeProvider time)
    {
        var ledger = new Option<FileInfo>("--ledger") { Description = "The ledger that run or replay wrote.", Required = true };
        var store = new Option<string>("--store") { Description = "The connection string of the server's PostgreSQL; reading is enough.", Required = true };
        var clinic = new Option<string>("--clinic") { Description = "The clinic's id.", Required = true };
        var patience = new Option<TimeSpan>("--patience")
        {
            Description = "How long to wait for a server that is still saving (30s).",
            CustomParser = Arguments.Duration,
            DefaultValueFactory = _ => TimeSpan.FromSeconds(30),
        };

        var command = new Command("verify", "Balance a ledger with the server's store.") { ledger, store, clinic, patience };
        command.SetAction(async (parsed, stop) =>
        {
            var id = parsed.GetRequiredValue(clinic);
            Arguments.RequireId("--clinic", id);
            var output = parsed.InvocationConfiguration.Output;
            var balance = await BalanceAsync(
                parsed.GetRequiredValue(ledger), parsed.GetRequiredValue(store), id, parsed.GetValue(patience), time, stop);
            foreach (var difference in balance.Differences)
            {
                await output.WriteLineAsync(difference.ToString());
            }

            await output.WriteLineAsync(balance.Summary);
            return balance.Holds ? 0 : CommandLine.Unbalanced;
        });
        return command;
    }

    static async Task<Balance> BalanceAsync(
        FileInfo ledger, string store, string clinic, TimeSpan patience, TimeProvider time, CancellationToken stop)
    {
        try
        {
            return await new Verifier(ledger.FullName, store, clinic, time).RunAsync(patience, stop);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--ledger: {ledger} cannot be read: {problem.Message}");
        }
        catch (Exception problem) when (problem is ArgumentException or NpgsqlException)
        {
            throw new UsageException($"--store: {problem.Message}");
        }
    }
}
