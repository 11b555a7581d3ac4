using Infusion.Simulator.Monitors;
using Infusion.Simulator.Protocol;

namespace Infusion.Simulator.Replay;

/// <summary>
/// Turns recorded minutes into what a monitor would have sent: its numerics again and again through the minute, and
/// the last cuff measurement with its own time until there is another one.
/// </summary>
public sealed class RecordedMonitor(IReadOnlyList<VitalsRow> rows, TimeSpan every)
{
    /// <param name="start">The instant of the first row's minute.</param>
    public IEnumerable<(DateTimeOffset At, DeviceReading Reading)> Readings(DateTimeOffset start)
    {
        CuffMeasurement? cuff = null;
        foreach (var row in rows)
        {
            var minute = start + TimeSpan.FromMinutes(row.Minute - rows[0].Minute);
            if (row.Nibp is { } nibp)
            {
                cuff = new CuffMeasurement(minute, nibp.SystolicMmHg, nibp.DiastolicMmHg, nibp.MeanMmHg);
            }

            for (var within = TimeSpan.Zero; within < TimeSpan.FromMinutes(1); within += every)
            {
                var reading = row.ToReading();
                if (cuff is not null)
                {
                    BedsideMonitor.AddPressure(reading, cuff);
                }

                yield return (minute + within, reading);
            }
        }
    }
}
