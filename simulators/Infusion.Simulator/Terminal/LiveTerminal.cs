using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Infusion.Simulator.Terminal;

/// <summary>For a person at a screen: a table of the chairs, redrawn twice a second, and the last notices below it.</summary>
public sealed class LiveTerminal(IAnsiConsole console, TimeProvider time) : ITerminal
{
    const int NoticesShown = 5;
    static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    readonly Lock _gate = new();
    readonly Queue<string> _notices = [];
    bool _drawing;

    public void Say(string sentence)
    {
        lock (_gate)
        {
            if (!_drawing)
            {
                console.WriteLine(sentence);
                return;
            }

            _notices.Enqueue(sentence);
            if (_notices.Count > NoticesShown)
            {
                _notices.Dequeue();
            }
        }
    }

    public async Task ShowAsync(Func<IReadOnlyList<ChairStatus>> chairs, CancellationToken cancellation)
    {
        SetDrawing(true);
        await console.Live(Draw(chairs())).StartAsync(async screen =>
        {
            while (!cancellation.IsCancellationRequested)
            {
                screen.UpdateTarget(Draw(chairs()));
                await Task.Delay(Every, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            screen.UpdateTarget(Draw(chairs()));
        });
        SetDrawing(false);
    }

    void SetDrawing(bool drawing)
    {
        lock (_gate)
        {
            _drawing = drawing;
        }
    }

    Rows Draw(IReadOnlyList<ChairStatus> chairs)
    {
        lock (_gate)
        {
            return new Rows([Table(chairs), .. _notices.Select(notice => (IRenderable)new Text(notice, new Style(Color.Yellow)))]);
        }
    }

    static Table Table(IReadOnlyList<ChairStatus> chairs)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("Chair", "Scenario", "Phase", "HR", "SpO2", "BP mmHg", "mL/h", "Given mL", "Link", "Sent", "Acked", "Waiting", "Refused");
        foreach (var chair in chairs)
        {
            table.AddRow(
                Number(chair.Number),
                chair.Scenario,
                chair.Phase,
                chair.HeartRate,
                chair.SpO2,
                chair.Pressure,
                chair.RateMlPerH.ToString("0.0", CultureInfo.InvariantCulture),
                chair.GivenMl.ToString("0.00", CultureInfo.InvariantCulture),
                Link(chair),
                Number(chair.Counts.Sent),
                Number(chair.Counts.Acknowledged),
                Number(chair.Counts.InFlight + chair.Counts.Waiting),
                Number(chair.Counts.Refused));
        }

        return table;
    }

    static string Link(ChairStatus chair) => (chair.MonitorConnected, chair.PumpConnected) switch
    {
        (true, true) => "both",
        (true, false) => "no pump",
        (false, true) => "no monitor",
        _ => "none",
    };

    static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
