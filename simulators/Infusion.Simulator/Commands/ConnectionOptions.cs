using System.CommandLine;
using Infusion.Simulator.Bookkeeping;
using Infusion.Simulator.Delivery;
using Infusion.Simulator.Protocol;
using Infusion.Simulator.Terminal;
using Infusion.Simulator.Time;

namespace Infusion.Simulator.Commands;

/// <summary>Whom to talk to and by which clock: the options that every command shares.</summary>
public sealed class ConnectionOptions
{
    const int UsualMqttPort = 1883;
    const int UsualWebSocketPort = 5080;

    readonly Option<FileInfo?> _demo = new("--demo") { Description = "Read broker, credentials, clinic and server from the demo.json that the server wrote." };
    readonly Option<string?> _host = new("--mqtt-host") { Description = "The broker's host." };
    readonly Option<int?> _port = new("--mqtt-port") { Description = "The broker's port (1883; with --websocket 5080)." };
    readonly Option<string?> _username = new("--username") { Description = "The gateway credential's user name." };
    readonly Option<string?> _password = new("--password") { Description = "Its password." };
    readonly Option<string?> _clinic = new("--clinic") { Description = "The clinic's id." };
    readonly Option<Uri?> _server = new("--server") { Description = "Take time and speed from this server's clock.", CustomParser = Arguments.WebAddress };
    readonly Option<double?> _speed = new("--speed") { Description = "Without a server: how many times faster than real time." };
    readonly Option<bool> _webSocket = new("--websocket") { Description = "MQTT over WebSocket, at /mqtt." };
    readonly Option<int> _store = new("--store")
    {
        Description = "How many unacknowledged readings each device keeps.",
        DefaultValueFactory = _ => 100_000,
    };

    readonly Option<FileInfo?> _ledger = new("--ledger") { Description = "Append to this file what was sent and what was answered, for the command verify." };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _demo, _host, _port, _username, _password, _clinic, _server, _speed, _webSocket, _store, _ledger })
        {
            command.Add(option);
        }
    }

    public ConnectionSettings Read(ParseResult parsed)
    {
        var demo = parsed.GetValue(_demo) is { } file ? DemoFile.Read(file) : null;
        var webSocket = parsed.GetValue(_webSocket);
        var server = parsed.GetValue(_server) ?? demo?.Url;
        var host = parsed.GetValue(_host) ?? demo?.Mqtt.Host ?? throw Missing("--mqtt-host");
        // The demo file names the plain MQTT port; its WebSocket is on the server's HTTP port.
        var port = parsed.GetValue(_port) ?? (webSocket ? demo?.Url?.Port ?? UsualWebSocketPort : demo?.Mqtt.Port ?? UsualMqttPort);
        if (port is < 1 or > 65535)
        {
            throw new UsageException($"--mqtt-port must be from 1 to 65535, not {port}.");
        }

        var clinic = parsed.GetValue(_clinic) ?? demo?.Clinic ?? throw Missing("--clinic");
        Arguments.RequireId("--clinic", clinic);

        var speed = parsed.GetValue(_speed);
        if (speed is not null && server is not null)
        {
            throw new UsageException("--speed cannot be used with --server or --demo: the server's clock sets the speed.");
        }

        if (speed is { } wanted && !(wanted is > 0 and <= 1000))
        {
            throw new UsageException($"--speed must be above 0 and at most 1000, not {wanted}.");
        }

        var store = parsed.GetValue(_store);
        if (store < 1000)
        {
            throw new UsageException($"--store must be 1000 or more, not {store}.");
        }

        var broker = new BrokerAddress(
            host, port, parsed.GetValue(_username) ?? demo?.Mqtt.Username, parsed.GetValue(_password) ?? demo?.Mqtt.Password, webSocket);
        return new ConnectionSettings(broker, clinic, server, speed ?? 1, store, parsed.GetValue(_ledger)?.FullName);
    }

    static UsageException Missing(string option) => new($"{option} is required, unless --demo FILE gives it.");
}

public sealed record ConnectionSettings(
    BrokerAddress Broker, string Clinic, Uri? Server, double Speed, int StoreCapacity, string? Ledger)
{
    public LedgerFile? OpenLedger(TimeProvider time)
    {
        try
        {
            return Ledger is null ? null : new LedgerFile(Ledger, time);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--ledger: {problem.Message}");
        }
    }

    public Func<string, string, DeviceConnection> Connector(TimeProvider time, INotices notices, LedgerFile? ledger)
    {
        var door = new BrokerDoor(Broker, notices);
        var boot = DeviceIdentity.NewBoot(time);
        return (device, kind) => new DeviceConnection(
            new DeviceIdentity(Clinic, device, kind, boot), door, notices, time, StoreCapacity, ledger);
    }

    public ServerClock? ServerClock(HttpClient http, TimeProvider time, INotices notices) =>
        Server is null ? null : new ServerClock(http, Server, time, notices);
}
