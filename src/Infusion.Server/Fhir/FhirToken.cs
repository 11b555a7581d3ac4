namespace Infusion.Server.Fhir;

/// <summary>
/// How a coding or an identifier stands in a search column, twice: "system|code" and "code", so that a search without a
/// system is the same array lookup as one with it. Backslash and bar inside either part are escaped.
/// </summary>
static class FhirToken
{
    public static string Full(string? system, string code) => $"{Escape(system)}|{Escape(code)}";

    public static string Bare(string code) => Escape(code);

    public static string Prefix(string system) => Escape(system) + "|";

    static string Escape(string? part) =>
        part is null ? "" : part.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
}
