using System.Text;
using Hl7.Fhir.Model;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Fhir;
using Infusion.Server.Fhir.Mapping;
using Infusion.Server.Storage;
using Shouldly;
using Xunit;
using static Infusion.Server.Tests.Fhir.Infusions;

namespace Infusion.Server.Tests.Fhir;

public sealed class FhirRowWriterTests
{
    static readonly DateTimeOffset Commit = new DateTimeOffset(2026, 11, 23, 10, 0, 1, TimeSpan.Zero).AddTicks(1234567);

    static ChartedVital Vital(DateTimeOffset at) =>
        new(SessionId, PatientId, ChartedKind.SpO2, Ten, at, "mon-3", 97, null, Quality.Valid);

    static FhirRow Row(Resource resource) => FhirRowWriter.Render(resource, 3, Commit);

    [Fact]
    public void An_observation_has_its_columns()
    {
        var row = Row(FhirMapper.FromCharted(Clinic, Vital(Ten)));

        row.Type.ShouldBe("Observation");
        row.Version.ShouldBe(3);
        row.Patient.ShouldBe(PatientId.ToString("D"));
        row.Codes.ShouldBe([
            "http://loinc.org|2708-6", "2708-6", "http://loinc.org|59408-5", "59408-5",
            "urn:iso:std:iso:11073:10101|150456", "150456"]);
        row.Categories.ShouldContain("vital-signs");
        row.Identifiers[0].ShouldStartWith("https://ketamine-infusion.example.org/id/observation|");
        row.Status.ShouldBe("preliminary");
        row.DateFrom.ShouldBe(Ten);
        row.DateTo.ShouldBe(Ten.AddSeconds(1));
    }

    [Fact]
    public void A_fraction_is_as_long_as_its_last_digit()
    {
        var at = Ten.AddMilliseconds(120);
        var row = Row(FhirMapper.FromCharted(Clinic, Vital(at)));

        row.DateFrom.ShouldBe(at);
        row.DateTo.ShouldBe(at.AddMilliseconds(1));
    }

    [Fact]
    public void An_infusion_under_way_has_no_end()
    {
        var infusion = new Infusions().Play(new DeliveryStarted(Ten, Pump, Rate.FromMillilitresPerHour(60)));

        var row = Row(infusion.Parent);
        row.DateFrom.ShouldBe(Ten);
        row.DateTo.ShouldBe(DateTimeOffset.MaxValue);
        row.Codes.ShouldContain("http://www.nlm.nih.gov/research/umls/rxnorm|6130");
        row.Status.ShouldBe("in-progress");
    }

    [Fact]
    public void Meta_says_what_the_columns_say_to_the_microsecond()
    {
        var row = Row(FhirMapper.FromCharted(Clinic, Vital(Ten)));

        Encoding.UTF8.GetString(row.Content).ShouldContain("\"versionId\":\"3\",\"lastUpdated\":\"2026-11-23T10:00:01.123456+00:00\"");
        row.LastUpdated.ShouldBe(Commit.AddTicks(-7));
    }

    [Fact]
    public void Simulated_data_says_so_once()
    {
        var observation = FhirMapper.FromCharted(Clinic, Vital(Ten));

        FhirRowWriter.Render(observation, 1, Commit, simulated: true);
        var row = FhirRowWriter.Render(observation, 2, Commit, simulated: true);

        FhirJson.Parse<Observation>(row.Content).Meta!.Security.ShouldHaveSingleItem().Code.ShouldBe("HTEST");
    }

    [Fact]
    public void What_is_stored_reads_back_to_the_same_bytes()
    {
        var infusion = new Infusions().Play(
            new DeliveryStarted(Ten, Pump, Rate.FromMillilitresPerHour(60)),
            new DeliveryStopped(At(5), Pump, Volume.FromMillilitres(4.990m)));
        Resource[] resources =
        [
            .. infusion.Administrations,
            FhirMapper.FromCharted(Clinic, Vital(Ten)),
            FhirMapper.FromCharted(Clinic, Vital(Ten) with { Value = null, Quality = Quality.Invalid }),
            FhirMapper.FromCharted(Clinic, Vital(Ten) with { Kind = ChartedKind.BloodPressure, Nibp = new(131, 84, null) }),
            FhirMapper.FromPatient(Clinic, new PatientDocument(PatientId, "O'Neill \"Zoë\"", "<b>", null, "1|2", "other")),
            FhirMapper.FromDevice(Clinic, Pump, null, DeviceKind.Pump),
        ];
        foreach (var resource in resources)
        {
            var stored = Row(resource).Content;
            FhirJson.Write(FhirJson.Parse<Resource>(stored)).ShouldBe(stored);
        }
    }

    [Fact]
    public void A_resource_without_its_clinical_date_stands_beyond_every_date()
    {
        var row = Row(new Observation { Id = "a", Status = ObservationStatus.Final });

        (row.DateFrom, row.DateTo).ShouldBe((DateTimeOffset.MaxValue, DateTimeOffset.MaxValue));
    }

    [Theory]
    [InlineData("2026", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("2026-11", "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z")]
    [InlineData("2024-02-29", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z")]
    [InlineData("2026-11-23T10:05+02:00", "2026-11-23T08:05:00Z", "2026-11-23T08:06:00Z")]
    [InlineData("2026-11-23T10:05:07Z", "2026-11-23T10:05:07Z", "2026-11-23T10:05:08Z")]
    [InlineData("2026-11-23T10:05:07.50Z", "2026-11-23T10:05:07.5Z", "2026-11-23T10:05:07.51Z")]
    public void A_date_is_the_stretch_it_stands_for(string text, string from, string to)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        DateInterval.Parse(text).ShouldBe(
            new DateInterval(DateTimeOffset.Parse(from, culture), DateTimeOffset.Parse(to, culture)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-13")]
    [InlineData("2026-1-1")]
    [InlineData("2026-11-23T25:00:00Z")]
    [InlineData("2026-11-23T10")]
    [InlineData("2026-11-23\n")]
    [InlineData("9999")]
    [InlineData("yesterday")]
    public void What_is_no_date_is_refused(string text) => DateInterval.TryParse(text, out _).ShouldBeFalse();
}
