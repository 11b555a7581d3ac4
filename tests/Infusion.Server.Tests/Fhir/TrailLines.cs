using Infusion.Server.Identity.Audit;

namespace Infusion.Server.Tests.Fhir;

/// <summary>A line of every kind that the trail knows, and some that were made to break what reads them.</summary>
static class TrailLines
{
    public const string Clinic = Infusions.Clinic;

    public static readonly Guid Session = new("0197aaaa-0000-7000-8000-000000000001");
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A minute between each and the next.</summary>
    public static IReadOnlyList<AuditLine> All { get; } = [.. Kinds().Select((line, minute) => line with { At = Start.AddMinutes(minute) })];

    static IEnumerable<AuditLine> Kinds() =>
    [
        Line(Actor.Person, "hale", "ReadChart", $"GET /sessions/{Session}/chart", "p1") with { Session = Session },
        Line(Actor.Person, "hale", "Chart: MarkReady", $"POST /sessions/{Session}/commands", "p1") with { Session = Session },
        Line(Actor.Person, "okafor", "SetUpChairs", "PUT /chairs"),
        Line(Actor.Person, "okafor", "ManageClients", "DELETE /clients/ehr") with { Status = 500 },
        Line(Actor.Person, "weber", "ReadAudit", "POST /audit/search"),
        Line(Actor.Person, "weber", "ExportAudit", "POST /audit/export"),
        Line(Actor.Person, "hale", "WatchBoard", "live Watch", "p1", "p2") with { Origin = "2001:DB8::1" },
        Line(Actor.Person, "hale", "SignIn", "POST /api/sign-in"),
        Line(Actor.Nobody, "", "SignIn", "POST /api/sign-in") with { Status = 401 },
        Line(Actor.Nobody, "", "Tablet", "POST /api/tablet/harbor/..."),
        Line(Actor.Client, "ehr", "Token", "POST /auth/token"),
        Line(Actor.Client, "ehr", "FhirRead", "GET /fhir/harbor/Observation/abc?_summary (version 3)", "p2"),
        Line(Actor.Client, "ehr", "FhirRead", "GET /fhir/harbor/Patient/p1/_history/2", "p1"),
        Line(Actor.Client, "ehr", "FhirRead", "GET /fhir/harbor/Observation/abc/_history"),
        Line(Actor.Client, "ehr", "FhirRead", "GET /fhir/harbor/Observation/abc") with { Status = 403 },
        Line(Actor.Client, "ehr", "FhirSearch", "GET /fhir/harbor/Observation?patient&code", "p1", "p2"),
        Line(Actor.Client, "ehr", "FhirSearch", "POST /fhir/harbor/Observation/_search"),
        Line(Actor.Client, "ehr", "FhirSearch", "GET /fhir/harbor/Patient/p1/$everything", "p1"),
        Line(Actor.Client, "ehr", "FhirSearch", "GET /fhir/harbor/_history?_since"),
        Line(Actor.Client, "ehr", "FhirSearch", "GET /fhir/harbor/Observation/_history"),
        Line(Actor.Client, "ehr", "FhirSearch", "GET /fhir/harbor/AuditEvent?patient", "p1"),
        Line(Actor.Client, "ehr", "FhirValidate", "POST /fhir/harbor/Observation/$validate"),
        Line(Actor.Client, @"a|b\c", "FhirSearch", "GET /fhir/harbor/Pa tient/x/_history/1/2?a?b", "x' or 1=1", "<script>alert(1)</script>", "p-\u00e4", ""),
        Line(Actor.Client, "ehr", "FhirRead", "GET /fhir/harbor/Patient/a_b/x_history/3"),
        Line(Actor.Client, "ehr", "FhirRead", "", "p1"),
        Line(Actor.Support, "root", "Support", "infusion replay") with { Session = Session, Origin = "" },
        Line(Actor.Server, "", "Lost", "3 lines could be kept nowhere") with { Origin = "", Status = 0 },
        Line(Actor.Server, "", "LetGo", "lines up to 2, which ended with 00") with { Origin = "", Status = 0 },
        Line(Actor.Person, "hale", "Other", "PATCH /somewhere"),
    ];

    public static AuditLine Line(Actor kind, string who, string act, string what, params string[] patients) =>
        new(Guid.NewGuid(), Clinic, Start, kind, who, act, what, patients, null, "10.0.0.7", 200);
}
