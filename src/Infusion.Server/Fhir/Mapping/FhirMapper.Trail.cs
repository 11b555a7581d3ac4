using System.Text;
using System.Text.RegularExpressions;
using Hl7.Fhir.Model;
using Infusion.Server.Identity.Audit;

namespace Infusion.Server.Fhir.Mapping;

/// <summary>A line of the trail with its place in the clinic's chain.</summary>
/// <param name="Written">When it came to the store, in the order of the numbers.</param>
/// <param name="Simulated">The clinic's data is made up.</param>
sealed record TrailLine(long Number, DateTimeOffset Written, bool Simulated, AuditLine Line);

/// <summary>
/// A line of the audit trail as an AuditEvent, made when it is read. Its search columns stand in the view <c>infusion.audit_event</c>:
/// whoever changes what is said here changes it there.
/// </summary>
static partial class FhirMapper
{
    const string Dicom = "http://dicom.nema.org/resources/ontology/DCM";
    const string ObjectRole = "http://terminology.hl7.org/CodeSystem/object-role";

    public static AuditEvent FromTrail(TrailLine told)
    {
        var line = told.Line;
        var rest = line.Act is "FhirRead" or "FhirSearch" or "FhirValidate" ? RestPath.Match(line.What).Groups["path"].Value : null;
        var (type, subtype) = (TypeOf(line, rest), SubtypeOf(line, rest));
        var code = OutcomeOf(line);
        return new AuditEvent
        {
            Id = told.Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Meta = new Meta
            {
                VersionId = "1",
                LastUpdated = told.Written,
                Profile = [$"{FhirCodes.Canonical}/StructureDefinition/ket-audit-event"],
                Security = told.Simulated ? [new Coding(FhirCodes.ActReason, "HTEST", "test health data")] : [],
            },
            Type = type,
            Subtype = [subtype],
            Action = ActionOf(line),

            // To the microsecond, as it is stored and searched, also when that is a whole second.
            RecordedElement = new Instant { JsonValue = line.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture) },
            Outcome = code,
            OutcomeDesc = line.Status == 0 ? null : $"HTTP {line.Status}",
            Agent = [AgentOf(line)],
            Source = new()
            {
                Site = line.Clinic,
                Observer = new ResourceReference { Display = "Infusion" },
                Type = [new Coding("http://terminology.hl7.org/CodeSystem/security-source-type", "4", "Application Server")],
            },
            Entity = [.. EntitiesOf(line, rest)],
        };
    }

    static Coding TypeOf(AuditLine line, string? rest) => line switch
    {
        _ when rest is not null => new("http://terminology.hl7.org/CodeSystem/audit-event-type", "rest", "RESTful Operation"),
        { Act: "SignIn" or "SignOut" or "Token" or "UseLink" or "LockScreen" } => new(Dicom, "110114", "User Authentication"),
        { Act: "ReadAudit" } => new(Dicom, "110101", "Audit Log Used"),
        { Act: "ExportAudit" or "ExportChart" } => new(Dicom, "110106", "Export"),
        { Act: "Lost" } => new(Dicom, "110113", "Security Alert"),
        _ when line.Patients.Count > 0 => new(Dicom, "110110", "Patient Record"),
        _ => new(Dicom, "110100", "Application Activity"),
    };

    /// <summary>The interaction, or the act as the table of rights has it.</summary>
    static Coding SubtypeOf(AuditLine line, string? rest)
    {
        if (rest is null)
        {
            var act = line.Act.Split(':')[0];
            return new(FhirCodes.Acts, act, KetCodes.Acts.GetValueOrDefault(act));
        }

        var code = rest.Split('/') switch
        {
            _ when line.Act == "FhirValidate" || OperationPath.IsMatch(rest) => "operation",
            [.., "_history", not ""] => "vread",
            ["_history"] => "history-system",
            [not "", "_history"] => "history-type",
            [not "", not "", "_history"] => "history-instance",
            _ => line.Act == "FhirRead" ? "read" : "search-type",
        };
        return new("http://hl7.org/fhir/restful-interaction", code);
    }

    static AuditEvent.AuditEventAction ActionOf(AuditLine line) => line.Act == "FhirSearch" ? AuditEvent.AuditEventAction.E : line.What.Split(' ')[0] switch
    {
        "GET" or "HEAD" => AuditEvent.AuditEventAction.R,
        "PUT" or "PATCH" => AuditEvent.AuditEventAction.U,
        "DELETE" => AuditEvent.AuditEventAction.D,
        _ => AuditEvent.AuditEventAction.E,
    };

    static AuditEvent.AuditEventOutcome OutcomeOf(AuditLine line) =>
        line.Status >= 500 || line.Act == "Lost" ? AuditEvent.AuditEventOutcome.N8
        : line.Status >= 400 ? AuditEvent.AuditEventOutcome.N4
        : AuditEvent.AuditEventOutcome.N0;

    static AuditEvent.AgentComponent AgentOf(AuditLine line) => new()
    {
        Who = line switch
        {
            { Who: "" } => new ResourceReference { Display = line.Kind is Actor.Server ? "Infusion" : "Nobody that is known" },
            { Kind: Actor.Person } => FhirCodes.Person(line.Clinic, line.Who),
            { Kind: Actor.Client } => new ResourceReference { Identifier = new Identifier(FhirCodes.ClientIdentifier(line.Clinic), line.Who) },
            _ => new ResourceReference { Display = line.Who },
        },
        AltId = line.Who is "" ? null : line.Who,
        Requestor = line.Kind is not Actor.Server,
        Network = line.Origin is "" ? null : new() { Address = line.Origin, Type = AuditEvent.AuditEventAgentNetworkType.N2 },
    };

    static IEnumerable<AuditEvent.EntityComponent> EntitiesOf(AuditLine line, string? rest)
    {
        foreach (var patient in line.Patients.Where(each => each.Length > 0))
        {
            // What stands in an address as a patient need not be one.
            yield return EntityOf("1", "Person", "1", "Patient", PatientId.IsMatch(patient)
                ? new ResourceReference($"Patient/{patient}")
                : new ResourceReference { Display = patient });
        }

        if (line.Session is { } session)
        {
            yield return EntityOf("2", "System Object", "4", "Domain Resource", FhirCodes.Encounter(session));
        }

        if (line.Act == "FhirRead" && ResourcePath.Match(line.What) is { Success: true } read)
        {
            var version = read.Groups["version"] is { Success: true } asked ? asked.Value : read.Groups["served"].Value;
            yield return EntityOf(
                "2", "System Object", "4", "Domain Resource", new ResourceReference(read.Groups["resource"].Value + (version.Length > 0 ? $"/_history/{version}" : "")));
        }

        // What a search asked for; of its parameters the trail keeps the names.
        var said = EntityOf("2", "System Object", "24", "Query", null);
        if (rest is not null)
        {
            said.Query = line.What.Split(' ', 2) is [_, { Length: > 0 } query] ? Encoding.UTF8.GetBytes(query) : null;
        }
        else
        {
            (said.Role, said.Name) = (null, line.What is "" ? null : line.What);
            said.Detail = line.Act.Split(": ") is [_, var command] ? [new() { Type = "command", Value = new FhirString(command) }] : [];
        }

        yield return said;
    }

    static AuditEvent.EntityComponent EntityOf(string type, string typeName, string role, string roleName, ResourceReference? what) => new()
    {
        What = what,
        Type = new Coding("http://terminology.hl7.org/CodeSystem/audit-entity-type", type, typeName),
        Role = new Coding(ObjectRole, role, roleName),
    };

    [GeneratedRegex(@"^[A-Z]+ /fhir/[^/ ?]+/(?<path>[^ ?]*)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    static partial Regex RestPath { get; }

    [GeneratedRegex(@"\$[a-z]+\z", RegexOptions.CultureInvariant)]
    static partial Regex OperationPath { get; }

    [GeneratedRegex(@"^[A-Z]+ /fhir/[^/ ?]+/(?<resource>[A-Za-z]+/[A-Za-z0-9.\-]{1,64})(/_history(/(?<version>[0-9]+))?)?(\?[^ ]*)?( \(version (?<served>[0-9]+)\))?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    static partial Regex ResourcePath { get; }

    [GeneratedRegex(@"^[A-Za-z0-9.\-]{1,64}\z", RegexOptions.CultureInvariant)]
    static partial Regex PatientId { get; }
}
