using Infusion.Simulator.Patients;
using Infusion.Simulator.Protocol;

namespace Infusion.Simulator.Monitors;

/// <summary>A multi-parameter monitor: measures a patient with noise, and says 0 where the probe is off.</summary>
public sealed class BedsideMonitor(Noise noise)
{
    /// <summary>The oximeter needs some seconds on the finger before its numbers can be trusted.</summary>
    static readonly TimeSpan ProbeSettling = TimeSpan.FromSeconds(10);

    readonly Cuff _cuff = new(noise);
    DateTimeOffset _trustedFrom = DateTimeOffset.MinValue;

    public DeviceReading Sample(VitalSigns vitals, DateTimeOffset at, bool probeOff)
    {
        var reading = new DeviceReading();
        reading.Values[Mdc.HeartRatePerMin] = Whole(vitals.HeartRatePerMin, 0.5);
        AddOximetry(reading, vitals, at, probeOff);
        reading.Values[Mdc.RespirationPerMin] = Whole(vitals.RespirationPerMin, 0.3);
        reading.Values[Mdc.EndTidalCo2MmHg] = Whole(vitals.EndTidalCo2MmHg, 0.3);

        _cuff.Advance(at, vitals);
        AddPressure(reading, _cuff.Last!);
        return reading;
    }

    public static void AddPressure(DeviceReading reading, CuffMeasurement cuff)
    {
        Add(Mdc.NibpSystolicMmHg, cuff.SystolicMmHg);
        Add(Mdc.NibpDiastolicMmHg, cuff.DiastolicMmHg);
        Add(Mdc.NibpMeanMmHg, cuff.MeanMmHg);

        void Add(string key, decimal pressureMmHg)
        {
            reading.Values[key] = pressureMmHg;
            reading.Times[key] = cuff.At;
        }
    }

    void AddOximetry(DeviceReading reading, VitalSigns vitals, DateTimeOffset at, bool probeOff)
    {
        // Measured even with the probe off, so that the noise of the other vitals does not depend on it.
        var saturation = Math.Min(100, Whole(vitals.SpO2Percent, 0.2));
        var pulse = Whole(vitals.HeartRatePerMin, 0.7);

        reading.Values[Mdc.SpO2Percent] = probeOff ? 0 : saturation;
        reading.Values[Mdc.PulseRatePerMin] = probeOff ? 0 : pulse;
        if (probeOff)
        {
            _trustedFrom = at + ProbeSettling;
        }
        else if (at < _trustedFrom)
        {
            reading.Quality[Mdc.SpO2Percent] = "questionable";
            reading.Quality[Mdc.PulseRatePerMin] = "questionable";
        }
    }

    decimal Whole(double truth, double deviation) => Math.Max(0, decimal.Round((decimal)(truth + (deviation * noise.Gaussian()))));
}
