using System.Globalization;
using Infusion.Server.Identity;

namespace Infusion.Server.Fhir.Rest;

/// <summary>$docref and $lastn: searches with rules of their own.</summary>
static class SearchOperations
{
    const int MostOfEach = 100;

    /// <summary>
    /// A patient's documents: those about care between two dates, or the newest one. None is made on demand here, so who asks for
    /// such alone gets none.
    /// </summary>
    public static async Task DocRefAsync(HttpContext context, string clinic)
    {
        var request = FhirRequest.Of(context, clinic);
        var type = request.Type("DocumentReference", SmartPermissions.Search);
        var asked = Once(await request.OperationParametersAsync(), ["patient", "start", "end", "type", "on-demand", "_count", "_format", "_pretty", "_cursor"]);
        if (!asked.TryGetValue("patient", out var patient))
        {
            throw Missing("patient");
        }

        var isOnDemand = asked.GetValueOrDefault("on-demand") switch
        {
            null or "false" => false,
            "true" => true,
            _ => throw FhirFault.Invalid("on-demand is true or false.", FhirFault.AtParameter("on-demand")),
        };
        var (from, to) = (DateOf(asked, "start"), DateOf(asked, "end"));
        var search = new List<(string, string)> { ("patient", patient), ("status", "current") };
        if (asked.TryGetValue("type", out var kind))
        {
            search.Add(("type", kind));
        }

        if (from is not null)
        {
            search.Add(("period", $"ge{from}"));
        }

        if (to is not null)
        {
            search.Add(("period", $"le{to}"));
        }

        search.AddRange(new[] { "_format", "_cursor", "_count" }.Where(asked.ContainsKey).Select(name => (name, asked[name])));
        if (isOnDemand)
        {
            search.Add(("_id", "none"));
        }

        var query = SearchQuery.Parse(type, search, strict: true);
        SearchEndpoints.Admit(request, query);
        await using var page = await request.Reader.SearchAsync(query, clinic, request.Base, request.Grant, request.Cancel);
        var isNewestOnly = from is null && to is null;
        await SearchEndpoints.WriteAsync(
            request, query, page, isNewestOnly ? 1 : Math.Max(query.Count, 1), Address("DocumentReference/$docref", asked), query.LinkAfter, hasMore: !isNewestOnly);
    }

    /// <summary>A patient's newest few values of each code.</summary>
    public static async Task LastNAsync(HttpContext context, string clinic)
    {
        var request = FhirRequest.Of(context, clinic);
        var type = request.Type("Observation", SmartPermissions.Search);
        var all = await request.OperationParametersAsync();
        var max = Once([.. all.Where(each => each.Name == "max")], ["max"]).GetValueOrDefault("max", "1");
        if (!int.TryParse(max, NumberStyles.None, CultureInfo.InvariantCulture, out var most) || most is < 1 or > MostOfEach)
        {
            throw FhirFault.Invalid($"max is a number from 1 to {MostOfEach}.", "http.max");
        }

        var rest = all.Where(each => each.Name != "max").ToList();
        if (rest.FirstOrDefault(each => each.Name is "_sort" or "_count" or "_total" or "_cursor") is { Name: { } no })
        {
            throw FhirFault.Invalid($"{no} is not a parameter of $lastn.", SearchQuery.At(no));
        }

        var query = SearchQuery.Parse(type, rest, request.IsStrict);
        if (!query.Criteria.Any(criterion => criterion is SearchCriterion.Value { Parameter.Kind: SearchKind.Patient, Modifier: not "missing" } or SearchCriterion.Chain { Parameter.Kind: SearchKind.Patient }))
        {
            throw Missing("patient");
        }

        SearchEndpoints.Admit(request, query);
        await using var page = await request.Reader.PageAsync(
            type.Source, clinic, null, SearchSql.LastN(query, most, clinic, request.Base, request.Grant), FhirReader.NeedsIndexOnArrays(query.Criteria), isPrepared: false, null, request.Cancel);
        var self = query.SelfLink();
        await SearchEndpoints.WriteAsync(
            request, query, page, int.MaxValue, $"Observation/$lastn?max={most}{(self.IndexOf('?', StringComparison.Ordinal) is > 0 and var at ? "&" + self[(at + 1)..] : "")}", _ => "");
    }

    /// <summary>Each at most once, and none that the operation does not have: to leave one out would answer another question.</summary>
    public static Dictionary<string, string> Once(List<(string Name, string Value)> asked, string[] known)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in asked)
        {
            if (!known.Contains(name))
            {
                throw FhirFault.Invalid($"{SearchQuery.Shown(name)} is not a parameter of this operation; names are case-sensitive.", SearchQuery.At(name));
            }

            if (!values.TryAdd(name, value))
            {
                throw FhirFault.Invalid($"{name} may be given once only.", FhirFault.AtParameter(name));
            }
        }

        return values;
    }

    public static string Address(string path, Dictionary<string, string> asked) =>
        asked.Count == 0 ? path : $"{path}?{string.Join('&', asked.Select(each => $"{Uri.EscapeDataString(each.Key)}={Uri.EscapeDataString(each.Value)}"))}";

    public static string? DateOf(Dictionary<string, string> asked, string name) =>
        !asked.TryGetValue(name, out var text) ? null
        : DateInterval.TryParse(text.Replace(' ', '+'), out _) ? text
        : throw FhirFault.Invalid($"{name} is not a FHIR date.", FhirFault.AtParameter(name));

    static FhirFault Missing(string name) =>
        new(StatusCodes.Status400BadRequest, "required", $"{name} is needed.", FhirFault.AtParameter(name));
}
