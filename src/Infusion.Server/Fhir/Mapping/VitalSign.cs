using Hl7.Fhir.Model;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Fhir.Mapping;

/// <summary>How one vital is said in R4: its codings, its UCUM unit, and the base profile that holds for it.</summary>
/// <param name="Own">Our profile of it, without its canonical's beginning.</param>
/// <param name="Slug">Stands in identifiers: never change one.</param>
sealed record VitalSign(string Slug, string Own, string Profile, string Ucum, string Unit, (string System, string Code, string Display)[] Codings)
{
    // No MDC coding: the charted heart rate may be an ECG rate (147842) or a pulse rate (149530), and does not say which.
    static readonly VitalSign HeartRate = new("hr", "ket-heart-rate", "heartrate", "/min", "beats/minute",
        [(FhirCodes.Loinc, "8867-4", "Heart rate")]);

    static readonly VitalSign SpO2 = new("spo2", "ket-spo2", "oxygensat", "%", "%",
    [
        (FhirCodes.Loinc, "2708-6", "Oxygen saturation in Arterial blood"),
        (FhirCodes.Loinc, "59408-5", "Oxygen saturation in Arterial blood by Pulse oximetry"),
        (FhirCodes.Mdc, "150456", "MDC_PULS_OXIM_SAT_O2"),
    ]);

    static readonly VitalSign RespiratoryRate = new("rr", "ket-resp-rate", "resprate", "/min", "breaths/minute",
        [(FhirCodes.Loinc, "9279-1", "Respiratory rate"), (FhirCodes.Mdc, "151562", "MDC_RESP_RATE")]);

    // 19891-1 is the partial pressure; 19889-5 would be the volume fraction. No derived profile exists for it.
    static readonly VitalSign EtCO2 = new("etco2", "ket-etco2", "vitalsigns", "mm[Hg]", "mmHg",
    [
        (FhirCodes.Loinc, "19891-1", "Carbon dioxide [Partial pressure] in Exhaled gas --at end expiration"),
        (FhirCodes.Mdc, "151708", "MDC_CONC_AWAY_CO2_ET"),
    ]);

    static readonly VitalSign Temperature = new("temp", "ket-temp", "bodytemp", "Cel", "°C",
        [(FhirCodes.Loinc, "8310-5", "Body temperature"), (FhirCodes.Mdc, "150364", "MDC_TEMP_BODY")]);

    static readonly VitalSign BloodPressure = new("bp", "ket-blood-pressure", "bp", "mm[Hg]", "mmHg",
    [
        (FhirCodes.Loinc, "85354-9", "Blood pressure panel with all children optional"),
        (FhirCodes.Mdc, "150020", "MDC_PRESS_BLD_NONINV"),
    ]);

    public static readonly VitalSign Systolic = Component("8480-6", "Systolic blood pressure", "150021", "SYS");
    public static readonly VitalSign Diastolic = Component("8462-4", "Diastolic blood pressure", "150022", "DIA");
    public static readonly VitalSign Mean = Component("8478-0", "Mean blood pressure", "150023", "MEAN");

    public static VitalSign Of(ChartedKind kind) => kind switch
    {
        ChartedKind.HeartRate => HeartRate,
        ChartedKind.SpO2 => SpO2,
        ChartedKind.RespiratoryRate => RespiratoryRate,
        ChartedKind.EtCO2 => EtCO2,
        ChartedKind.Temperature => Temperature,
        ChartedKind.BloodPressure => BloodPressure,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "is not a charted vital"),
    };

    /// <returns>Null: it is not charted by the minute.</returns>
    public static ChartedKind? KindOf(Metric metric) => metric switch
    {
        Metric.HeartRate or Metric.PulseRate => ChartedKind.HeartRate,
        Metric.SpO2 => ChartedKind.SpO2,
        Metric.RespiratoryRate => ChartedKind.RespiratoryRate,
        Metric.EtCO2 => ChartedKind.EtCO2,
        Metric.Temperature => ChartedKind.Temperature,
        Metric.NibpSystolic or Metric.NibpDiastolic or Metric.NibpMean => ChartedKind.BloodPressure,
        _ => null,
    };

    public CodeableConcept Concept() =>
        new() { Coding = [.. Codings.Select(c => new Coding(c.System, c.Code, c.Display))] };

    public Quantity Quantity(decimal value) => FhirCodes.Quantity(value, Ucum, Unit);

    static VitalSign Component(string loinc, string display, string mdc, string part) => new(
        part, "ket-blood-pressure", "bp", "mm[Hg]", "mmHg",
        [(FhirCodes.Loinc, loinc, display), (FhirCodes.Mdc, mdc, $"MDC_PRESS_BLD_NONINV_{part}")]);
}
