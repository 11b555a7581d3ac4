using System.Text.RegularExpressions;
using Hl7.Fhir.Model;
using Hl7.Fhir.Specification.Source;

namespace Infusion.Server.Fhir.Validation;

/// <summary>
/// That a reference points at a kind of resource that may stand there, by R4 and by each profile that is claimed, and that what is
/// said to stand in the same bundle does (what is contained, R4's own invariant looks for). Whether a resource elsewhere exists is not
/// asked.
/// </summary>
sealed partial class ReferenceCheck(CachedResolver definitions)
{
    // Canonical of a definition, to the targets of each of its references by path without indices.
    readonly Dictionary<string, IReadOnlyDictionary<string, string[]>> _targets = new(StringComparer.Ordinal);

    /// <param name="owner">The resource that the reference stands in.</param>
    /// <param name="bundle">The bundle that the owner is an entry of, if it is.</param>
    /// <param name="path">Where it stands in its owner, without indices.</param>
    /// <param name="expression">Where it stands in what was sent.</param>
    /// <param name="profiles">What the owner must follow, beside R4.</param>
    public OperationOutcome.IssueComponent? IssueOf(
        ResourceReference reference, Resource owner, Bundle? bundle, string path, string expression, IEnumerable<string> profiles)
    {
        var type = reference.Type;
        if (reference.Reference is { } literal)
        {
            if (IsMissing(literal, owner, bundle, out var found))
            {
                return FhirIssue.Of("not-found", $"No entry of the bundle has the fullUrl '{literal}'.", expression);
            }

            type = found?.TypeName ?? TypePattern().Match(literal) switch { { Success: true } match => match.Groups[1].Value, _ => type };
        }

        if (type is null)
        {
            return null;
        }

        foreach (var profile in profiles.Prepend(ModelInfo.CanonicalUriForFhirCoreType(owner.TypeName).Value!))
        {
            if (TargetsOf(profile).TryGetValue(path, out var allowed) && !allowed.Contains(type) && !allowed.Contains("Resource"))
            {
                return FhirIssue.Of("structure", $"A reference to {type} cannot stand here, only to {string.Join(" or ", allowed)}.", expression);
            }
        }

        return null;
    }

    static bool IsMissing(string literal, Resource owner, Bundle? bundle, out Resource? found)
    {
        found = null;
        if (literal.StartsWith('#'))
        {
            found = literal.Length == 1 ? owner : (owner as DomainResource)?.Contained.FirstOrDefault(contained => contained.Id == literal[1..]);
            return false;
        }

        found = bundle?.Entry.FirstOrDefault(entry => entry.FullUrl == literal)?.Resource;
        return found is null && bundle is not null && literal.StartsWith("urn:", StringComparison.Ordinal);
    }

    IReadOnlyDictionary<string, string[]> TargetsOf(string profile)
    {
        if (_targets.TryGetValue(profile, out var known))
        {
            return known;
        }

        // What clients claim is not kept for ever.
        if (definitions.Profile(profile) is not { Snapshot.Element: var elements })
        {
            return new Dictionary<string, string[]>();
        }

        return _targets[profile] = elements
            .Where(element => !element.ElementId!.Contains(':', StringComparison.Ordinal) && element.Type.Any(type => type.TargetProfile.Any()))
            .ToDictionary(
                element => element.Path!.Replace("[x]", "", StringComparison.Ordinal),
                element => element.Type.SelectMany(type => type.TargetProfile).Select(TypeOf).Distinct().ToArray(),
                StringComparer.Ordinal);
    }

    string TypeOf(string? target) => definitions.Profile(target!)?.Type ?? target!.Split('/')[^1];

    [GeneratedRegex(@"(?:^|/)([A-Z][A-Za-z]+)/[A-Za-z0-9\-.]{1,64}(?:/_history/[A-Za-z0-9\-.]{1,64})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex TypePattern();
}
