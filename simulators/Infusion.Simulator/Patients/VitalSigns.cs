namespace Infusion.Simulator.Patients;

/// <summary>What is true in the patient; a monitor measures it with noise, rounding and artefacts of its own.</summary>
public sealed record VitalSigns(
    double HeartRatePerMin,
    double SystolicMmHg,
    double DiastolicMmHg,
    double RespirationPerMin,
    double SpO2Percent,
    double EndTidalCo2MmHg)
{
    public double MeanMmHg => DiastolicMmHg + ((SystolicMmHg - DiastolicMmHg) / 3);
}
