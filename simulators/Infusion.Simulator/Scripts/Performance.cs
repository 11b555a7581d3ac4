using Infusion.Simulator.Commands;
using Infusion.Simulator.Delivery;
using Infusion.Simulator.Protocol;
using Infusion.Simulator.Terminal;
using Infusion.Simulator.Time;

namespace Infusion.Simulator.Scripts;

/// <summary>A script as it is played: each act at its second, by the server's clock.</summary>
public sealed class Performance(
    ConnectionSettings settings, Script script, string monitorId, string pumpId, Performer? performer, TimeProvider time, ITerminal terminal)
{
    /// <summary>Between connecting and the first second, so that both devices are there.</summary>
    static readonly TimeSpan LongestWaitForBroker = TimeSpan.FromSeconds(10);

    public async Task<int> RunAsync(CancellationToken stop)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var clock = settings.ServerClock(http, time, terminal) is { } server
            ? await server.StartAsync(stop)
            : new DeviceClock(time, time.GetUtcNow(), settings.Speed);
        using var ledger = settings.OpenLedger(time);
        var connect = settings.Connector(time, terminal, ledger);
        var (monitor, pump) = (connect(monitorId, "monitor"), connect(pumpId, "pump"));
        using var stopPlaying = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var stopSending = new CancellationTokenSource();
        var sending = Task.WhenAll(
            monitor.RunOrCancelAsync(stopPlaying, stopSending.Token), pump.RunOrCancelAsync(stopPlaying, stopSending.Token));
        try
        {
            await Task.WhenAll(monitor.FirstConnection, pump.FirstConnection).WaitAsync(LongestWaitForBroker, time, stopPlaying.Token);
            await (performer?.SignInAsync(stopPlaying.Token) ?? Task.CompletedTask);
            await PlayAsync(clock, monitor, pump, stopPlaying.Token);
            await Task.WhenAll(monitor.WaitUntilEmptyAsync(stopPlaying.Token), pump.WaitUntilEmptyAsync(stopPlaying.Token));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            terminal.Say("Stopped before the end.");
        }
        catch (TimeoutException)
        {
            throw new ScriptException($"the broker at {settings.Broker} took no connection within {LongestWaitForBroker.TotalSeconds:0} s.");
        }
        finally
        {
            await stopSending.CancelAsync();
            performer?.Dispose();
        }

        await sending;
        return 0;
    }

    async Task PlayAsync(DeviceClock clock, DeviceConnection monitor, DeviceConnection pump, CancellationToken stop)
    {
        if (script.Given == "infusing")
        {
            await (performer?.StartAsync(stop) ?? Task.CompletedTask);
        }

        var start = WholeSecond(clock.Now).AddSeconds(1);
        terminal.Say($"{monitorId}: second 0 is {start:yyyy-MM-dd HH:mm:ss} UTC; {script.Given} is given, {script.Limits} limits; it ends at second {script.Until:0.###}.");
        foreach (var act in script.Timeline())
        {
            var at = start + Seconds(act.At);
            await clock.WaitUntilAsync(at, stop);
            if (act.Monitor is { } measured)
            {
                Stamp(measured, act.Step, start);
                monitor.Measure(at + Seconds(act.Step.Clock), measured, act.Step.Late);
            }

            if (act.Pump is { } said)
            {
                pump.Measure(at, said);
            }

            if (act.Step is { Command: not null } or { Acknowledge: not null } or { PauseAudio: not null })
            {
                await PerformAsync(act, stop);
            }
        }

        await clock.WaitUntilAsync(start + Seconds(script.Until), stop);
    }

    async Task PerformAsync(ScriptAct act, CancellationToken stop)
    {
        var what = act.Step.Command ?? (act.Step.Acknowledge is { } rule ? $"acknowledge {rule}" : $"silence {act.Step.PauseAudio}");
        terminal.Say($"{monitorId}: second {act.At:0.###}: {what}{(performer is null ? ", for somebody to do" : "")}.");
        await (performer?.DoAsync(act.Step, stop) ?? Task.CompletedTask);
    }

    static void Stamp(DeviceReading reading, ScriptStep step, DateTimeOffset start)
    {
        if (step.Measured is { } second)
        {
            foreach (var key in reading.Values.Keys)
            {
                reading.Times[key] = start + Seconds(second) + Seconds(step.Clock);
            }
        }
    }

    static DateTimeOffset WholeSecond(DateTimeOffset instant) => instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerSecond));

    static TimeSpan Seconds(decimal seconds) => TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
}
