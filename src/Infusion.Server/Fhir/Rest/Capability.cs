using Hl7.Fhir.Model;
using Infusion.Server.Fhir.Validation;
using Version = System.Version;

namespace Infusion.Server.Fhir.Rest;

/// <summary>The CapabilityStatement: what <see cref="SearchTable"/> and the routes do, and no more.</summary>
static class Capability
{
    static readonly string Software =
        (typeof(Capability).Assembly.GetName().Version ?? new Version(0, 0)).ToString(3);

    static readonly (string Type, string Name, string Definition)[] Defined =
    [
        ("Patient", "everything", "http://hl7.org/fhir/OperationDefinition/Patient-everything"),
        ("DocumentReference", "docref", "http://hl7.org/fhir/us/core/OperationDefinition/docref"),
        ("Composition", "document", "http://hl7.org/fhir/OperationDefinition/Composition-document"),
        ("Observation", "lastn", "http://hl7.org/fhir/OperationDefinition/Observation-lastn"),
    ];

    public static CapabilityStatement Of(string baseUrl, string tokenUrl) => new()
    {
        Status = PublicationStatus.Active,

        // When what is served last changed, not when it was asked.
        Date = "2026-11-30",
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
                Interaction = [new CapabilityStatement.SystemInteractionComponent { Code = CapabilityStatement.SystemRestfulInteraction.HistorySystem }],
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
            Interaction(CapabilityStatement.TypeRestfulInteraction.HistoryInstance),
            Interaction(CapabilityStatement.TypeRestfulInteraction.HistoryType),
            Interaction(CapabilityStatement.TypeRestfulInteraction.SearchType),
        ],
        Versioning = CapabilityStatement.ResourceVersionPolicy.Versioned,
        ReadHistory = true,
        UpdateCreate = false,
        ConditionalCreate = false,
        ConditionalRead = CapabilityStatement.ConditionalReadStatus.FullSupport,
        ConditionalUpdate = false,
        ConditionalDelete = CapabilityStatement.ConditionalDeleteStatus.NotSupported,
        SearchInclude = [.. type.Parameters.Where(IsReference).Select(parameter => $"{type.Name}:{parameter.Name}")],
        SearchRevInclude =
        [
            .. SearchTable.Types.Values.Where(source => !source.Source.IsTrail).SelectMany(source => source.Parameters.Where(parameter => IsReference(parameter) && parameter.Targets.Contains(type.Name))
                .Select(parameter => $"{source.Name}:{parameter.Name}")),
        ],
        SearchParam =
        [
            .. type.Parameters.Select(parameter => new CapabilityStatement.SearchParamComponent
            {
                Name = parameter.Name,
                Definition = parameter.Definition,
                Type = parameter.Type,
            }),
        ],
        Operation =
        [
            new CapabilityStatement.OperationComponent { Name = "validate", Definition = ValidateEndpoint.Definition },
            .. Defined.Where(operation => operation.Type == type.Name)
                .Select(operation => new CapabilityStatement.OperationComponent { Name = operation.Name, Definition = operation.Definition }),
        ],
    };

    static bool IsReference(SearchParameterInfo parameter) => parameter.Kind is SearchKind.Patient or SearchKind.Reference;

    static CapabilityStatement.ResourceInteractionComponent Interaction(CapabilityStatement.TypeRestfulInteraction code) =>
        new() { Code = code };
}
