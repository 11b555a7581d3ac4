using Hl7.Fhir.Model;
using Hl7.Fhir.Specification.Source;

namespace Infusion.Server.Fhir.Validation;

static class DefinitionLookup
{
    /// <returns>Null: it is not known here.</returns>
    public static StructureDefinition? Profile(this IResourceResolver definitions, string canonical) =>
        definitions.TryResolveByCanonicalUri(canonical).Value as StructureDefinition;

    /// <returns>Null: it is not known here.</returns>
    public static CodeSystem? CodeSystem(this IResourceResolver definitions, string canonical) =>
        definitions.TryResolveByCanonicalUri(canonical).Value as CodeSystem;
}
