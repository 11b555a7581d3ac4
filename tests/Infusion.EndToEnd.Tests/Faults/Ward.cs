using Infusion.EndToEnd.Tests.Support;

namespace Infusion.EndToEnd.Tests.Faults;

/// <summary>Monitors that go on measuring, whatever happens to the server.</summary>
sealed class Ward : IAsyncDisposable
{
    const int MessagesPerSecond = 500;

    static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);

    readonly InfusionServer _server;
    readonly IReadOnlyList<Device> _devices;

    public Ward(InfusionServer server, int monitors)
    {
        _server = server;
        _devices = [.. Enumerable.Range(1, monitors).Select(chair => new Device(server.Access, $"monitor-{chair}", Ledger))];
        foreach (var device in _devices)
        {
            device.Start();
        }
    }

    public Ledger Ledger { get; } = new();

    public IReadOnlyList<Device> Devices => _devices;

    /// <summary>Measures at an even pace until so many answers came.</summary>
    public async Task MeasureUntilAsync(int answers)
    {
        using var beat = new PeriodicTimer(Beat);
        var perBeat = (int)(MessagesPerSecond * Beat.TotalSeconds / _devices.Count);
        var beats = 0;
        while (Ledger.Answers < answers && await beat.WaitForNextTickAsync())
        {
            foreach (var device in _devices)
            {
                for (var i = 0; i < perBeat; i++)
                {
                    device.Measure();
                }
            }

            if (++beats * Beat > Eventually.Patience)
            {
                throw new TimeoutException($"{Ledger.Answers} answers, {answers} wanted. The server said:{Environment.NewLine}{_server.Output}");
            }
        }
    }

    public Task AllAnsweredAsync() =>
        Eventually.Is(() => _devices.All(device => device.HasAllAnswers), "every message has its answer", () => _server.Output);

    public async ValueTask DisposeAsync()
    {
        foreach (var device in _devices)
        {
            await device.DisposeAsync();
        }
    }
}
