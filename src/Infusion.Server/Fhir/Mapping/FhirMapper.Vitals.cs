using Hl7.Fhir.Model;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Fhir.Mapping;

static partial class FhirMapper
{
    const string OwnProfile = FhirCodes.Canonical + "/StructureDefinition/";
    const string VitalProfile = "http://hl7.org/fhir/StructureDefinition/";

    /// <summary>
    /// The charted sample of a minute as a vital sign. Preliminary: no nurse has verified it yet; what a person measured is final, and entered in error once they took it back. A minute without a
    /// value is charted too, with the reason in place of the value.
    /// </summary>
    public static Observation FromCharted(string clinic, in ChartedVital vital)
    {
        var sign = VitalSign.Of(vital.Kind);
        var key = VitalKey(vital.Session, sign, vital.Minute, vital.By);
        var observation = new Observation
        {
            Id = FhirId.Derive("observation", key),
            Meta = new Meta { Profile = [VitalProfile + sign.Profile, OwnProfile + sign.Own] },
            Identifier = [new Identifier(FhirCodes.ObservationIdentifier, key)],
            Status = vital.IsWithdrawn ? ObservationStatus.EnteredInError : vital.By is null ? ObservationStatus.Preliminary : ObservationStatus.Final,
            Category = [FhirCodes.Concept(FhirCodes.ObservationCategory, "vital-signs", "Vital Signs")],
            Code = sign.Concept(),
            Subject = FhirCodes.Patient(vital.Patient),
            Encounter = FhirCodes.Encounter(vital.Session),
            Effective = FhirTime.DateTime(vital.At),
            Device = vital.Device is { } device ? FhirCodes.Device(clinic, device) : null,
            Performer = vital.By is { } person ? [FhirCodes.Person(clinic, person)] : [],
        };
        if (vital.Quality is Quality.Questionable)
        {
            observation.Meta.Security = [new Coding(FhirCodes.ObservationValue, "UNCERTREL", "uncertain reliability")];
            observation.Interpretation =
                [FhirCodes.Concept(FhirCodes.MeasurementStatus, "questionable", "Questionable")];
        }

        if (vital.Kind is ChartedKind.BloodPressure)
        {
            AddPressures(observation, vital);
        }
        else if (vital.Value is { } value)
        {
            observation.Value = sign.Quantity(value);
        }
        else
        {
            observation.DataAbsentReason = AbsentReason(vital);
        }

        return observation;
    }

    static string VitalKey(Guid session, VitalSign sign, DateTimeOffset minute, string? by) =>
        $"{FhirId.Of(session)}:{sign.Slug}:{FhirTime.Text(minute)}{(by is null ? "" : $":by:{by}")}";

    static void AddPressures(Observation panel, in ChartedVital vital)
    {
        var nibp = vital.Nibp ?? default;
        panel.Component.Add(Pressure(VitalSign.Systolic, nibp.Systolic, vital));
        panel.Component.Add(Pressure(VitalSign.Diastolic, nibp.Diastolic, vital));
        if (nibp.Mean is not null)
        {
            panel.Component.Add(Pressure(VitalSign.Mean, nibp.Mean, vital));
        }

        if (nibp is { Systolic: null, Diastolic: null, Mean: null })
        {
            panel.DataAbsentReason = AbsentReason(vital);
        }
    }

    static Observation.ComponentComponent Pressure(VitalSign sign, decimal? value, in ChartedVital vital) => new()
    {
        Code = sign.Concept(),
        Value = value is { } pressure ? sign.Quantity(pressure) : null,
        DataAbsentReason = value is null ? AbsentReason(vital) : null,
    };

    /// <summary>
    /// A device that gave no usable value may give one the next minute; without a device nothing is to be expected. Not
    /// "error": that a minute passed without a value does not tell why.
    /// </summary>
    static CodeableConcept AbsentReason(in ChartedVital vital) => vital.Device is not null
        ? FhirCodes.Concept(FhirCodes.DataAbsentReason, "temp-unknown", "Temporarily Unknown")
        : FhirCodes.Concept(FhirCodes.DataAbsentReason, "unknown", "Unknown");
}
