using System.Text.Json;
using System.Text.RegularExpressions;
using Firely.Fhir.Validation;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Specification.Source;
using Hl7.Fhir.Specification.Terminology;
using Hl7.Fhir.Utility;
using Hl7.Fhir.Validation;

namespace Infusion.Server.Fhir.Validation;

/// <summary>
/// Holds a resource to R4, to the profiles that it claims and to one that is asked for. Reads nothing from the network and nothing from
/// the store. For one thread at a time; what it needs of the definitions it keeps.
/// </summary>
sealed partial class FhirValidator
{
    readonly CachedResolver _definitions;
    readonly Validator _validator;
    readonly ReferenceCheck _references;
    readonly CodeCheck _codes;
    readonly UcumCheck _units = new();
    readonly FhirJsonDeserializer _reader = new(new DeserializerSettings().UsingMode(DeserializationMode.Strict));

    /// <summary>Takes seconds: the definitions of R4 are many.</summary>
    public FhirValidator(string zip)
    {
        var definitions = new CachedResolver(new SnapshotSource(new CachedResolver(new Definitions(zip))));
        _definitions = definitions;
        var terminology = LocalTerminologyService.CreateDefaultForCore(definitions);
        _validator = new Validator(definitions, terminology, null, new ValidationSettings());
        _references = new ReferenceCheck(definitions);
        _codes = new CodeCheck(definitions, terminology);

        // An invariant's functions are chosen for what it is asked of first, and kept: ref-1 that meets a reference in words alone before
        // any with an address would find every such reference wrong from then on.
        _validator.Validate(new Observation { Subject = new ResourceReference("Patient/first") });
    }

    /// <summary>HL7's definitions, which stand beside the program.</summary>
    public static string SpecificationZip => Path.Combine(AppContext.BaseDirectory, "specification.zip");

    /// <summary>Whether it is a profile that a resource of this type can be held to.</summary>
    public bool Knows(string profile, string type) => _definitions.Profile(profile)?.Type == type;

    /// <param name="json">A JSON object.</param>
    /// <param name="profile">Beside those that the resource claims; one that is known.</param>
    /// <returns>What is wrong or doubtful; never empty.</returns>
    public OperationOutcome Validate(ReadOnlySpan<byte> json, string? profile)
    {
        var reader = new Utf8JsonReader(json);
        _reader.TryDeserializeResource(ref reader, out var resource, out var faults);

        // What cannot be read cannot be judged. How often an element stands there can: the profiles say it too, and say more.
        var unreadable = faults.Where(fault => fault.ErrorCode is not (CodedValidationException.MANDATORY_ELEMENT_MUST_BE_PRESENT_CODE
            or CodedValidationException.INCORRECT_CARDINALITY_MIN_CODE or CodedValidationException.INCORRECT_CARDINALITY_MAX_CODE)).ToList();
        return resource is null || unreadable.Count > 0
            ? new OperationOutcome { Issue = [.. unreadable.Select(IssueOf)] }
            : Validate(resource, profile);
    }

    public OperationOutcome Validate(Resource resource, string? profile = null)
    {
        var round = new Round([], []);
        Walk(resource.ToPocoNode(), new Place(resource, null, profile is null ? [] : [profile], resource.TypeName, resource.TypeName, resource.TypeName), round);
        var found = _validator.Validate(resource, profile).Issue
            .Where(issue => issue.Severity is not OperationOutcome.IssueSeverity.Information && !IsCircle(issue))
            .Select(issue => Plain(issue, round.Expressions))
            .DistinctBy(issue => (issue.Expression.FirstOrDefault(), issue.Details?.Text))
            .ToList();

        // A code that a profile forbids is not told twice.
        found.AddRange(round.Issues.Where(issue => !found.Any(known => IsWithin(issue.Expression.First()!, known))));
        if (found.Count == 0)
        {
            found.Add(new OperationOutcome.IssueComponent
            {
                Severity = OperationOutcome.IssueSeverity.Information,
                Code = OperationOutcome.IssueType.Informational,
                Details = new CodeableConcept { Text = "Nothing is wrong with it." },
            });
        }

        return new OperationOutcome { Issue = found };
    }

