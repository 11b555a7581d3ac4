using Infusion.Simulator.Scenarios;

namespace Infusion.Simulator.Patients;

/// <summary>
/// A patient whose vitals answer to the drug that was delivered, not to the one that was ordered. Pressure and heart
/// rate rise in proportion to the effect site; a scenario may add a pressure surge or slow the breathing.
/// </summary>
public sealed class Patient
{
    // 0.5 mg/kg over 40 min brings the effect site to 215 ng/mL and, typically, the pressure up by 16/11 mmHg.
    const double ReferenceEffectSiteNgPerMl = 215;
    const double SystolicRiseMmHg = 16;
    const double DiastolicRiseMmHg = 11;
    const double HeartRateRisePerMin = 6;
    const double RespirationFallPerMin = 1;

    // Below this breathing rate the lungs no longer keep the blood saturated on room air.
    const double EnoughBreathsPerMin = 11;
    const double SpO2PerMissingBreath = 1.8;

    static readonly TimeSpan PressureLag = TimeSpan.FromSeconds(40);
    static readonly TimeSpan BreathingLag = TimeSpan.FromSeconds(8);
    static readonly TimeSpan SaturationLag = TimeSpan.FromSeconds(25);
    static readonly TimeSpan CarbonDioxideLag = TimeSpan.FromSeconds(60);

    readonly PatientProfile _profile;
    readonly DominoKetamine _ketamine;
    readonly Drift _heartRateDrift;
    readonly Drift _pressureDrift;
    readonly Drift _breathingDrift;
    readonly Lagging _systolicSurge = new(0, PressureLag);
    readonly Lagging _diastolicSurge = new(0, PressureLag);
    readonly Lagging _respiration;
    readonly Lagging _saturation;
    readonly Lagging _carbonDioxide;

    public Patient(PatientProfile profile, Noise noise)
    {
        _profile = profile;
        _ketamine = new DominoKetamine(profile.WeightKg);
        _heartRateDrift = new Drift(noise, 1.5, TimeSpan.FromMinutes(2));
        _pressureDrift = new Drift(noise, 2, TimeSpan.FromMinutes(6));
        _breathingDrift = new Drift(noise, 0.6, TimeSpan.FromSeconds(30));
        _respiration = new Lagging(profile.RespirationPerMin, BreathingLag);
        _saturation = new Lagging(profile.SpO2Percent, SaturationLag);
        _carbonDioxide = new Lagging(profile.EndTidalCo2MmHg, CarbonDioxideLag);
        Vitals = Measure();
    }

    public VitalSigns Vitals { get; private set; }

    public double EffectSiteNgPerMl => _ketamine.EffectSiteNgPerMl;

    double DrugEffect => EffectSiteNgPerMl / ReferenceEffectSiteNgPerMl;

    /// <summary>Shallow breathing also varies less.</summary>
    double BreathsPerMin => Math.Max(0, _respiration.Value * (1 + (_breathingDrift.Value / _profile.RespirationPerMin)));

    public void Advance(TimeSpan step, double deliveredMg, Conditions conditions)
    {
        _ketamine.Advance(step, deliveredMg);
        _heartRateDrift.Advance(step);
        _pressureDrift.Advance(step);
        _breathingDrift.Advance(step);

        _systolicSurge.Advance(step, SurgeTo(conditions.RaisedPressure?.SystolicMmHg, _profile.SystolicMmHg));
        _diastolicSurge.Advance(step, SurgeTo(conditions.RaisedPressure?.DiastolicMmHg, _profile.DiastolicMmHg));

        _respiration.Advance(step, conditions.RespirationPerMin ?? _profile.RespirationPerMin - (RespirationFallPerMin * DrugEffect));
        var breaths = BreathsPerMin;
        _saturation.Advance(step, _profile.SpO2Percent - (SpO2PerMissingBreath * Math.Max(0, EnoughBreathsPerMin - breaths)));
        _carbonDioxide.Advance(step, _profile.EndTidalCo2MmHg * Math.Sqrt(_profile.RespirationPerMin / Math.Max(3, breaths)));

        Vitals = Measure();
    }

    static double SurgeTo(double? targetMmHg, double restingMmHg) => targetMmHg is { } target ? target - restingMmHg : 0;

    VitalSigns Measure()
    {
        var pressor = DrugEffect * _profile.PressorSensitivity;
        return new VitalSigns(
            // A low saturation drives the heart: one beat a minute for each percent that is missing.
            _profile.HeartRatePerMin + (HeartRateRisePerMin * pressor) + _heartRateDrift.Value + (_profile.SpO2Percent - _saturation.Value),
            _profile.SystolicMmHg + (SystolicRiseMmHg * pressor) + _pressureDrift.Value + _systolicSurge.Value,
            _profile.DiastolicMmHg + (DiastolicRiseMmHg * pressor) + (_pressureDrift.Value / 2) + _diastolicSurge.Value,
            BreathsPerMin,
            Math.Clamp(_saturation.Value, 40, 100),
            _carbonDioxide.Value);
    }

    /// <summary>A quantity that follows its target with a lag, as blood pressure and gases do.</summary>
    sealed class Lagging(double start, TimeSpan lag)
    {
        public double Value { get; private set; } = start;

        public void Advance(TimeSpan step, double target) => Value += (target - Value) * (1 - Math.Exp(-(step / lag)));
    }
}
