using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Infusion.Server.Patients.Ehr;
using Infusion.Server.Storage;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Patients;

/// <summary>A FHIR Patient as a patient here: what is said is taken, what is not stays unknown.</summary>
public sealed class EhrMappingTests
{
    static readonly ClinicEhr Ehr = new() { Url = "https://ehr.example.org/fhir" };

    [Fact]
    public void All_that_fits_is_taken_over()
    {
        var (patient, notes) = Of(
            """
            "birthDate":"1984-02-29","gender":"female",
            "name":[{"use":"maiden","family":"Old","given":["Ana"]},{"use":"nickname","given":["Anni"]},{"use":"official","family":"Rivera","given":["Ana","Maria"]}],
            "identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR"}]},"system":"urn:hospital","value":" A-1 "},
                          {"type":{"text":"passport"},"value":"P7"},{"use":"old","system":"urn:hospital","value":"A-0"}],
            "telecom":[{"system":"email","value":"ana@example.org"},{"system":"phone","value":"+43 1"},{"system":"phone","use":"mobile","value":"+43 2"}],
            "contact":[{"relationship":[{"text":"brother"}],"name":{"text":"Ben Rivera"},"telecom":[{"system":"phone","value":"+43 3"}]}]
            """);

        (patient.FamilyName, patient.GivenName, patient.BirthDate, patient.Gender, patient.Mrn)
            .ShouldBe(("Rivera", "Ana Maria", new DateOnly(1984, 2, 29), "female", "A-1"));
        patient.Identifiers.ShouldBe(
            [new("https://ehr.example.org/fhir/Patient", "p1"), new("urn:hospital", "A-1"), new("passport", "P7")]);
        patient.Contacts.ShouldBe([new PatientContact("Ana Maria Rivera", "self", "+43 2"), new PatientContact("Ben Rivera", "brother", "+43 3")]);
        (patient.NoKnownAllergies, notes.Count).ShouldBe((false, 0));
    }

    [Theory]
    [InlineData("1984")]
    [InlineData("1984-02")]
    public void An_incomplete_birth_date_is_no_birth_date(string date)
    {
        var (patient, notes) = Of($"\"birthDate\":\"{date}\"");

        patient.BirthDate.ShouldBeNull();
        notes.ShouldContain(note => note.Contains($"\"{date}\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"deceasedBoolean\":true", "died")]
    [InlineData("\"deceasedDateTime\":\"2026-01-01\"", "died")]
    [InlineData("\"active\":false", "not in use")]
    [InlineData("\"link\":[{\"type\":\"replaced-by\",\"other\":{\"reference\":\"Patient/p2\"}}]", "replaces")]
    [InlineData("\"name\":[{\"text\":\"Ana Rivera\"}]", "apart")]
    [InlineData("\"contact\":[{\"name\":{\"text\":\"Ben\"}}]", "no phone number of Ben")]
    public void What_a_person_should_know_first_is_said(string member, string words) =>
        Of($"\"birthDate\":\"1984-02-29\",{member}").Notes.ShouldContain(note => note.Contains(words, StringComparison.Ordinal));

    [Fact]
    public void Nobody_is_said_to_have_died_who_has_not() =>
        Of("\"birthDate\":\"1984-02-29\",\"deceasedBoolean\":false,\"active\":true").Notes.ShouldBeEmpty();

    [Fact]
    public void Of_two_record_numbers_none_is_guessed()
    {
        const string two = """
            "birthDate":"1984-02-29",
            "identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR"}]},"system":"urn:a","value":"1"},
                          {"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR"}]},"system":"urn:b","value":"2"}]
            """;
        var (patient, notes) = Of(two);

        patient.Mrn.ShouldBeNull();
        notes.ShouldHaveSingleItem().ShouldContain("1, 2");
        Of(two, new ClinicEhr { Url = Ehr.Url, MrnSystem = "urn:b" }).Patient.Mrn.ShouldBe("2");
    }

    [Theory]
    [InlineData("", "", "base of a FHIR API")]
    [InlineData("ehr.example.org/fhir", "", "base of a FHIR API")]
    [InlineData("ftp://ehr.example.org", "", "base of a FHIR API")]
    [InlineData("https://user:word@ehr.example.org", "", "base of a FHIR API")]
    [InlineData("http://ehr.example.org/fhir", "", "without https")]
    [InlineData("https://ehr.example.org/fhir", "a\nb", "no token has")]
    public void A_setting_that_cannot_be_is_refused_at_the_start(string url, string token, string words)
    {
        var settings = new EhrSettings();
        settings.Clinics["here"] = new ClinicEhr { Url = url, Token = token };

        new ValidateEhrSettings().Validate(null, settings).FailureMessage.ShouldNotBeNull().ShouldContain(words);
    }

    [Fact]
    public void A_setting_that_can_be_is_taken()
    {
        var settings = new EhrSettings();
        settings.Clinics["here"] = Ehr;
        settings.Clinics["test"] = new ClinicEhr { Url = "http://127.0.0.1:8080/fhir", Token = "a.b-c" };

        new ValidateEhrSettings().Validate(null, settings).Succeeded.ShouldBeTrue();
    }

    static EhrMapping.Mapped Of(string members, ClinicEhr? ehr = null) =>
        EhrMapping.Of(FhirJsonDeserializer.RECOVERABLE.Deserialize<Patient>($$"""{"resourceType":"Patient","id":"p1",{{members}}}"""), ehr ?? Ehr);
}
