using System.Security.Cryptography;
using Hl7.Fhir.Model;
using Infusion.Core.SignOff;
using Signature = Infusion.Server.Charts.Signature;

namespace Infusion.Server.Fhir.Mapping;

/// <summary>A sealed version of a chart.</summary>
/// <param name="Because">Why it was sealed.</param>
/// <param name="Given">Signatures that were given on this version.</param>
sealed record SealedChart(
    string Clinic, Guid Session, Guid Patient, int Version, DateTimeOffset SealedAt, IReadOnlyList<Signature> Given, byte[] Pdf);

/// <summary>
/// A sealed version as what an EHR takes: the paper (Binary), the record as a document (Bundle) and its first page, what says where both are
/// (DocumentReference), and who signed (Provenance). All stand for good; a next version replaces, and the one before says so.
/// </summary>
static partial class FhirMapper
{
    const string ClinicalNote = "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category";
    const string SignatureType = "urn:iso-astm:E1762-95:2013";

    /// <summary>Made of what the store knows a sealed version by, so that it can say which are not told yet.</summary>
    public static string ChartId(Guid session, int version) => $"{FhirId.Of(session)}-v{version}";

    static string PdfId(SealedChart chart) => $"{ChartId(chart.Session, chart.Version)}-pdf";

    public static string DocumentId(Guid session, int version) => $"{ChartId(session, version)}-document";

    /// <param name="record">The document, and its bytes as they will be served.</param>
    /// <param name="sign">Gives a detached JSON web signature over bytes; null: the clinic has no key.</param>
    public static IReadOnlyList<FhirChange> FromChart(SealedChart chart, Bundle record, byte[] recordBytes, Func<byte[], string>? sign)
    {
        var reference = Reference(chart, record, recordBytes);
        return
        [
            FhirChange.Once(new Binary
            {
                Id = PdfId(chart),
                ContentType = "application/pdf",
                SecurityContext = FhirCodes.Patient(chart.Patient),
                Data = chart.Pdf,
            }),
            FhirChange.Once(record),
            FhirChange.Once(ChartRecordBundle.FirstPage(record)),
            .. chart.Version > 1 ? [FhirChange.To<DocumentReference>(ChartId(chart.Session, chart.Version - 1), before => before.Status = DocumentReferenceStatus.Superseded)] : Array.Empty<FhirChange>(),
            FhirChange.Once(reference),
            .. chart.Given.Select(given => FhirChange.Once(Signed(chart, given, recordBytes, sign))),
        ];
    }

    static DocumentReference Reference(SealedChart chart, Bundle record, byte[] recordBytes)
    {
        var visit = record.Entry.Select(each => each.Resource).OfType<Encounter>().FirstOrDefault();
        return new DocumentReference
        {
            Id = ChartId(chart.Session, chart.Version),
            Meta = FhirCodes.Claims("ket-chart-document"),
            MasterIdentifier = new Identifier(FhirCodes.ChartIdentifier, ChartId(chart.Session, chart.Version)),
            Status = DocumentReferenceStatus.Current,
            DocStatus = chart switch
            {
                { Given.Count: 0 } => CompositionStatus.Preliminary,
                { Version: > 1 } => CompositionStatus.Amended,
                _ => CompositionStatus.Final,
            },
            Type = FhirCodes.Concept(FhirCodes.Loinc, "28570-0", "Procedure note"),
            Category = [FhirCodes.Concept(ClinicalNote, "clinical-note", "Clinical Note")],
            Subject = FhirCodes.Patient(chart.Patient),
            Date = chart.SealedAt,
            Author = [.. AuthorsOf(chart)],
            Authenticator = chart.Given.MaxBy(given => (given.Meaning, given.At)) is { } by ? FhirCodes.Person(chart.Clinic, by.By) : null,
            Custodian = FhirCodes.Organization(chart.Clinic),
            RelatesTo = chart.Version > 1
                ? [new() { Code = DocumentRelationshipType.Replaces, Target = new ResourceReference($"DocumentReference/{ChartId(chart.Session, chart.Version - 1)}") }]
                : [],
            Content =
            [
                new() { Attachment = AttachmentOf("application/pdf", $"Binary/{PdfId(chart)}", chart.Pdf, chart.SealedAt) },
                new() { Attachment = AttachmentOf("application/fhir+json", $"Bundle/{record.Id}", recordBytes, chart.SealedAt) },
            ],
            Context = new() { Encounter = [FhirCodes.Encounter(chart.Session)], Period = (Period?)visit?.Period?.DeepCopy() },
        };
    }

    public static IEnumerable<ResourceReference> AuthorsOf(SealedChart chart) => chart.Given.Count == 0
        ? [FhirCodes.Organization(chart.Clinic)]
        : chart.Given.Select(given => given.By).Distinct().Select(by => FhirCodes.Person(chart.Clinic, by));

    static Attachment AttachmentOf(string contentType, string url, byte[] bytes, DateTimeOffset at) => new()
    {
        ContentType = contentType,
        Url = url,
        SizeUnsignedInt = bytes.Length,
#pragma warning disable CA5350 // R4 says SHA-1 here; what proves anything is the signature, which has SHA-256
        Hash = SHA1.HashData(bytes),
#pragma warning restore CA5350
        Title = "Ketamine infusion chart",
        CreationElement = FhirTime.DateTime(at),
    };

    /// <summary>Who signed which versions. The key is the clinic's: it seals what the person confirmed by password.</summary>
    static Provenance Signed(SealedChart chart, Signature given, byte[] recordBytes, Func<byte[], string>? sign)
    {
        var (code, display) = given.Meaning is SignatureMeaning.Author
            ? ("1.2.840.10065.1.12.1.1", "Author's Signature")
            : ("1.2.840.10065.1.12.1.5", "Verification Signature");
        var who = FhirCodes.Person(chart.Clinic, given.By);
        return Of(chart.Patient, new Provenance
        {
            Id = FhirId.Derive("signature", $"{ChartId(chart.Session, chart.Version)}:{given.By}:{given.Meaning}:{FhirTime.Text(given.At)}"),
            Meta = sign is null ? null : FhirCodes.Claims("ket-signature-provenance"),
            Target =
            [
                new ResourceReference($"DocumentReference/{ChartId(chart.Session, chart.Version)}/_history/1"),
                new ResourceReference($"Bundle/{DocumentId(chart.Session, chart.Version)}/_history/1"),
            ],
            Occurred = FhirTime.DateTime(given.At),
            Recorded = given.At,
            Activity = FhirCodes.Concept("http://terminology.hl7.org/CodeSystem/v3-DocumentCompletion", "LA", "legally authenticated"),
            Agent = [new() { Who = who, OnBehalfOf = FhirCodes.Organization(chart.Clinic) }],
            Signature = sign is null
                ? []
                :
                [
                    new Hl7.Fhir.Model.Signature
                    {
                        Type = [new Coding(SignatureType, code, display)],
                        When = given.At,
                        Who = (ResourceReference)who.DeepCopy(),
                        OnBehalfOf = FhirCodes.Organization(chart.Clinic),
                        TargetFormat = "application/fhir+json",
                        SigFormat = "application/jose",
                        Data = System.Text.Encoding.ASCII.GetBytes(sign(recordBytes)),
                    },
                ],
        });
    }
}
