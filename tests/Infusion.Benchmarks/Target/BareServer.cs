using System.Globalization;
using Infusion.Benchmarks.Load;
using Infusion.Benchmarks.Yardstick;

namespace Infusion.Benchmarks.Target;

/// <summary>The bare FHIR endpoint, in a process of its own.</summary>
sealed class BareServer : IAsyncDisposable
{
    static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    readonly ChildProcess _process;

    BareServer(ChildProcess process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public ChildProcess Process => _process;

    /// <param name="search">SQL of clinic, patient, codes and count.</param>
    /// <param name="read">SQL of clinic and id.</param>
    public static async Task<BareServer> StartAsync(string connectionString, string search, string read)
    {
        var port = Ports.Free();
        var process = ChildProcess.StartDotnet(
            typeof(BareServer).Assembly.Location,
            [BareFhir.Mode, port.ToString(CultureInfo.InvariantCulture)],
            new Dictionary<string, string> { [BarePipeline.ConnectionVariable] = connectionString, [BareFhir.SearchVariable] = search, [BareFhir.ReadVariable] = read },
            BarePipeline.Ready);
        try
        {
            await process.Ready.WaitAsync(StartPatience);
            return new BareServer(process, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")));
        }
        catch (TimeoutException)
        {
            var said = process.LastWords();
            await process.DisposeAsync();
            throw new RunFailedException($"the bare endpoint did not start: {said}");
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
