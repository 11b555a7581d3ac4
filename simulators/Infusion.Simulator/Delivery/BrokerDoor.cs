using Infusion.Simulator.Protocol;
using Infusion.Simulator.Terminal;
using MQTTnet;

namespace Infusion.Simulator.Delivery;

/// <summary>
/// Opens connections to one broker, and tells once that it is out of reach and once that it is back, for all devices
/// together.
/// </summary>
public sealed class BrokerDoor(BrokerAddress broker, INotices notices)
{
    static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    readonly Lock _gate = new();
    readonly HashSet<string> _told = [];

    /// <summary>Returns the broker's terms, or nothing when it could not be reached or did not want us now.</summary>
    /// <exception cref="CredentialsRefusedException">The broker does not know the user name or password.</exception>
    public async Task<MqttClientConnectResult?> TryOpenAsync(IMqttClient client, DeviceIdentity device, CancellationToken stop)
    {
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(stop);
        attempt.CancelAfter(ConnectTimeout);
        try
        {
            var result = await client.ConnectAsync(broker.OptionsFor(device), attempt.Token);
            switch (result.ResultCode)
            {
                case MqttClientConnectResultCode.Success:
                    Opened();
                    return result;
                case MqttClientConnectResultCode.BadUserNameOrPassword or MqttClientConnectResultCode.NotAuthorized:
                    throw new CredentialsRefusedException(
                        $"The broker at {broker} refused the credentials of user \"{broker.Username}\" ({result.ResultCode}). Check --username and --password.");
                default:
                    Closed($"it refused with {result.ResultCode} {result.ReasonString}".TrimEnd());
                    return null;
            }
        }
        catch (Exception problem) when (problem is not CredentialsRefusedException && !stop.IsCancellationRequested)
        {
            Closed(attempt.IsCancellationRequested ? $"no answer within {ConnectTimeout.TotalSeconds:0} s" : problem.GetBaseException().Message);
            return null;
        }
    }

    /// <summary>A connection failed or was lost.</summary>
    public void Closed(string reason)
    {
        lock (_gate)
        {
            if (!_told.Add(reason))
            {
                return;
            }
        }

        notices.Say($"No connection to the broker at {broker}: {reason.TrimEnd('.')}. Trying again; readings are kept.");
    }

    void Opened()
    {
        lock (_gate)
        {
            if (_told.Count == 0)
            {
                return;
            }

            _told.Clear();
        }

        notices.Say($"Connected to the broker at {broker} again; sending what was kept.");
    }
}
