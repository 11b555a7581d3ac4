using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Infusion.Server.Tests.Support;
using MQTTnet;
using MQTTnet.Protocol;

namespace Infusion.Server.Tests.Ingestion.External;

/// <summary>A real Mosquitto on a free loopback port, with its persistence in a directory of its own.</summary>
sealed class RunningMosquitto : IAsyncDisposable
{
    public const string Password = "right";
    const string DebianPath = "/usr/sbin/mosquitto";

    readonly TemporaryDirectory _directory = new();
    readonly string[] _settings;
    Process? _process;

    RunningMosquitto(string[] settings) => _settings = settings;

    public int Port { get; } = FreePort();

    public string Directory => _directory.Path;

    public static async Task<RunningMosquitto> StartAsync(params string[] settings)
    {
        var mosquitto = Prepared(settings);
        await mosquitto.StartAgainAsync();
        return mosquitto;
    }

    /// <summary>Knows its port, and does not run yet.</summary>
    public static RunningMosquitto Prepared(params string[] settings) => new(settings);

    public async Task StartAgainAsync()
    {
        string[] lines =
        [
            // Started as root it would give up the rights to its directory.
            "user root",
            "per_listener_settings false",
            string.Create(CultureInfo.InvariantCulture, $"listener {Port} 127.0.0.1"),
            "allow_anonymous true",
            "persistence true",
            $"persistence_location {Directory}/",
            "autosave_on_changes true",
            "autosave_interval 1",
            "max_queued_messages 0",
            "log_dest stderr",
            .. _settings,
        ];
        var configuration = Path.Combine(Directory, "mosquitto.conf");
        await File.WriteAllLinesAsync(configuration, lines, Patience.Token);
        _process = Process.Start(new ProcessStartInfo(File.Exists(DebianPath) ? DebianPath : "mosquitto", ["-c", configuration])
        {
            RedirectStandardError = true,
        })!;
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new StringBuilder();
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (said)
            {
                said.AppendLine(line.Data);
            }

            if (line.Data is null)
            {
                running.TrySetException(new InvalidOperationException($"Mosquitto ended: {said}"));
            }
            else if (line.Data.EndsWith(" running", StringComparison.Ordinal))
            {
                running.TrySetResult();
            }
        };
        _process.BeginErrorReadLine();
        await running.Task.WaitAsync(Patience.Token);
    }

    /// <returns>The path of a file of users, all with <see cref="Password"/>.</returns>
    public async Task<string> WriteUsersAsync(params string[] users)
    {
        var path = Path.Combine(Directory, "passwords");
        await File.WriteAllLinesAsync(path, users.Select(user => $"{user}:{Password}"), Patience.Token);
        using var hashing = Process.Start("mosquitto_passwd", ["-U", path]);
        await hashing.WaitForExitAsync(Patience.Token);
        return path;
    }

    /// <summary>As a power cut would, for the process: nothing more is written.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync(Patience.Token);
            process.Dispose();
        }
    }

    public Task PublishAsync(string topic, string payload, bool retain = false) => PublishManyAsync(topic, [payload], retain);

    /// <summary>One after the other, each acknowledged by the broker.</summary>
    public async Task PublishManyAsync(string topic, IEnumerable<string> payloads, bool retain = false, string? username = null)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        var options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", Port);
        options = username is null ? options : options.WithCredentials(username, Password);
        await client.ConnectAsync(options.Build(), Patience.Token);
        foreach (var payload in payloads)
        {
            var message = new MqttApplicationMessageBuilder()
                .WithTopic(topic)
                .WithPayload(payload)
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
                .WithRetainFlag(retain);
            await client.PublishAsync(message.Build(), Patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _directory.Dispose();
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