    /// <param name="Issues">What was found.</param>
    /// <param name="Expressions">With an index at every step, as the library says where it is, to the same without those that say nothing.</param>
    sealed record Round(List<OperationOutcome.IssueComponent> Issues, Dictionary<string, string> Expressions);

    /// <param name="Path">In the owner, without indices.</param>
    /// <param name="Expression">In what was sent.</param>
    /// <param name="Indexed">The same, with an index at every step.</param>
    readonly record struct Place(Resource Owner, Bundle? Bundle, IEnumerable<string> Asked, string Path, string Expression, string Indexed)
    {
        public IEnumerable<string> Profiles => Asked.Concat(Owner.Meta?.Profile.OfType<string>() ?? []);
    }

    /// <summary>Units, references and codes: what the definitions alone do not hold anybody to.</summary>
    void Walk(PocoNode node, Place at, Round round)
    {
        var found = node.Poco switch
        {
            Quantity quantity => _units.IssueOf(quantity, at.Expression),
            ResourceReference reference => _references.IssueOf(reference, at.Owner, at.Bundle, at.Path, at.Expression, at.Profiles),
            Coding coding => _codes.IssueOf(coding, at.Expression),
            CodeableConcept concept => _codes.IssueOf(concept, at.Owner.TypeName, at.Path, at.Expression, at.Profiles),
            _ => null,
        };
        if (found is not null)
        {
            round.Issues.Add(found);
        }

        round.Expressions[at.Indexed] = at.Expression;
        foreach (var child in node.Children().SelectMany(child => child))
        {
            var index = child.Index is { } number ? $"[{number}]" : "";
            var (expression, indexed) = ($"{at.Expression}.{child.Name}{index}", $"{at.Indexed}.{child.Name}[{child.Index ?? 0}]");
            Walk(
                child,
                child.Poco is Resource inner
                    ? new Place(inner, at.Owner as Bundle ?? at.Bundle, [], inner.TypeName, expression, indexed)
                    : at with { Path = $"{at.Path}.{child.Name}", Expression = expression, Indexed = indexed },
                round);
        }
    }

    /// <summary>One sentence, without the way through the definitions that led to it, which goes beside it.</summary>
    static OperationOutcome.IssueComponent Plain(OperationOutcome.IssueComponent issue, Dictionary<string, string> expressions)
    {
        var (text, trace) = issue.Details!.Text!.Split(" ElementDefinition trace: ") is [var first, var second] ? (first, second) : (issue.Details.Text, null);
        issue.Details.Text = SlicePattern().Replace(text, "");
        issue.Diagnostics = trace;
        issue.Expression = issue.Expression.Select(expression => expressions.GetValueOrDefault(expression!, expression!));
        return issue;
    }

    /// <summary>Resources of a bundle may refer to one another in a circle: that is how far the library walks, and nothing wrong.</summary>
    static bool IsCircle(OperationOutcome.IssueComponent issue) => issue.Details?.Text?.StartsWith("Detected a loop", StringComparison.Ordinal) is true;

    /// <summary>What is said of a whole resource, alone or in a bundle, is not said of what stands in it.</summary>
    static bool IsWithin(string expression, OperationOutcome.IssueComponent known) => known.Expression.Any(outer =>
        expression.StartsWith(outer!, StringComparison.Ordinal) && outer!.Contains('.', StringComparison.Ordinal) && !outer.EndsWith(".resource", StringComparison.Ordinal)
        && (expression.Length == outer.Length || expression[outer.Length] is '.' or '['));

    [GeneratedRegex(" \\(for slice [^)]*\\)", RegexOptions.CultureInvariant)]
    private static partial Regex SlicePattern();

    static OperationOutcome.IssueComponent IssueOf(CodedException fault) => fault is ExtendedCodedException known
        ? FhirIssue.Of(known.IssueType.GetLiteral()!, known.BaseErrorMessage, known.InstancePath is { Length: > 0 } path ? path : null)
        : FhirIssue.Of("invalid", fault.Message, null);
}
