using System.Globalization;
using Hl7.Fhir.Model;
using Infusion.Core.Admission;
using Infusion.Core.Sessions;

namespace Infusion.Server.Fhir.Mapping;

/// <summary>Consent, and what was let go with a reason.</summary>
static partial class FhirMapper
{
    static IReadOnlyList<Resource> OfAdmission(string clinic, AdmissionEvent happened, SessionState after) => happened switch
    {
        CheckInAnswered { Answer: { Item: CheckInItem.Consent, Finding: CheckInFinding.Confirmed } answer } e => [Agreed(clinic, e, answer, after)],
        CheckInOverridden e => [Issue(clinic, e, after)],
        _ => [],
    };

    static string ConsentId(Guid session) => FhirId.Derive("consent", FhirId.Of(session));

    /// <summary>The form stays where it was signed; what is known here is that somebody saw it, of which version, signed when.</summary>
    static Consent Agreed(string clinic, CheckInAnswered answered, CheckInAnswer answer, SessionState after) => new()
    {
        Id = ConsentId(after.Id),
        Meta = FhirCodes.Claims("ket-consent"),
        Identifier = answer.ConsentVersion is { } version
            ? [new Identifier($"{FhirCodes.SessionIdentifier}/{FhirId.Of(after.Id)}/consent-form", version)]
            : [],
        Status = Consent.ConsentState.Active,
        Scope = FhirCodes.Concept(FhirCodes.ConsentScope, "treatment", "Treatment"),
        Category = [FhirCodes.Concept(FhirCodes.Loinc, "59284-0", "Consent Document")],
        Patient = FhirCodes.Patient(after.Patient),
        DateTimeElement = answer.SignedOn is { } day
            ? new FhirDateTime(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            : FhirTime.DateTime(answered.At),
        Organization = [FhirCodes.Organization(clinic)],
        Policy = [new() { Uri = FhirCodes.Canonical + "/policy/treatment-consent" }],
        Verification =
        [
            new()
            {
                Verified = true,
                VerifiedWith = FhirCodes.Patient(after.Patient),
                VerificationDateElement = FhirTime.DateTime(answered.At),
            },
        ],
    };

    /// <summary>Said otherwise, or taken back: what was confirmed is no longer in force.</summary>
    static IEnumerable<FhirChange> ConsentEnded(SessionState? before, SessionState after, DateTimeOffset at) =>
        IsConsented(before) && !IsConsented(after)
            ?
            [
                FhirChange.To<Consent>(ConsentId(after.Id), consent =>
                {
                    consent.Status = Consent.ConsentState.Inactive;
                    consent.Verification = [new() { Verified = false, VerificationDateElement = FhirTime.DateTime(at) }];
                }),
            ]
            : [];

    static bool IsConsented(SessionState? state) =>
        state?.Admission.Answers.GetValueOrDefault(CheckInItem.Consent)?.Answer.Finding is CheckInFinding.Confirmed;

    static DetectedIssue Issue(string clinic, CheckInOverridden overridden, SessionState after) => Issue(
        clinic, after, $"check-in:{overridden.Item}", overridden.At, overridden.By,
        FhirCodes.Words($"Check-in: {CareWords.Spaced(overridden.Item)} does not let the infusion start"), detail: null,
        mitigation: "Let go by a physician; the reason is in the chart", overridden.By);

    /// <summary>An order beyond a soft bound. Of a dose there is a code for it, of other numbers there is none.</summary>
    static DetectedIssue Issue(string clinic, OrderGuardrailOverridden overridden, SessionState after) => Issue(
        clinic, after, $"order:{overridden.Path}", overridden.At, overridden.By,
        overridden.Path.StartsWith("dose", StringComparison.Ordinal)
            ? new CodeableConcept(FhirCodes.ActCode, "DOSEH", "High Dose Alert", $"Order beyond a bound of the protocol: {overridden.Path}")
            : FhirCodes.Words($"Order beyond a bound of the protocol: {overridden.Path}"),
        overridden is { Value: { } value, Bound: { } bound }
            ? string.Create(CultureInfo.InvariantCulture, $"{Plain(value)} where the protocol has {Plain(bound)}")
            : null,
        "Ordered all the same by two people; the reason is in the chart", overridden.SecondPerson);

    static DetectedIssue Issue(
        string clinic, SessionState after, string what, DateTimeOffset at, string by, CodeableConcept code, string? detail, string mitigation,
        string mitigatedBy) => new()
        {
            Id = FhirId.Derive("issue", $"{FhirId.Of(after.Id)}:{what}:{FhirTime.Text(at)}"),
            Meta = FhirCodes.Claims("ket-dose-override"),
            Status = ObservationStatus.Final,
            Code = code,
            Severity = DetectedIssue.DetectedIssueSeverity.Moderate,
            Patient = FhirCodes.Patient(after.Patient),
            Identified = FhirTime.DateTime(at),
            Author = FhirCodes.Person(clinic, by),
            Implicated = [new ResourceReference($"MedicationRequest/{OrderId(after.Id)}")],
            Detail = detail,
            Mitigation = [new() { Action = FhirCodes.Words(mitigation), DateElement = FhirTime.DateTime(at), Author = FhirCodes.Person(clinic, mitigatedBy) }],
        };
}
