using Infusion.EndToEnd.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.EndToEnd.Tests.Faults;

/// <summary>Live first, durable next, acknowledged last.</summary>
[Collection(Collections.OneAfterAnother)]
public sealed class DatabaseStandsStillTests
{
    const decimal Unmistakable = 96.25m;

    [Fact]
    public async Task The_board_goes_on_and_nothing_is_acknowledged_until_it_is_on_disk()
    {
        await using var server = await InfusionServer.StartAsync("--Infusion:DemoChairs=1");
        await using var nurse = await Person.SignInAsync(server.Access.Url, server.Access.Nurse);
        await using var board = await LiveWatch.StartAsync(nurse, server.Access.Clinic);
        await using var ward = new Ward(server, monitors: 1);
        var monitor = ward.Devices.Single();
        monitor.Measure();
        await ward.AllAnsweredAsync();

        var frozen = server.Data.PostgresProcesses();
        frozen.ShouldNotBeEmpty();
        Signals.Send(frozen, Signal.Stop);
        try
        {
            monitor.Measure(Unmistakable);
            await Eventually.Is(() => board.Saw("spo2", Unmistakable), "the board shows what the monitor said", () => server.Output);
            monitor.HasAllAnswers.ShouldBeFalse("nothing can be on disk, so nothing may be acknowledged");
            await Eventually.Is(() => board.Evaluated > board.Committed, "the board says that something is not saved");
        }
        finally
        {
            Signals.Send(frozen, Signal.Continue);
        }

        await ward.AllAnsweredAsync();
        await Eventually.Is(() => board.Committed >= board.Evaluated, "the board says that all is saved", () => server.Output);
        await ward.ShouldBalanceAsync();
    }
}
