using Hl7.Fhir.Model;
using Infusion.Server.Fhir.Mapping;
using Infusion.Server.Tests.Support;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace Infusion.Server.Tests.Fhir;

/// <summary>
/// <see cref="SearchData"/>, and around it a visit of Ana's on the same day: encounter, session, order, a laboratory value and a
/// medicine from outside, three documents with a signature, a metric of the monitor, and an alarm about the monitor itself.
/// </summary>
public sealed class RecordHost(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    public static readonly string Ana = FhirId.Of(SearchData.Ana);

    public static readonly string Monitor = FhirId.Device(Infusions.Clinic, "mon-3");

    public FhirHost Host { get; } = new(postgres);

    public async ValueTask InitializeAsync()
    {
        await Host.InitializeAsync();
        await SearchData.SeedAsync(Host);
        var patient = new ResourceReference($"Patient/{Ana}");
        await Host.CommitAsync(
            Infusions.Clinic,
            SearchData.Three.AddHours(1),
            new Practitioner { Id = "dr", Name = [new HumanName { Family = "Okafor" }] },
            new Organization { Id = "clinic", Name = "Harbor" },
            new Encounter { Id = "e1", Status = Encounter.EncounterStatus.InProgress, Class = new Coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "AMB"), Subject = patient, ServiceProvider = new("Organization/clinic"), Period = new Period { Start = "2026-11-23T09:00:00Z" } },
            new Procedure { Id = "s1", Status = EventStatus.Completed, Subject = patient, Encounter = new("Encounter/e1"), Performed = new Period { Start = "2026-11-23T10:00:00Z", End = "2026-11-23T10:30:00Z" } },
            new MedicationRequest { Id = "o1", Status = MedicationRequest.MedicationrequestStatus.Active, Intent = MedicationRequest.MedicationRequestIntent.Order, Subject = patient, Encounter = new("Encounter/e1"), Requester = new("Practitioner/dr"), AuthoredOn = "2026-11-22", Medication = new CodeableConcept("http://www.nlm.nih.gov/research/umls/rxnorm", "6130") },
            new Observation { Id = "lab", Status = ObservationStatus.Final, Category = [new("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory")], Code = new("http://loinc.org", "2345-7"), Subject = patient, Effective = new FhirDateTime("2026-10-01"), Encounter = new("Encounter/e1") },
            new Observation { Id = "undated", Status = ObservationStatus.Final, Category = [new("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory")], Code = new("http://loinc.org", "718-7"), Subject = patient },
            new Observation { Id = "technical", Status = ObservationStatus.Final, Code = new("urn:local", "battery"), Subject = new($"Device/{Monitor}"), Effective = new FhirDateTime("2026-11-23T15:00:00Z") },
            new DeviceMetric { Id = "metric", Source = new($"Device/{Monitor}"), Type = new("urn:iso:std:iso:11073:10101", "147842"), Category = DeviceMetric.DeviceMetricCategory.Measurement },
            Document("d1", DocumentReferenceStatus.Superseded, "2026-11-23", patient),
            Document("d2", DocumentReferenceStatus.Current, "2026-11-23", patient),
            Document("d0", DocumentReferenceStatus.Current, "2026-10-01", patient),
            new Provenance { Id = "signature", Target = [new("DocumentReference/d2/_history/1")], Recorded = SearchData.Three, Agent = [new() { Who = new("Practitioner/dr") }] },
            new AdverseEvent { Id = "ae", Actuality = AdverseEvent.AdverseEventActuality.Actual, Subject = patient, Date = "2026-11-23T15:05:00Z" });
        await Host.CommitAsync(
            Infusions.Clinic,
            SearchData.Three.AddHours(2),
            new Observation { Id = "mistake", Status = ObservationStatus.EnteredInError, Category = [new("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory")], Code = new("http://loinc.org", "2345-7"), Subject = patient, Effective = new FhirDateTime("2026-11-01"), Device = new("DeviceMetric/metric") });
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    static DocumentReference Document(string id, DocumentReferenceStatus status, string day, ResourceReference patient) => new()
    {
        Id = id,
        Status = status,
        Type = new("http://loinc.org", "28570-0"),
        Subject = patient,
        Author = [new("Practitioner/dr")],
        Date = new DateTimeOffset(2026, 11, 23, 16, 0, 0, TimeSpan.Zero),
        Context = new DocumentReference.ContextComponent { Period = new Period { Start = $"{day}T09:00:00Z", End = $"{day}T12:00:00Z" } },
        Content = [new() { Attachment = new Attachment { ContentType = "application/pdf" } }],
    };
}
