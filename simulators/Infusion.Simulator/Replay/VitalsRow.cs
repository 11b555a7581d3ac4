using Infusion.Simulator.Protocol;

namespace Infusion.Simulator.Replay;

/// <summary>One recorded minute. A column that is blank was not measured; 0 is the monitor's own "no value".</summary>
public sealed record VitalsRow(
    int Minute,
    decimal? HeartRatePerMin,
    decimal? PulseRatePerMin,
    decimal? RespirationPerMin,
    decimal? SpO2Percent,
    RecordedPressure? Nibp)
{
    public DeviceReading ToReading()
    {
        var reading = new DeviceReading();
        Add(Mdc.HeartRatePerMin, HeartRatePerMin);
        Add(Mdc.SpO2Percent, SpO2Percent);
        Add(Mdc.PulseRatePerMin, PulseRatePerMin);
        Add(Mdc.RespirationPerMin, RespirationPerMin);
        return reading;

        void Add(string key, decimal? value)
        {
            if (value is { } measured)
            {
                reading.Values[key] = measured;
            }
        }
    }
}

public sealed record RecordedPressure(decimal SystolicMmHg, decimal DiastolicMmHg, decimal MeanMmHg);
