using System.Globalization;
using Infusion.EndToEnd.Tests.Support;
using Infusion.Server.Tests.Ingestion.External;
using Infusion.Simulator.Bookkeeping;
using Shouldly;
using Xunit;

namespace Infusion.EndToEnd.Tests.Faults;

/// <summary>
/// Rounds of one fault each on one server under load, with one ledger over all of them, and another of what came through
/// a broker that the server reads. Three in every run;
/// <c>INFUSION_FAULT_ROUNDS=100</c> asks for more and <c>INFUSION_FAULT_SEED</c> for others. The table of the rounds is
/// written to artifacts/fault-rounds.md.
/// </summary>
[Collection(Collections.OneAfterAnother)]
public sealed class FaultRoundTests
{
    const int Monitors = 5;
    const int DiskMegabytes = 1024;

    /// <summary>The kills alone are in <see cref="KilledUnderLoadTests"/>.</summary>
    const int RoundsInEveryRun = 3;

    static readonly Balance Nothing = new([], 0, 0, 0, 0, 0, 0);

    [Fact]
    public async Task Whatever_befalls_the_server_and_whenever_the_ledger_balances()
    {
        var count = Setting("INFUSION_FAULT_ROUNDS", RoundsInEveryRun);
        var seed = Setting("INFUSION_FAULT_SEED", 3);
        var random = new Random(seed);
        await using var mosquitto = await RunningMosquitto.StartAsync(BehindMosquitto.Settings);
        await using var server = await InfusionServer.StartAsync(
            SmallDisk.IsPossible ? new DataFolder(DiskMegabytes) : new DataFolder(),
            $"--Infusion:DemoChairs={Monitors + 1}", "--Mqtt:External:Host=127.0.0.1", $"--Mqtt:External:Port={mosquitto.Port}");
        await using var behind = await BehindMosquitto.StartAsync(server, mosquitto, $"monitor-{Monitors + 1}");
        await using var ward = new Ward(server, Monitors, oneByOne: 1, behind.Monitor);

        List<string> table = [$"Seed {seed}, full disk {(SmallDisk.IsPossible ? "included" : "left out: only root may mount a small one")}.", "", FaultRound.Header];
        var before = Nothing;
        try
        {
            for (var number = 1; number <= count; number++)
            {
                // Each kind in turn first, so that a short run covers different ones.
                var fault = number <= Fault.All.Count ? Fault.All[number - 1] : Fault.All[random.Next(Fault.All.Count)];
                var round = await FaultRound.RunAsync(number, fault, server, ward, behind, before, random);
                table.Add(round.ToString());
                Write(table);
                round.Balance.Differences.ShouldBeEmpty($"seed {seed}, round {number}: {fault.Name}");
                round.Tally.Differences.ShouldBeEmpty($"seed {seed}, round {number}: {fault.Name}, through Mosquitto");
                before = round.Balance;
            }

            // What Mosquitto still has on its way comes after the last round's count.
            await Eventually.Is(async () => await behind.StoredAsync() == (await ward.BalanceAsync()).Others, "every row was sent by somebody");
            table.AddRange(["", (await ward.ShouldBalanceAsync(others: await behind.StoredAsync())).Summary]);
        }
        finally
        {
            TestContext.Current.TestOutputHelper!.WriteLine(string.Join(Environment.NewLine, table));
            Write(table);
        }
    }

    static void Write(List<string> table) => File.WriteAllLines(
        Path.Combine(Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts")).FullName, "fault-rounds.md"), table);

    static int Setting(string name, int usual) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
}
