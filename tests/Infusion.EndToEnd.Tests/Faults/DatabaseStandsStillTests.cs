using Infusion.EndToEnd.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.EndToEnd.Tests.Faults;

/// <summary>Live first, durable next, acknowledged last: with Postgres stopped the spool is what is durable.</summary>
[Collection(Collections.OneAfterAnother)]
public sealed class DatabaseStandsStillTests
{
    const int Messages = 60;

    [Fact]
    public async Task Each_chair_goes_on_also_of_a_client_that_awaits_each_answer_and_afterwards_all_is_stored_once()
    {
        await using var server = await InfusionServer.StartAsync("--Infusion:DemoChairs=2");
        await using var nurse = await Person.SignInAsync(server.Access.Url, server.Access.Nurse);
        await using var board = await LiveWatch.StartAsync(nurse, server.Access.Clinic);
        await using var ward = new Ward(server, monitors: 2, oneByOne: 1);
        await MeasureAsync(ward, board, 0);

        var frozen = server.Data.PostgresProcesses();
        frozen.ShouldNotBeEmpty();
        Signals.Send(frozen, Signal.Stop);
        try
        {
            for (var number = 1; number <= Messages; number++)
            {
                await MeasureAsync(ward, board, number);
            }

            board.Committed.ShouldBeLessThan(board.Evaluated - Messages, "the board says that it is not saved");
            await Eventually.Is(() => board.Spooled >= 2 * Messages, "the board says what is held on disk", () => server.Output);
        }
        finally
        {
            Signals.Send(frozen, Signal.Continue);
        }

        await Eventually.Is(() => board.Committed >= board.Evaluated && board.Spooled == 0, "the board says that all is saved", () => server.Output);
        await ward.ShouldBalanceAsync();
    }

    [Fact]
    public async Task A_server_that_is_killed_meanwhile_loses_nothing_that_it_had_acknowledged()
    {
        await using var server = await InfusionServer.StartAsync("--Infusion:DemoChairs=2");
        await using var nurse = await Person.SignInAsync(server.Access.Url, server.Access.Nurse);
        await using var board = await LiveWatch.StartAsync(nurse, server.Access.Clinic);
        await using var ward = new Ward(server, monitors: 2, oneByOne: 1);
        await MeasureAsync(ward, board, 0);
        Signals.Send(server.Data.PostgresProcesses(), Signal.Stop);
        for (var number = 1; number <= 5; number++)
        {
            await MeasureAsync(ward, board, number);
        }

        var acknowledged = ward.Ledger.Answers;
        await server.KillAsync();
        await server.StartAgainAsync();

        acknowledged.ShouldBeGreaterThanOrEqualTo(12, "acknowledged while nothing could be committed");
        await ward.ShouldBalanceAsync();
    }

    /// <summary>Each monitor says a number that only this message has; it is shown, and it is answered.</summary>
    static async Task MeasureAsync(Ward ward, LiveWatch board, int number)
    {
        var value = 50m + (number * 0.25m);
        foreach (var monitor in ward.Devices)
        {
            monitor.Measure(value);
        }

        await Eventually.Is(() => board.Chairs("spo2", value) == ward.Devices.Count, $"every chair shows {value}");
        await ward.AllAnsweredAsync();
    }
}
