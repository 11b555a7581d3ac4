namespace Infusion.Server.Fhir.Rest;

/// <summary>One "and" of a search.</summary>
abstract record SearchCriterion
{
    /// <summary>A parameter and its alternatives.</summary>
    /// <param name="Modifier">Null: none. Only those that the parameter's kind knows.</param>
    public sealed record Value(SearchParameterInfo Parameter, string? Modifier, IReadOnlyList<string> Alternatives) : SearchCriterion;

    /// <summary>What the parameter refers to has to be a <paramref name="Target"/> that meets the inner criterion.</summary>
    public sealed record Chain(SearchParameterInfo Parameter, FhirTypeInfo Target, SearchCriterion Inner) : SearchCriterion;

    /// <summary>A <paramref name="Source"/> that meets the inner criterion has to refer to it by the parameter.</summary>
    public sealed record Has(FhirTypeInfo Source, SearchParameterInfo Parameter, SearchCriterion Inner) : SearchCriterion;

    /// <summary>The types that are looked into on the way.</summary>
    public IEnumerable<FhirTypeInfo> Visits => this switch
    {
        Chain chain => chain.Inner.Visits.Prepend(chain.Target),
        Has has => has.Inner.Visits.Prepend(has.Source),
        _ => [],
    };
}

/// <summary>Resources that come along with the matches: those that a parameter leads to, or from where it leads to them.</summary>
/// <param name="Target">Only of this type; null: of any that is served.</param>
sealed record SearchInclude(bool IsReverse, FhirTypeInfo Source, SearchParameterInfo Parameter, FhirTypeInfo? Target);
