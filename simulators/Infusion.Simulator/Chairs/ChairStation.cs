using System.Globalization;
using Infusion.Simulator.Delivery;
using Infusion.Simulator.Protocol;
using Infusion.Simulator.Terminal;
using Infusion.Simulator.Time;

namespace Infusion.Simulator.Chairs;

/// <summary>Plays a chair in device time and hands what its devices say to their connections.</summary>
public sealed class ChairStation(Chair chair, DeviceConnection monitor, DeviceConnection pump)
{
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>When the machine was asleep for this long, in real time, the devices were silent; nothing is made up for it.</summary>
    static readonly TimeSpan LongestCatchUp = TimeSpan.FromMinutes(1);

    volatile DeviceReading? _last;

    public DeliveryCounts Counts => monitor.Counts + pump.Counts;

    /// <param name="offset">Devices do not tick together: each chair has its own place within the second.</param>
    public async Task RunAsync(DeviceClock clock, TimeSpan offset, CancellationToken stop)
    {
        try
        {
            for (var due = clock.Now + offset; ; due += Second)
            {
                await clock.WaitUntilAsync(due, stop);
                if ((clock.Now - due).Duration() > LongestCatchUp * clock.Speed)
                {
                    due = clock.Now;
                }

                Play(due);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    public void Play(DateTimeOffset at)
    {
        var second = chair.Advance(at);
        monitor.PlugNetwork(second.MonitorOnNetwork);
        if (second.PumpRestarts)
        {
            pump.Restart();
        }

        pump.Charge(second.PumpBattery);
        monitor.Measure(at, second.Monitor);
        pump.Measure(at, second.Pump);
        _last = second.Monitor;
    }

    public ChairStatus Status() => new(
        chair.Number,
        chair.Scenario.Name,
        chair.Phase,
        Shown(Mdc.HeartRatePerMin),
        Shown(Mdc.SpO2Percent),
        $"{Shown(Mdc.NibpSystolicMmHg)}/{Shown(Mdc.NibpDiastolicMmHg)}",
        chair.Pump.CurrentRateMlPerH,
        chair.Pump.DeliveredTotalMl,
        monitor.IsConnected,
        pump.IsConnected,
        Counts);

    string Shown(string key) =>
        _last?.Values.TryGetValue(key, out var value) == true ? value.ToString("0", CultureInfo.InvariantCulture) : "-";
}
