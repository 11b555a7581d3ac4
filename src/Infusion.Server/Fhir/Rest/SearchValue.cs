using System.Text;

namespace Infusion.Server.Fhir.Rest;

/// <summary>The text of a search value: comma means or, bar divides a token, and a backslash takes their meaning away.</summary>
static class SearchValue
{
    /// <summary>Splits at unescaped separators; escapes stay in the parts.</summary>
    public static IReadOnlyList<string> Split(string value, char separator)
    {
        var parts = new List<string>();
        var start = 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\\')
            {
                i++;
            }
            else if (value[i] == separator)
            {
                parts.Add(value[start..i]);
                start = i + 1;
            }
        }

        parts.Add(value[start..]);
        return parts;
    }

    /// <summary>The two letters before a number or a date; "eq" when there are none.</summary>
    public static (string Prefix, string Text) Prefixed(string value) =>
        value.Length > 2 && char.IsAsciiLetter(value[0]) ? (value[..2], value[2..]) : ("eq", value);

    public static string Unescape(string part)
    {
        if (!part.Contains('\\', StringComparison.Ordinal))
        {
            return part;
        }

        var text = new StringBuilder(part.Length);
        for (var i = 0; i < part.Length; i++)
        {
            text.Append(part[i] == '\\' && i + 1 < part.Length ? part[++i] : part[i]);
        }

        return text.ToString();
    }
}
