using System.Globalization;
using Infusion.Simulator.Delivery;

namespace Infusion.Simulator.Terminal;

/// <summary>For logs and pipes: a line when something happens, and one line of totals every ten seconds.</summary>
public sealed class PlainTerminal(TextWriter output, TimeProvider time) : ITerminal
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    readonly TextWriter _output = TextWriter.Synchronized(output);

    public void Say(string sentence) => _output.WriteLine(sentence);

    public async Task ShowAsync(Func<IReadOnlyList<ChairStatus>> chairs, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            await Task.Delay(Every, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!cancellation.IsCancellationRequested)
            {
                Say(Line(chairs()));
            }
        }
    }

    static string Line(IReadOnlyList<ChairStatus> chairs)
    {
        var connected = chairs.Sum(chair => (chair.MonitorConnected ? 1 : 0) + (chair.PumpConnected ? 1 : 0));
        var counts = chairs.Aggregate(new DeliveryCounts(), (sum, chair) => sum + chair.Counts);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{chairs.Count} chairs, {connected} of {chairs.Count * 2} devices connected, {Summary.Text(counts)}");
    }
}
