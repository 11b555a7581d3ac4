using Infusion.EndToEnd.Tests.Support;
using Infusion.Simulator.Bookkeeping;
using Shouldly;

namespace Infusion.EndToEnd.Tests.Faults;

/// <summary>Monitors that go on measuring, whatever happens to the server, and the ledger of what they know for certain.</summary>
sealed class Ward : IAsyncDisposable
{
    const int MessagesPerSecond = 500;

    static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);

    readonly InfusionServer _server;
    readonly IReadOnlyList<Device> _devices;
    readonly IReadOnlyList<Device> _measuring;

    // Not in the server's data directory, which may be full.
    readonly string _path = Path.GetTempFileName();

    /// <param name="beside">Measures at the same pace, and has a ledger of its own.</param>
    public Ward(InfusionServer server, int monitors, int oneByOne = 0, params IEnumerable<Device> beside)
    {
        _server = server;
        Ledger = new LedgerFile(_path, TimeProvider.System);
        _devices =
        [
            .. Enumerable.Range(1, monitors).Select(chair => new Device(
                server.Access, $"monitor-{chair}", chair <= oneByOne ? Speech.OneByOne : Speech.Pipelined, Ledger)),
        ];
        _measuring = [.. _devices, .. beside];
        foreach (var device in _devices)
        {
            device.Start();
        }
    }

    public LedgerFile Ledger { get; }

    public IReadOnlyList<Device> Devices => _devices;

    /// <summary>Measures at an even pace until so many answers came.</summary>
    public Task MeasureUntilAsync(long answers) => MeasureUntilAsync(() => Ledger.Answers >= answers, $"{answers} answers");

    public async Task MeasureUntilAsync(Func<bool> enough, string what)
    {
        using var beat = new PeriodicTimer(Beat);
        var perBeat = (int)(MessagesPerSecond * Beat.TotalSeconds / _devices.Count);
        var beats = 0;
        while (!enough() && await beat.WaitForNextTickAsync())
        {
            foreach (var device in _measuring)
            {
                for (var i = 0; i < perBeat; i++)
                {
                    device.Measure();
                }
            }

            if (++beats * Beat > Eventually.Patience)
            {
                throw new TimeoutException($"{Ledger.Answers} answers, but not yet: {what}. The server said:{Environment.NewLine}{_server.Output}");
            }
        }
    }

    /// <summary>However many a slow machine leaves to be answered: as long as answers come they are waited for.</summary>
    public async Task AllAnsweredAsync()
    {
        for (var left = Unanswered; left > 0; left = Unanswered)
        {
            await Eventually.Is(() => Unanswered < left, $"one more of {left} messages has its answer", () => $"{States}{Environment.NewLine}{_server.Output}");
        }
    }

    int Unanswered => _measuring.Sum(device => device.Unanswered);

    string States => string.Join(Environment.NewLine, _measuring.Select(device => device.State));

    /// <summary>Waits until the server has saved what it holds, and holds the ledger against the store.</summary>
    public Task<Balance> BalanceAsync() =>
        new Verifier(_path, _server.DatabaseConnection(), _server.Access.Clinic, TimeProvider.System)
            .RunAsync(Eventually.Patience, CancellationToken.None);

    public async Task<Balance> ShouldBalanceAsync(long others = 0)
    {
        var balance = await BalanceAsync();
        balance.Differences.ShouldBeEmpty(balance.Summary);
        balance.Others.ShouldBe(others, "every row was sent by somebody");
        balance.Unanswered.ShouldBe(0, "every message has its answer");
        balance.Refused.ShouldBe(_devices.Sum(device => device.ToBeRefused), "nonsense is refused, and only nonsense");
        return balance;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var device in _devices)
        {
            await device.DisposeAsync();
        }

        Ledger.Dispose();
        File.Delete(_path);
    }
}
