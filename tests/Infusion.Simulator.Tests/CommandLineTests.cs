using Infusion.Simulator.Commands;
using Shouldly;
using Xunit;

namespace Infusion.Simulator.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("run --clinic oak", "--mqtt-host")]
    [InlineData("run --mqtt-host h", "--clinic")]
    [InlineData("run --mqtt-host h --clinic Oak", "--clinic")]
    [InlineData("run --mqtt-host h --clinic oak --mqtt-port 0", "--mqtt-port")]
    [InlineData("run --mqtt-host h --clinic oak --mqtt-port abc", "--mqtt-port")]
    [InlineData("run --mqtt-host h --clinic oak --chairs 0", "--chairs")]
    [InlineData("run --mqtt-host h --clinic oak --scenario waiting,nonsense", "--scenario")]
    [InlineData("run --mqtt-host h --clinic oak --speed 0", "--speed")]
    [InlineData("run --mqtt-host h --clinic oak --speed 60 --server http://s", "--speed")]
    [InlineData("run --mqtt-host h --clinic oak --server not-an-address", "--server")]
    [InlineData("run --mqtt-host h --clinic oak --device-prefix UP", "--device-prefix")]
    [InlineData("run --mqtt-host h --clinic oak --rate 0", "--rate")]
    [InlineData("run --mqtt-host h --clinic oak --store 1", "--store")]
    [InlineData("run --mqtt-host h --clinic oak --nonsense", "--nonsense")]
    [InlineData("run --demo no-such-file.json", "--demo")]
    [InlineData("replay x.csv --mqtt-host h --clinic oak", "--device")]
    [InlineData("replay x.csv --mqtt-host h --clinic oak --device d --every soon", "--every")]
    [InlineData("replay x.csv --mqtt-host h --clinic oak --device d --every 2m", "--every")]
    [InlineData("replay x.csv --mqtt-host h --clinic oak --device d --start yesterday", "--start")]
    [InlineData("replay no-such-file.csv --mqtt-host h --clinic oak --device d", "no-such-file.csv")]
    [InlineData("run --mqtt-host h --clinic oak --ledger /no/such/folder/ledger --speed 1", "--ledger")]
    [InlineData("play no-such-script.json --mqtt-host h --clinic oak --monitor m --pump p", "no-such-script.json")]
    [InlineData("verify --store Host=h --clinic oak", "--ledger")]
    [InlineData("verify --ledger l --clinic oak", "--store")]
    [InlineData("verify --ledger no-such-ledger --store Host=h --clinic oak", "--ledger")]
    [InlineData("verify --ledger Infusion.Simulator.Tests.dll --store nonsense --clinic oak", "--store")]
    [InlineData("verify --ledger Infusion.Simulator.Tests.dll --store Host=127.0.0.1;Port=1;Username=u --clinic oak --patience 1ms", "--store")]
    public async Task A_wrong_option_is_named_and_fails(string arguments, string named)
    {
        var (exitCode, error) = await RunAsync(arguments.Split(' '));

        exitCode.ShouldBe(1);
        error.ShouldContain(named);
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_demo_file_without_a_broker_is_refused()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """{"url":"http://localhost:5080","clinic":"oak"}""", TestContext.Current.CancellationToken);

        var (exitCode, error) = await RunAsync(["run", "--demo", file]);

        File.Delete(file);
        exitCode.ShouldBe(1);
        error.ShouldContain("--demo");
        error.ShouldContain("mqtt");
    }

    [Theory]
    [InlineData("run")]
    [InlineData("replay Data/mimic_s00001_3h.csv --device monitor-9")]
    public async Task Refused_credentials_end_with_their_own_exit_code(string command)
    {
        await using var broker = await TestBroker.StartAsync();

        var (exitCode, error) = await RunAsync(
            [.. command.Replace("Data/", $"{AppContext.BaseDirectory}Data/", StringComparison.Ordinal).Split(' '), "--mqtt-host", "127.0.0.1", "--mqtt-port", $"{broker.Port}", "--clinic", "oak", "--username", "u", "--password", "wrong"]);

        exitCode.ShouldBe(2);
        error.ShouldContain("refused the credentials of user \"u\"");
    }

    static async Task<(int ExitCode, string Error)> RunAsync(string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await CommandLine.InvokeAsync(arguments, TimeProvider.System, output, error);
        return (exitCode, error.ToString());
    }
}
