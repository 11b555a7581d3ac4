namespace Infusion.Simulator.Pumps;

/// <summary>What is set on the pump before it starts.</summary>
public sealed record PumpProgramme(decimal RateMlPerH, decimal VolumeToInfuseMl, decimal ConcentrationMgPerMl)
{
    /// <summary>0.5 mg/kg for 70 kg over 40 min from a 1 mg/mL bag.</summary>
    public static readonly PumpProgramme Default = new(52.5m, 35m, 1m);
}
