namespace Infusion.Simulator.Patients;

/// <summary>
/// A seeded source of noise (SplitMix64). Our own, because the sequence of one seed must stay the same on every
/// runtime and version: a demo or a failing case is replayed by its seed.
/// </summary>
public sealed class Noise
{
    ulong _state;

    public Noise(int seed, int stream)
    {
        _state = ((ulong)(uint)seed << 32) | (uint)stream;
        _ = NextBits();
    }

    /// <summary>Uniform in [from, to).</summary>
    public double Between(double from, double to) => from + ((to - from) * Unit());

    /// <summary>Normal with mean 0 and deviation 1 (Box and Muller).</summary>
    public double Gaussian() => Math.Sqrt(-2 * Math.Log(1 - Unit())) * Math.Cos(2 * Math.PI * Unit());

    double Unit() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15;
        var bits = _state;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
