using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Infusion.EndToEnd.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.EndToEnd.Tests.Start;

/// <summary>The one command that a newcomer types.</summary>
[Collection(Collections.Starts)]
public sealed class DemoScriptTests
{
    /// <summary>From a clean clone it builds everything first.</summary>
    static readonly TimeSpan BuildingTime = TimeSpan.FromMinutes(10);

    static string Script => Path.Combine(Repository.Root, "demo.sh");

    [Fact]
    public async Task It_brings_live_vitals_to_a_screen_and_ends_with_everything_it_started()
    {
        await using var data = new DataFolder();
        await using var demo = RunningProgram.Start(
            Script, "--data-dir", data.Path, "--http-port", FreePort(), "--mqtt-port", FreePort(), "--chairs", "6");
        await Eventually.Is(
            () => File.Exists(data.DemoFile) || demo.HasEnded, "demo.json is there", () => demo.Output, BuildingTime);
        demo.HasEnded.ShouldBeFalse(demo.Output);

        var access = DemoAccess.Read(data.DemoFile);
        await using (var nurse = await Person.SignInAsync(access.Url, access.Nurse))
        await using (var board = await LiveWatch.StartAsync(nurse, access.Clinic))
        {
            await Eventually.Is(() => board.SawAnyVital, "a first vital on a screen", () => demo.Output);
        }

        demo.Send(Signal.Terminate);
        await demo.EndedAsync();
        data.Processes().ShouldBeEmpty(demo.Output);
        File.Exists(Path.Combine(data.Postgres, "PG_VERSION")).ShouldBeTrue("the data stays");
    }

    [Fact]
    public async Task A_wrong_option_is_answered_with_how_it_is_used()
    {
        await using var demo = RunningProgram.Start(Script, "--frobnicate");
        (await demo.EndedAsync()).ShouldBe(2);
        demo.Output.ShouldContain("Usage: ./demo.sh");
    }

    static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
