using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Infusion.EndToEnd.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.EndToEnd.Tests.Start;

/// <summary>A start that cannot succeed says why in words, with a code for a supervisor, and leaves nothing running.</summary>
[Collection(Collections.Starts)]
public sealed class StartsThatFailTests : IAsyncDisposable
{
    const int WrongSetting = 78;
    const int Unavailable = 69;

    readonly DataFolder _data = new();

    public ValueTask DisposeAsync() => _data.DisposeAsync();

    [Theory]
    [InlineData(WrongSetting, "Mqtt:Port", "--Mqtt:Port=abc")]
    [InlineData(WrongSetting, "Infusion:Clock:Speed is \"5\"", "--Infusion:Clock:Speed=5")]
    [InlineData(WrongSetting, "Infusion:Spool:MaxMegabytes is 0", "--Infusion:Spool:MaxMegabytes=0")]
    [InlineData(WrongSetting, "Urls is \"nonsense\"", "--Urls=nonsense")]
    [InlineData(Unavailable, "Check ConnectionStrings:Infusion", "--ConnectionStrings:Infusion=Host=127.0.0.1;Port=1;Database=x;Username=y;Password=secret")]
    public async Task A_wrong_setting_is_named(int code, string says, string setting) =>
        (await RefusedAsync(code, setting)).ShouldContain(says);

    [Fact]
    public async Task A_taken_http_port_is_named()
    {
        using var taken = Listen();
        (await RefusedAsync(Unavailable, $"--Urls=http://127.0.0.1:{Port(taken)}")).ShouldContain(Port(taken));
    }

    [Fact]
    public async Task A_taken_device_port_is_named()
    {
        using var taken = Listen();
        (await RefusedAsync(Unavailable, $"--Mqtt:Port={Port(taken)}")).ShouldContain(Port(taken));
    }

    [Fact]
    public async Task A_file_in_place_of_the_data_directory_is_named()
    {
        var file = Path.Combine(_data, "data");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        (await RefusedAsync(WrongSetting, $"--Infusion:DataDirectory={file}")).ShouldContain("which is a file");
    }

    [Fact]
    public async Task A_directory_without_Postgres_is_named()
    {
        var empty = Directory.CreateDirectory(Path.Combine(_data, "bin")).FullName;
        (await RefusedAsync(Unavailable, $"--Infusion:PostgresBin={empty}")).ShouldContain("holds no working postgres");
    }

    [Fact]
    public async Task A_second_server_on_the_same_data_leaves_the_first_alone()
    {
        await using var first = await InfusionServer.StartAsync("--Infusion:DemoChairs=1");
        await using var second = RunningProgram.Start(
            Repository.Server, InfusionServer.Arguments(first.Data, "--Infusion:Demo=true", "--Mqtt:Port=0", "--Urls=http://127.0.0.1:0"));

        (await second.EndedAsync()).ShouldBe(Unavailable, second.Output);
        second.Output.ShouldContain("Another Infusion server is running with the data directory");

        File.Exists(first.Data.DemoFile).ShouldBeTrue("the running server's demo.json says that it is ready");
        await using var nurse = await Person.SignInAsync(first.Access.Url, first.Access.Nurse);
        (await nurse.GetAsync("/api/me")).GetProperty("name").GetString().ShouldBe("nurse");
    }

    async Task<string> RefusedAsync(int code, string setting)
    {
        // A later setting wins, so the one under test comes last.
        await using var server = RunningProgram.Start(
            Repository.Server, InfusionServer.Arguments(_data, "--Mqtt:Port=0", "--Urls=http://127.0.0.1:0", setting));
        (await server.EndedAsync()).ShouldBe(code, server.Output);
        server.Output.ShouldContain("Infusion cannot run: ");
        server.Output.ShouldNotContain("   at ", Case.Sensitive, "a sentence is wanted, not a stack");
        server.Output.ShouldNotContain("secret");
        _data.Processes().ShouldBeEmpty("nothing that it started may be left");
        return server.Output;
    }

    static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    static string Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
}
