using Hl7.Fhir.Model;
using Infusion.Core.Telemetry;
using Infusion.Server.Fhir.Mapping;
using Infusion.Server.Storage;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Fhir;

public sealed class PartyMappingTests
{
    static readonly DeviceReport Report = new(
        "pump-3", true, "boot-1", DeviceKind.Pump, "Acme", "Space 2", " ", 0.84m, Infusions.Ten);

    [Fact]
    public void A_patient()
    {
        var patient = FhirMapper.FromPatient(Infusions.Clinic, new PatientDocument(
            Infusions.PatientId, "Rivera", "Ana", new DateOnly(1984, 2, 29), "MRN-1", "female"));

        Golden.Match(FhirJson.Write(FhirJson.Parse<Patient>(FhirJson.Write(patient))), "patient");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("F")]
    public void A_patient_of_whom_little_is_known(string? gender)
    {
        var patient = FhirMapper.FromPatient(
            Infusions.Clinic, new PatientDocument(Infusions.PatientId, "Rivera", "Ana", null, null, gender));

        var parsed = FhirJson.Parse<Patient>(FhirJson.Write(patient));
        parsed.Gender.ShouldBeNull();
        parsed.Identifier.ShouldBeEmpty();
        parsed.BirthDate.ShouldBeNull();
    }

    [Fact]
    public void A_device_that_said_what_it_is()
    {
        var device = FhirMapper.FromDevice(Infusions.Clinic, "pump-3", Report, DeviceKind.Pump, Infusions.PatientId);

        Golden.Match(FhirJson.Write(FhirJson.Parse<Device>(FhirJson.Write(device))), "device");
    }

    [Fact]
    public void A_device_that_has_not_reported_is_of_unknown_status()
    {
        var device = FhirMapper.FromDevice(Infusions.Clinic, "mon-3", null, DeviceKind.Monitor);

        device.Status.ShouldBe(Device.FHIRDeviceStatus.Unknown);
        device.Type!.Coding[0].Code.ShouldBe("69965");
        FhirJson.Parse<Device>(FhirJson.Write(device)).Patient.ShouldBeNull();
    }

    [Fact]
    public void Devices_of_one_name_in_two_clinics_are_two()
    {
        FhirId.Device("harbor", "pump-3").ShouldNotBe(FhirId.Device("hill", "pump-3"));
    }
}
