using Infusion.Simulator.Delivery;
using Infusion.Simulator.Protocol;
using Infusion.Simulator.Terminal;
using Shouldly;
using Xunit;

namespace Infusion.Simulator.Tests;

public sealed class DeliveryTests : INotices
{
    static readonly DeviceReading Reading = new() { Values = { [Mdc.SpO2Percent] = 97 } };

    readonly List<string> _notices = [];
    readonly TaskCompletionSource _firstNotice = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    [Fact]
    public async Task Every_message_is_sent_once_in_order_and_acknowledged()
    {
        await using var broker = await TestBroker.StartAsync();
        var device = Connect(broker.Port);
        var running = device.RunAsync(_stop.Token);
        await device.FirstConnection;

        Measure(device, 1000);
        await device.WaitUntilEmptyAsync(TestContext.Current.CancellationToken);
        await StopAsync(running);

        broker.Telemetry.Select(message => message.Seq).ShouldBe(Enumerable.Range(1, 1000).Select(n => (long)n));
        broker.Telemetry.ShouldAllBe(message => !message.Late && !message.Retained);
        device.Counts.ShouldBe(new DeliveryCounts(Sent: 1000, Acknowledged: 1000));
    }

    [Fact]
    public async Task A_lost_connection_loses_nothing_and_keeps_every_seq()
    {
        await using var broker = await TestBroker.StartAsync();
        var hangUps = 0;
        broker.Answers = message =>
            message.IsTelemetry && message.Seq == 50 && Interlocked.Increment(ref hangUps) == 1 ? Answer.HangUp : Answer.Accept;
        var device = Connect(broker.Port);
        var running = device.RunAsync(_stop.Token);
        await device.FirstConnection;

        Measure(device, 100);
        await device.WaitUntilEmptyAsync(TestContext.Current.CancellationToken);
        await StopAsync(running);

        broker.Telemetry.Select(message => message.Seq).Distinct().Order().ShouldBe(Enumerable.Range(1, 100).Select(n => (long)n));
        broker.Telemetry.Count(message => message.Seq == 50).ShouldBe(2);
        // What was not answered before the loss is history when it comes again.
        broker.Telemetry.Last(message => message.Seq == 50).Late.ShouldBeTrue();
        device.Counts.Acknowledged.ShouldBe(100);
        device.Counts.Waiting.ShouldBe(0);
        _notices[0].ShouldStartWith("No connection to the broker at");
        _notices[^1].ShouldContain("again; sending what was kept");
    }

    [Fact]
    public async Task A_refused_message_is_counted_and_never_sent_again()
    {
        await using var broker = await TestBroker.StartAsync();
        var hungUp = false;
        broker.Answers = message => message switch
        {
            { IsTelemetry: true, Seq: 3 } => Answer.Refuse,
            { IsTelemetry: true, Seq: 8 } when !hungUp => HangUpOnce(),
            _ => Answer.Accept,
        };
        var device = Connect(broker.Port);
        var running = device.RunAsync(_stop.Token);
        await device.FirstConnection;

        // The refusal is answered before the connection is lost, so that coming back could send it again.
        Measure(device, 5);
        await device.WaitUntilEmptyAsync(TestContext.Current.CancellationToken);
        Measure(device, 5);
        await device.WaitUntilEmptyAsync(TestContext.Current.CancellationToken);
        await StopAsync(running);

        broker.Telemetry.Count(message => message.Seq == 3).ShouldBe(1);
        device.Counts.Refused.ShouldBe(1);
        device.Counts.Acknowledged.ShouldBe(9);
        _notices.ShouldContain(notice => notice.StartsWith("The broker refused a message of monitor-1 (0x99 PayloadFormatInvalid", StringComparison.Ordinal));

        Answer HangUpOnce()
        {
            hungUp = true;
            return Answer.HangUp;
        }
    }

    [Fact]
    public async Task A_pulled_network_says_offline_and_what_was_kept_comes_late()
    {
        await using var broker = await TestBroker.StartAsync();
        var device = Connect(broker.Port);
        var running = device.RunAsync(_stop.Token);
        (await broker.NextAsync(message => !message.IsTelemetry)).State.ShouldBe("online");
        Measure(device, 1);
        await device.WaitUntilEmptyAsync(TestContext.Current.CancellationToken);

        device.PlugNetwork(false);
        var will = await broker.NextAsync(message => !message.IsTelemetry);
        will.State.ShouldBe("offline");
        will.Retained.ShouldBeTrue();
        Measure(device, 3);
        device.PlugNetwork(true);
        (await broker.NextAsync(message => !message.IsTelemetry)).State.ShouldBe("online");
        await device.WaitUntilEmptyAsync(TestContext.Current.CancellationToken);
        Measure(device, 1);
        await device.WaitUntilEmptyAsync(TestContext.Current.CancellationToken);
        await StopAsync(running);

        broker.Telemetry.Select(message => (message.Seq, message.Late)).ShouldBe([(1, false), (2, true), (3, true), (4, true), (5, false)]);
        (await broker.NextAsync(message => !message.IsTelemetry)).State.ShouldBe("offline");
        _notices.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_broker_that_comes_later_gets_everything()
    {
        var port = TestBroker.FreePort();
        var device = Connect(port);
        var running = device.RunAsync(_stop.Token);
        Measure(device, 20);
        await _firstNotice.Task.WaitAsync(TestContext.Current.CancellationToken);

        await using var broker = await TestBroker.StartAsync(port);
        await device.WaitUntilEmptyAsync(TestContext.Current.CancellationToken);
        await StopAsync(running);

        broker.Telemetry.Select(message => message.Seq).ShouldBe(Enumerable.Range(1, 20).Select(n => (long)n));
        _notices[0].ShouldBe($"No connection to the broker at 127.0.0.1:{port}: Connection refused. Trying again; readings are kept.");
        _notices[^1].ShouldContain("again; sending what was kept");
    }

    [Fact]
    public async Task Wrong_credentials_end_it_with_a_sentence()
    {
        await using var broker = await TestBroker.StartAsync();
        var device = Connect(broker.Port, "wrong");

        var refusal = await Should.ThrowAsync<CredentialsRefusedException>(() => device.RunAsync(_stop.Token));

        refusal.Message.ShouldContain("refused the credentials of user \"gateway\"");
    }

    [Fact]
    public async Task A_full_outbox_loses_the_oldest_and_says_so_once()
    {
        var device = Connect(port: 1, capacity: 3);

        Measure(device, 5);

        device.Counts.Dropped.ShouldBe(2);
        device.Counts.Waiting.ShouldBe(3);
        _notices.ShouldHaveSingleItem().ShouldContain("monitor-1 holds 3 unacknowledged readings");
        await _stop.CancelAsync();
    }

    void INotices.Say(string sentence)
    {
        lock (_notices)
        {
            _notices.Add(sentence);
        }

        _firstNotice.TrySetResult();
    }

    DeviceConnection Connect(int port, string password = "right", int capacity = 100_000)
    {
        var broker = new BrokerAddress("127.0.0.1", port, "gateway", password, WebSocket: false);
        var identity = new DeviceIdentity("oak", "monitor-1", "monitor", "b7");
        return new DeviceConnection(identity, new BrokerDoor(broker, this), this, TimeProvider.System, capacity);
    }

    static void Measure(DeviceConnection device, int count)
    {
        for (var n = 0; n < count; n++)
        {
            device.Measure(ChairLog.Start.AddSeconds(n), Reading);
        }
    }

    async Task StopAsync(Task running)
    {
        await _stop.CancelAsync();
        await running;
    }
}
