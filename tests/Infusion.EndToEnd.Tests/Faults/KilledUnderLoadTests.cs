using Infusion.EndToEnd.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.EndToEnd.Tests.Faults;

/// <summary>What was acknowledged is on disk exactly once, whatever was killed and whenever.</summary>
[Collection(Collections.OneAfterAnother)]
public sealed class KilledUnderLoadTests
{
    const int Monitors = 5;
    const int Stretch = 1_500;

    [Fact]
    public async Task When_the_server_is_killed_twice_the_ledger_balances()
    {
        await using var server = await StartAsync();
        await using var ward = new Ward(server, Monitors);
        await ward.MeasureUntilAsync(answers: Stretch);

        for (var kill = 1; kill <= 2; kill++)
        {
            await server.KillAsync();
            await server.StartAgainAsync();
            await ward.MeasureUntilAsync(answers: ward.Ledger.Answers + Stretch);
        }

        await ward.AllAnsweredAsync();
        ward.Devices.ShouldAllBe(device => device.Connections >= 3);
        (await ward.ShouldBalanceAsync()).Resent.ShouldBePositive("some messages are sent twice on purpose");
    }

    [Fact]
    public async Task When_Postgres_is_killed_the_server_starts_it_again_and_the_ledger_balances()
    {
        await using var server = await StartAsync();
        await using var ward = new Ward(server, Monitors);
        await ward.MeasureUntilAsync(answers: Stretch);

        var postmaster = server.Data.Postmaster()!.Value;
        Signals.Send(postmaster, Signal.Kill);
        await ward.MeasureUntilAsync(answers: ward.Ledger.Answers + Stretch);

        await ward.AllAnsweredAsync();
        server.Data.Postmaster().ShouldNotBe(postmaster);
        await ward.ShouldBalanceAsync();
    }

    static Task<InfusionServer> StartAsync() => InfusionServer.StartAsync($"--Infusion:DemoChairs={Monitors}");
}
