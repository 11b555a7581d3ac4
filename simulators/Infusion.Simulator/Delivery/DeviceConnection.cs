using Infusion.Simulator.Bookkeeping;
using Infusion.Simulator.Protocol;
using Infusion.Simulator.Terminal;
using MQTTnet;

namespace Infusion.Simulator.Delivery;

/// <summary>
/// The network side of one device: stamps what it measures, keeps it until it is acknowledged, and reconnects for as
/// long as it runs. Each device has a connection of its own, because a connection has one last will and a will names
/// one topic: sharing it would leave one of the two devices "online" for ever.
/// </summary>
public sealed class DeviceConnection
{
    // The broker answers after its commit, so many messages must be under way at once; more than this gains nothing.
    const int LargestWindow = 500;
    static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(10);

    /// <summary>How long a goodbye may take: the whole program ends within two seconds.</summary>
    static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    volatile DeviceIdentity _device;
    readonly BrokerDoor _broker;
    readonly INotices _notices;
    readonly TimeProvider _time;
    readonly LedgerFile? _ledger;
    readonly Outbox _outbox;
    readonly NetworkPlug _network = new();
    readonly TaskCompletionSource _firstConnection = new(TaskCreationOptions.RunContinuationsAsynchronously);
    volatile DeviceSession? _session;
    double _battery = 1;
    int _restarts;
    long _seq;
    int _refusalTold;

    public DeviceConnection(
        DeviceIdentity device, BrokerDoor broker, INotices notices, TimeProvider time, int capacity, LedgerFile? ledger = null)
    {
        _device = device;
        _broker = broker;
        _notices = notices;
        _time = time;
        _ledger = ledger;
        _outbox = new Outbox(capacity, () => notices.Say(
            $"{device.Device} holds {capacity} unacknowledged readings and has no room for more: the oldest are being lost."));
    }

    public bool IsConnected { get; private set; }

    public DeliveryCounts Counts => _outbox.Counts;

    public Task FirstConnection => _firstConnection.Task;

    /// <param name="isLate">The device itself says that it measured this long ago.</param>
    public void Measure(DateTimeOffset at, DeviceReading reading, bool isLate = false)
    {
        var payload = TelemetryJson.Write(_device.Boot, ++_seq, at, reading);
        _outbox.Add(_device.Boot, isLate ? TelemetryJson.MarkLate(payload) : payload);
    }

    /// <summary>
    /// The device was switched off and on: its next messages come under a new boot, and its status says so. Its numbers go on where
    /// they were, because they are also those of the outbox; a boot may begin with any.
    /// </summary>
    public void Restart()
    {
        var first = _device.Boot.Split('+')[0];
        _device = _device with { Boot = $"{first}+{++_restarts}" };
        TellStatus();
    }

    /// <param name="battery">0 to 1; told again when it changes.</param>
    public void Charge(double battery)
    {
        if (battery != _battery)
        {
            _battery = battery;
            TellStatus();
        }
    }

    public void PlugNetwork(bool pluggedIn) => _network.Set(pluggedIn);

    public Task WaitUntilEmptyAsync(CancellationToken cancellation) => _outbox.WaitUntilEmptyAsync(cancellation);

    /// <summary>Connects and sends until it is told to stop, then says goodbye.</summary>
    /// <exception cref="CredentialsRefusedException">The broker does not know the user name or password.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        var retry = FirstRetry;
        try
        {
            while (true)
            {
                await _network.WaitAsync(pluggedIn: true, stop);
                if (await ConnectAndSendAsync(stop))
                {
                    retry = FirstRetry;
                }

                await Task.Delay(retry, _time, stop);
                retry = retry * 2 < LongestRetry ? retry * 2 : LongestRetry;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    /// <summary>As <see cref="RunAsync"/>; refused credentials also cancel whatever would wait for this connection.</summary>
    public async Task RunOrCancelAsync(CancellationTokenSource others, CancellationToken stop)
    {
        try
        {
            await RunAsync(stop);
        }
        catch (CredentialsRefusedException)
        {
            await others.CancelAsync();
            throw;
        }
    }

    /// <summary>Returns whether a connection was made.</summary>
    async Task<bool> ConnectAndSendAsync(CancellationToken stop)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        if (await _broker.TryOpenAsync(client, _device, stop) is not { } accepted)
        {
            return false;
        }

        var window = Math.Min(accepted.ReceiveMaximum is > 0 ? (int)accepted.ReceiveMaximum : LargestWindow, LargestWindow);
        using var session = new DeviceSession(client, _device, _outbox, window, TellFirstRefusal, _ledger);
        client.DisconnectedAsync += lost =>
        {
            session.End(lost.Reason == MqttClientDisconnectReason.NormalDisconnection
                ? DeviceSession.ConnectionLost
                : $"it closed the connection ({lost.Reason})");
            return Task.CompletedTask;
        };
        if (!client.IsConnected)
        {
            session.End(DeviceSession.ConnectionLost);
        }

        IsConnected = true;
        _firstConnection.TrySetResult();
        // Begun before the readings and not awaited: the broker knows who speaks, and nothing waits for its answer.
        var status = Quietly(session.PublishStatusAsync(_device, online: true, _battery, session.Ended));
        _session = session;
        var sending = session.SendAsync();

        await UntilEndedAsync(session.Ended, stop);
        if (stop.IsCancellationRequested && client.IsConnected)
        {
            await SayGoodbyeAsync(client, session);
        }
        else if (session.EndReason is { } reason)
        {
            _broker.Closed(reason);
        }

        IsConnected = false;
        _session = null;
        session.End(reason: null);
        // Without a DISCONNECT when the network was pulled out, so that the broker publishes the will.
        client.Dispose();
        await Task.WhenAll(sending, status);
        _outbox.ReturnUnanswered();
        return true;
    }

    /// <summary>Until the connection is lost, the network is pulled out, or we are told to stop.</summary>
    async Task UntilEndedAsync(CancellationToken ended, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ended, stop);
        await Quietly(_network.WaitAsync(pluggedIn: false, either.Token));
    }

    async Task SayGoodbyeAsync(IMqttClient client, DeviceSession session)
    {
        using var patience = new CancellationTokenSource(LastWords, _time);
        await Quietly(_outbox.WaitUntilEmptyAsync(patience.Token));
        await Quietly(session.PublishStatusAsync(_device, online: false, _battery, patience.Token));
        await Quietly(client.DisconnectAsync(new MqttClientDisconnectOptionsBuilder().Build(), patience.Token));
    }

    void TellStatus()
    {
        if (_session is { } session)
        {
            _ = Quietly(session.PublishStatusAsync(_device, online: true, _battery, CancellationToken.None));
        }
    }

    void TellFirstRefusal(string reason)
    {
        if (Interlocked.Exchange(ref _refusalTold, 1) == 0)
        {
            _notices.Say($"The broker refused a message of {_device.Device} ({reason}). It is counted and not sent again.");
        }
    }

    /// <summary>For what may fail with its connection: the loop notices the loss by itself.</summary>
    static async Task Quietly(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
