using Infusion.Simulator.Patients;
using Infusion.Simulator.Scenarios;
using Shouldly;
using Xunit;

namespace Infusion.Simulator.Tests;

public sealed class PatientTests
{
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    static readonly PatientProfile Typical = new(70, 70, 120, 75, 14, 97.5, 38, PressorSensitivity: 1);

    [Fact]
    public void The_usual_dose_raises_the_pressure_by_16_over_11()
    {
        var without = AfterFortyMinutes(doseMg: 0);
        var with = AfterFortyMinutes(doseMg: 35);

        (with.SystolicMmHg - without.SystolicMmHg).ShouldBe(16, 0.1);
        (with.DiastolicMmHg - without.DiastolicMmHg).ShouldBe(11, 0.1);
        with.HeartRatePerMin.ShouldBeGreaterThan(without.HeartRatePerMin);
    }

    [Fact]
    public void Half_the_rate_gives_a_smaller_pressure_rise()
    {
        var without = AfterFortyMinutes(doseMg: 0).SystolicMmHg;
        var half = AfterFortyMinutes(doseMg: 17.5).SystolicMmHg - without;
        var whole = AfterFortyMinutes(doseMg: 35).SystolicMmHg - without;

        half.ShouldBeInRange(4, whole - 4);
        half.ShouldBe(whole / 2, 0.01);
    }

    [Fact]
    public void Apnoea_lowers_the_saturation_slowly_and_raises_carbon_dioxide()
    {
        var patient = new Patient(Typical, new Noise(1, 1));
        var apnoea = new Conditions { RespirationPerMin = 0 };

        Run(patient, 10, apnoea);
        patient.Vitals.SpO2Percent.ShouldBeGreaterThan(95);
        Run(patient, 110, apnoea);
        patient.Vitals.SpO2Percent.ShouldBeLessThan(82);
        patient.Vitals.EndTidalCo2MmHg.ShouldBeGreaterThan(50);
        Run(patient, 180, Conditions.Usual);
        patient.Vitals.SpO2Percent.ShouldBeGreaterThan(96);
    }

    static VitalSigns AfterFortyMinutes(double doseMg)
    {
        // One seed: the drift is the same, so that the difference is the drug's alone.
        var patient = new Patient(Typical, new Noise(1, 1));
        for (var second = 0; second < 2400; second++)
        {
            patient.Advance(Second, doseMg / 2400, Conditions.Usual);
        }

        return patient.Vitals;
    }

    static void Run(Patient patient, int seconds, Conditions conditions)
    {
        for (var second = 0; second < seconds; second++)
        {
            patient.Advance(Second, 0, conditions);
        }
    }
}
