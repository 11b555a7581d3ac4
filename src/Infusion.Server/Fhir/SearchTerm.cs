using System.Globalization;
using Hl7.Fhir.Model;

namespace Infusion.Server.Fhir;

/// <summary>How the values of elements stand in the search columns; a search writes what it looks for in the same way.</summary>
static class SearchTerm
{
    const string Instant = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>System and code of whatever can be a token.</summary>
    public static IEnumerable<(string? System, string Code)> Tokens(Base element) => element switch
    {
        CodeableConcept concept => concept.Coding.SelectMany(Tokens),
        Coding { Code: { } code } coding => [(coding.System, code)],
        Identifier { Value: { } value } identifier => [(identifier.System, value)],
        ContactPoint { Value: { } value } => [(null, value)],
        ICoded coded => coded.ToCodings().SelectMany(Tokens),
        FhirBoolean { Value: { } value } => [(null, value ? "true" : "false")],
        PrimitiveType { JsonValue: string text } => [(null, text)],
        _ => [],
    };

    public static IEnumerable<string> Strings(Base element) => element switch
    {
        HumanName name => new[] { name.Text, name.Family }.Concat(name.Given).Concat(name.Prefix).Concat(name.Suffix).OfType<string>(),
        PrimitiveType { JsonValue: string text } => [text],
        _ => [],
    };

    public static DateInterval? Date(Base element) => element switch
    {
        Period { Start: null, End: null } => null,
        Period period => DateInterval.Parse(period),
        Timing { Event: { } events } when events.Any() => DateInterval.Parse(events.First()!),
        Timing { Repeat.Bounds: Period bounds } => Date(bounds),
        PrimitiveType { JsonValue: string text } => DateInterval.Parse(text),
        Instant { Value: { } at } => new(at, at.AddTicks(TimeSpan.TicksPerMicrosecond)),
        _ => null,
    };

    /// <summary>Case makes no difference to a search by text. Accents make none either: infusion.folded leaves them out, of both sides.</summary>
    public static string Folded(string text) => text.ToLowerInvariant();

    /// <summary>As Postgres reads it: an open end is infinite.</summary>
    public static string Text(DateInterval date) => $"{Text(date.From!.Value)}/{Text(date.To!.Value)}";

    /// <summary>A reference to one version is found as one to the resource.</summary>
    public static string WithoutVersion(string reference) =>
        reference.IndexOf("/_history/", StringComparison.Ordinal) is > 0 and var at ? reference[..at] : reference;

    static string Text(DateTimeOffset at) =>
        at == DateTimeOffset.MinValue ? "-infinity"
        : at == DateTimeOffset.MaxValue ? "infinity"
        : at.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture);
}
