namespace Infusion.Simulator.Patients;

/// <summary>A slow random wander around zero: what a vital does on its own over minutes.</summary>
public sealed class Drift(Noise noise, double deviation, TimeSpan memory)
{
    public double Value { get; private set; }

    public void Advance(TimeSpan step)
    {
        var kept = Math.Exp(-(step / memory));
        Value = (kept * Value) + (deviation * Math.Sqrt(1 - (kept * kept)) * noise.Gaussian());
    }
}
