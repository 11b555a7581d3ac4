using Hl7.Fhir.Model;
using Version = System.Version;

namespace Infusion.Server.Fhir.Rest;

/// <summary>The CapabilityStatement: what <see cref="SearchTable"/> and the routes do, and no more.</summary>
static class Capability
{
    static readonly string Software =
        (typeof(Capability).Assembly.GetName().Version ?? new Version(0, 0)).ToString(3);

    public static CapabilityStatement Of(string baseUrl, string tokenUrl) => new()
    {
        Status = PublicationStatus.Active,

        // When what is served last changed, not when it was asked.
        Date = "2026-11-23",
        Kind = CapabilityStatementKind.Instance,
        Software = new CapabilityStatement.SoftwareComponent { Name = "Infusion", Version = Software },
        Implementation = new CapabilityStatement.ImplementationComponent
        {
            Description = "Infusion: ketamine infusion sessions of one clinic",
            Url = baseUrl,
        },
        FhirVersion = FHIRVersion.N4_0_1,
        Format = ["application/fhir+json", "json"],
        Rest =
        [
            new CapabilityStatement.RestComponent
            {
                Mode = CapabilityStatement.RestfulCapabilityMode.Server,
                Security = SmartSecurity.Of(tokenUrl),
                Resource = [.. SearchTable.Types.Values.Select(Resource)],
            },
        ],
    };

    static CapabilityStatement.ResourceComponent Resource(FhirTypeInfo type) => new()
    {
        TypeElement = new Code { JsonValue = type.Name },
        SupportedProfile = type.Profiles,
        Interaction =
        [
            Interaction(CapabilityStatement.TypeRestfulInteraction.Read),
            Interaction(CapabilityStatement.TypeRestfulInteraction.Vread),
            Interaction(CapabilityStatement.TypeRestfulInteraction.SearchType),
        ],
        Versioning = CapabilityStatement.ResourceVersionPolicy.Versioned,
        ReadHistory = true,
        ConditionalRead = CapabilityStatement.ConditionalReadStatus.NotMatch,
        SearchParam =
        [
            .. type.Parameters.Select(parameter => new CapabilityStatement.SearchParamComponent
            {
                Name = parameter.Name,
                Definition = parameter.Definition,
                Type = parameter.Type,
            }),
        ],
    };

    static CapabilityStatement.ResourceInteractionComponent Interaction(CapabilityStatement.TypeRestfulInteraction code) =>
        new() { Code = code };
}
