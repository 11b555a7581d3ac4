using Hl7.Fhir.Model;
using Hl7.Fhir.Rest;
using Hl7.Fhir.Specification.Source;
using Hl7.Fhir.Specification.Terminology;

namespace Infusion.Server.Fhir.Validation;

/// <summary>
/// What the required bindings leave open: a code that its own code system does not have, where that is known here as a whole, and a
/// concept outside an extensible value set.
/// </summary>
sealed class CodeCheck(CachedResolver definitions, MultiTerminologyService terminology)
{
    // Canonical of a definition, to its extensible value sets by path without indices.
    readonly Dictionary<string, IReadOnlyDictionary<string, string>> _extensible = new(StringComparer.Ordinal);
    readonly Dictionary<string, HashSet<string>?> _codes = new(StringComparer.Ordinal);

    /// <summary>An error: nobody can know what is meant.</summary>
    public OperationOutcome.IssueComponent? IssueOf(Coding coding, string expression) =>
        coding is { System: { } system, Code: { } code } && CodesOf(system) is { } known && !known.Contains(code)
            ? FhirIssue.Of("code-invalid", $"{system} has no code '{code}'.", expression + ".code")
            : null;

    /// <summary>A warning: another code may stand there when none of the value set fits.</summary>
    public OperationOutcome.IssueComponent? IssueOf(CodeableConcept concept, string type, string path, string expression, IEnumerable<string> profiles)
    {
        if (!concept.Coding.Any(coding => coding.Code is not null))
        {
            return null;
        }

        foreach (var profile in profiles.Prepend(ModelInfo.CanonicalUriForFhirCoreType(type).Value!))
        {
            if (ExtensibleOf(profile).TryGetValue(path, out var valueSet) && IsOutside(concept, valueSet))
            {
                return FhirIssue.Of(
                    "code-invalid", $"None of its codes is of {valueSet}, which has one for most things.", expression, OperationOutcome.IssueSeverity.Warning);
            }
        }

        return null;
    }

    /// <summary>A value set that cannot be expanded here, of SNOMED CT for one, holds nobody to anything.</summary>
    bool IsOutside(CodeableConcept concept, string valueSet)
    {
        try
        {
            var asked = new ValidateCodeParameters().WithValueSet(valueSet).WithCodeableConcept(concept);
            return terminology.ValueSetValidateCode(asked).GetAwaiter().GetResult().GetSingleValue<FhirBoolean>("result")?.Value is false;
        }
        catch (FhirOperationException)
        {
            return false;
        }
    }

    HashSet<string>? CodesOf(string system)
    {
        if (!_codes.TryGetValue(system, out var codes))
        {
            var known = definitions.CodeSystem(system);
            codes = known is { Content: CodeSystemContentMode.Complete } ? [.. Flat(known.Concept).Select(concept => concept.Code!)] : null;

            // What clients send is not kept for ever.
            if (known is not null)
            {
                _codes[system] = codes;
            }
        }

        return codes;
    }

    static IEnumerable<CodeSystem.ConceptDefinitionComponent> Flat(IEnumerable<CodeSystem.ConceptDefinitionComponent> concepts) =>
        concepts.SelectMany(concept => Flat(concept.Concept).Prepend(concept));

    IReadOnlyDictionary<string, string> ExtensibleOf(string profile)
    {
        if (_extensible.TryGetValue(profile, out var known))
        {
            return known;
        }

        if (definitions.Profile(profile) is not { Snapshot.Element: var elements })
        {
            return new Dictionary<string, string>();
        }

        return _extensible[profile] = elements
            .Where(element => !element.ElementId!.Contains(':', StringComparison.Ordinal)
                && element.Binding is { Strength: BindingStrength.Extensible, ValueSet: not null })
            .ToDictionary(element => element.Path!.Replace("[x]", "", StringComparison.Ordinal), element => element.Binding!.ValueSet!, StringComparer.Ordinal);
    }
}
