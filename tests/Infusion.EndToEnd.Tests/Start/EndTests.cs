using Infusion.EndToEnd.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.EndToEnd.Tests.Start;

[Collection(Collections.Starts)]
public sealed class EndTests
{
    [Theory]
    [InlineData(nameof(Signal.Terminate))]
    [InlineData(nameof(Signal.Interrupt))]
    public async Task Asked_to_end_it_ends_everything_and_says_that_all_is_well(string signal)
    {
        await using var server = await InfusionServer.StartAsync("--Infusion:DemoChairs=1");
        server.Data.PostgresProcesses().ShouldNotBeEmpty();

        server.Send(Enum.Parse<Signal>(signal));

        (await server.EndedAsync()).ShouldBe(0, server.Output);
        server.Data.Processes().ShouldBeEmpty();
        server.Output.ShouldNotContain("fail:");
    }

    [Fact]
    public async Task Killed_it_takes_its_Postgres_along_and_the_next_start_finds_the_data()
    {
        await using var server = await InfusionServer.StartAsync("--Infusion:DemoChairs=1");
        var sessions = await SessionsAsync(server);
        sessions.ShouldNotBeEmpty();

        await server.KillAsync();
        await server.StartAgainAsync();

        (await SessionsAsync(server)).ShouldBe(sessions);
    }

    static async Task<IReadOnlyList<string>> SessionsAsync(InfusionServer server)
    {
        await using var nurse = await Person.SignInAsync(server.Access.Url, server.Access.Nurse);
        var sessions = await nurse.GetAsync($"/api/clinics/{server.Access.Clinic}/sessions");
        return [.. sessions.EnumerateArray().Select(session => session.GetProperty("id").GetString()!)];
    }
}
