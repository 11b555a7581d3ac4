using Infusion.Simulator.Bookkeeping;
using Infusion.Simulator.Delivery;
using Infusion.Simulator.Protocol;
using Infusion.Simulator.Terminal;
using Shouldly;
using Xunit;

namespace Infusion.Simulator.Tests;

public sealed class LedgerTests : INotices, IDisposable
{
    static readonly MessageKey One = new("monitor-1", "b", 1);

    readonly string _path = Path.GetTempFileName();

    [Fact]
    public void A_line_is_in_the_file_before_the_message_goes_out_and_outlives_its_writer()
    {
        using var ledger = new LedgerFile(_path, TimeProvider.System);
        ledger.Sent(One, "payload"u8);

        // Nothing was flushed or closed: so it is after a kill.
        var entry = LedgerFile.Read(_path, out _).ShouldHaveSingleItem();
        entry.Act.ShouldBe(LedgerAct.Sent);
        entry.Key.ShouldBe(One);
        entry.Hash.ShouldBe("239f59ed55e737c77147cf55ad0c1b030b6d7ee748a7426952f9b852d5a935e5");
        entry.Code.ShouldBeNull();
    }

    [Fact]
    public void A_line_that_was_cut_off_costs_itself_only()
    {
        using (var ledger = new LedgerFile(_path, TimeProvider.System))
        {
            ledger.Sent(One, "payload"u8);
        }

        File.AppendAllText(_path, """{"time":"2026-11""");
        using (var ledger = new LedgerFile(_path, TimeProvider.System))
        {
            ledger.Answered(One, "payload"u8, 0x99);
        }

        var entries = LedgerFile.Read(_path, out var unreadable);
        unreadable.ShouldBe(1);
        entries.Select(entry => (entry.Act, entry.Code)).ShouldBe([(LedgerAct.Sent, null), (LedgerAct.Answered, 0x99)]);
    }

    [Fact]
    public async Task A_device_enters_every_send_and_every_answer_with_its_code()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var broker = await TestBroker.StartAsync();
        broker.Answers = message => message is { IsTelemetry: true, Seq: 2 } ? Answer.Refuse : Answer.Accept;
        using var ledger = new LedgerFile(_path, TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var device = new DeviceConnection(
            new DeviceIdentity("oak", "monitor-1", "monitor", "b"),
            new BrokerDoor(new BrokerAddress("127.0.0.1", broker.Port, "gateway", "right", WebSocket: false), this),
            this, TimeProvider.System, 1000, ledger);
        var running = device.RunAsync(stop.Token);
        await device.FirstConnection;

        for (var n = 0; n < 3; n++)
        {
            device.Measure(DateTimeOffset.UnixEpoch, new DeviceReading { Values = { [Mdc.SpO2Percent] = 97 } });
        }

        await device.WaitUntilEmptyAsync(cancellation);
        await stop.CancelAsync();
        await running;

        var entries = LedgerFile.Read(_path, out _);
        entries.Where(entry => entry.Act == LedgerAct.Sent).Select(entry => entry.Seq).ShouldBe([1, 2, 3], ignoreOrder: true);
        // 0x10: this broker stored it for nobody in particular, which is a yes.
        entries.Where(entry => entry.Act == LedgerAct.Answered).Select(entry => (entry.Seq, entry.Code))
            .ShouldBe([(1, 0x10), (2, 0x99), (3, 0x10)], ignoreOrder: true);
        entries.ShouldAllBe(entry => entry.Key.Device == "monitor-1" && entry.Key.Boot == "b");
    }

    void INotices.Say(string sentence)
    {
    }

    public void Dispose() => File.Delete(_path);
}
