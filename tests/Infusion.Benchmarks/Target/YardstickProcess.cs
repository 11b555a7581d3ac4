using System.Globalization;
using Infusion.Benchmarks.Load;
using Infusion.Benchmarks.Yardstick;

namespace Infusion.Benchmarks.Target;

/// <summary>The bare pipeline, in a process of its own.</summary>
sealed class YardstickProcess : IAsyncDisposable
{
    static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    YardstickProcess(ChildProcess process, string connectionString, int mqttPort) =>
        (Process, ConnectionString, MqttPort) = (process, connectionString, mqttPort);

    public ChildProcess Process { get; }

    public string ConnectionString { get; }

    public int MqttPort { get; }

    public static async Task<YardstickProcess> StartAsync(string connectionString)
    {
        var port = Ports.Free();
        var process = ChildProcess.StartDotnet(
            typeof(YardstickProcess).Assembly.Location,
            [BarePipeline.Mode, port.ToString(CultureInfo.InvariantCulture)],
            new Dictionary<string, string> { [BarePipeline.ConnectionVariable] = connectionString },
            BarePipeline.Ready);
        try
        {
            await process.Ready.WaitAsync(StartPatience);
            return new YardstickProcess(process, connectionString, port);
        }
        catch (TimeoutException)
        {
            var said = process.LastWords();
            await process.DisposeAsync();
            throw new RunFailedException($"the yardstick did not start: {said}");
        }
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
