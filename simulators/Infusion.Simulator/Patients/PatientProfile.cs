namespace Infusion.Simulator.Patients;

/// <summary>Who sits in the chair: body weight, resting vitals, and how strongly the pressure answers to the drug.</summary>
public sealed record PatientProfile(
    double WeightKg,
    double HeartRatePerMin,
    double SystolicMmHg,
    double DiastolicMmHg,
    double RespirationPerMin,
    double SpO2Percent,
    double EndTidalCo2MmHg,
    double PressorSensitivity)
{
    /// <summary>A healthy adult at rest. The weight is given, because it must be the one the dose was ordered for.</summary>
    public static PatientProfile Draw(Noise noise, double weightKg) => new(
        weightKg,
        HeartRatePerMin: noise.Between(62, 76),
        SystolicMmHg: noise.Between(114, 130),
        DiastolicMmHg: noise.Between(68, 80),
        RespirationPerMin: noise.Between(13.5, 16),
        SpO2Percent: noise.Between(97, 97.6),
        EndTidalCo2MmHg: noise.Between(36, 40),
        PressorSensitivity: noise.Between(0.8, 1.1));
}
