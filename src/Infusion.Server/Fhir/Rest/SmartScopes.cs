using System.Text.RegularExpressions;

namespace Infusion.Server.Fhir.Rest;

enum FhirInteraction : byte { Unknown = 0, Read = 1, Search = 2 }

/// <summary>
/// What SMART system scopes allow, in their second form (system/Observation.rs) and their first (system/Observation.read).
/// A scope with a filter (?category=...) grants nothing here: to honour it without the filter would grant too much.
/// </summary>
static partial class SmartScopes
{
    public static bool Allows(IEnumerable<string> scopes, string type, FhirInteraction interaction) =>
        scopes.SelectMany(scope => scope.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Any(scope => Grants(scope, type, interaction));

    static bool Grants(string scope, string type, FhirInteraction interaction)
    {
        var match = Pattern().Match(scope);
        if (!match.Success || (match.Groups["type"].Value is not "*" && match.Groups["type"].Value != type))
        {
            return false;
        }

        return match.Groups["access"].Value switch
        {
            "read" or "*" => interaction is FhirInteraction.Read or FhirInteraction.Search,
            "write" => false,
            var letters => interaction switch
            {
                FhirInteraction.Read => letters.Contains('r', StringComparison.Ordinal),
                FhirInteraction.Search => letters.Contains('s', StringComparison.Ordinal),
                _ => false,
            },
        };
    }

    [GeneratedRegex(
        @"^system/(?<type>\*|[A-Za-z]+)\.(?<access>read|write|\*|c?r?u?d?s?)\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
