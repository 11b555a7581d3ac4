using System.Text.RegularExpressions;

namespace Infusion.EndToEnd.Tests.Support;

/// <summary>A server as a clinic starts it for the first time: an empty database, nobody known, and a link on its output.</summary>
sealed partial class FreshServer : IAsyncDisposable
{
    readonly DataFolder _data = new();
    RunningProgram? _program;

    /// <summary>What the first start printed. By the name of this machine, since browsers make no passkey for an address of digits.</summary>
    public Uri FirstLink { get; private set; } = null!;

    public Uri Url => new(FirstLink.GetLeftPart(UriPartial.Authority));

    public async Task StartAsync()
    {
        _program = RunningProgram.Start(Repository.Server, InfusionServer.Arguments(_data, ["--Mqtt:Port=0", "--Urls=http://127.0.0.1:0"]));
        await Eventually.Is(() => Link().IsMatch(_program.Output) || _program.HasEnded, "the first start prints a link", () => _program.Output);
        FirstLink = new Uri(Link().Match(_program.Output).Value.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await (_program?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _data.DisposeAsync();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/link#[\w-]{43}")]
    private static partial Regex Link();
}
