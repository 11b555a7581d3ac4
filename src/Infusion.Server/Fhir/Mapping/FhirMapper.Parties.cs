using System.Globalization;
using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;
using Infusion.Core.Telemetry;
using Infusion.Server.Storage;

namespace Infusion.Server.Fhir.Mapping;

static partial class FhirMapper
{
    /// <summary>A gender that is no administrative-gender code is left out.</summary>
    public static Patient FromPatient(string clinic, PatientDocument patient) => new()
    {
        Id = FhirId.Of(patient.Id),
        Identifier = patient.Mrn is not { } mrn
            ? []
            :
            [
                new Identifier(FhirCodes.MrnIdentifier(clinic), mrn)
                {
                    Type = FhirCodes.Concept(FhirCodes.IdentifierType, "MR", "Medical record number"),
                },
            ],
        Active = true,
        Name = [new HumanName { Family = patient.FamilyName, Given = [patient.GivenName] }],
        Gender = EnumUtility.ParseLiteral<AdministrativeGender>(patient.Gender),
        BirthDate = patient.BirthDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };

    /// <param name="report">Null when the device is registered but has not yet said what it is.</param>
    /// <param name="patient">The patient it is attached to now, if any.</param>
    public static Device FromDevice(
        string clinic, string deviceId, DeviceReport? report, DeviceKind kind, Guid? patient = null) => new()
        {
            Id = FhirId.Device(clinic, deviceId),
            Meta = FhirCodes.Claims("ket-device"),
            Identifier = [new Identifier(FhirCodes.DeviceIdentifier(clinic), deviceId)],
            Status = report is null ? Device.FHIRDeviceStatus.Unknown : Device.FHIRDeviceStatus.Active,
            Manufacturer = Said(report?.Manufacturer),
            ModelNumber = Said(report?.Model),
            SerialNumber = Said(report?.Serial),
            Type = kind switch
            {
                DeviceKind.Monitor =>
                    FhirCodes.Concept(FhirCodes.Mdc, "69965", "MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS"),
                DeviceKind.Pump => FhirCodes.Concept(FhirCodes.Mdc, "69985", "MDC_DEV_PUMP_INFUS_MDS"),
                _ => null,
            },
            Patient = patient is { } attached ? FhirCodes.Patient(attached) : null,
        };

    /// <summary>FHIR has no empty strings, and a device that sends one has said nothing.</summary>
    static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
