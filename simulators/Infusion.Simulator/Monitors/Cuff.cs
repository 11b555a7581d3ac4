using Infusion.Simulator.Patients;

namespace Infusion.Simulator.Monitors;

public sealed record CuffMeasurement(DateTimeOffset At, decimal SystolicMmHg, decimal DiastolicMmHg, decimal MeanMmHg);

/// <summary>The automatic cuff: at once, then every five minutes, and every minute while the pressure is high.</summary>
public sealed class Cuff(Noise noise)
{
    public const decimal HighSystolicMmHg = 180m;
    static readonly TimeSpan UsualInterval = TimeSpan.FromMinutes(5);
    static readonly TimeSpan RepeatInterval = TimeSpan.FromMinutes(1);

    DateTimeOffset _due;

    /// <summary>The last completed measurement, which the monitor repeats until the next one.</summary>
    public CuffMeasurement? Last { get; private set; }

    public void Advance(DateTimeOffset at, VitalSigns vitals)
    {
        if (Last is not null && at < _due)
        {
            return;
        }

        var error = noise.Gaussian();
        Last = new CuffMeasurement(
            at,
            WholeMmHg(vitals.SystolicMmHg + (1.5 * error)),
            WholeMmHg(vitals.DiastolicMmHg + error),
            WholeMmHg(vitals.MeanMmHg + error));
        _due = at + (Last.SystolicMmHg >= HighSystolicMmHg ? RepeatInterval : UsualInterval);
    }

    static decimal WholeMmHg(double pressureMmHg) => decimal.Round((decimal)pressureMmHg);
}
