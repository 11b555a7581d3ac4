using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Infusion.Server.Charts.Printing;

/// <summary>
/// The same chart gives the same bytes: what the library draws by lot (names of font subsets, ids) is put in order. Every
/// replacement is as long as what it replaces, so that no offset moves.
/// </summary>
static partial class StablePdf
{
    public static byte[] Of(byte[] pdf)
    {
        var text = Encoding.Latin1.GetString(pdf);
        var tags = new Dictionary<string, string>();
        text = Subset().Replace(text, match =>
        {
            if (!tags.TryGetValue(match.Value, out var tag))
            {
                tags[match.Value] = tag = $"/AAAAA{(char)('A' + tags.Count)}+";
            }

            return tag;
        });
        text = Identifier().Replace(text, match => $"{match.Groups[1].Value}<{new string('0', 32)}><{new string('0', 32)}>");
        text = Uuid().Replace(text, "uuid:00000000-0000-0000-0000-000000000000");
        var id = Convert.ToHexString(SHA256.HashData(Encoding.Latin1.GetBytes(text)))[..32];
        text = Identifier().Replace(text, match => string.Create(CultureInfo.InvariantCulture, $"{match.Groups[1].Value}<{id}><{id}>"));
        return Encoding.Latin1.GetBytes(text);
    }

    [GeneratedRegex(@"/[A-Z]{6}\+")]
    private static partial Regex Subset();

    [GeneratedRegex(@"(/ID\s*\[)<[0-9A-Fa-f]{32}>\s?<[0-9A-Fa-f]{32}>")]
    private static partial Regex Identifier();

    [GeneratedRegex("uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.IgnoreCase)]
    private static partial Regex Uuid();
}
