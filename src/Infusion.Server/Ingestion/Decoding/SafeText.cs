using System.Globalization;
using System.Text;

namespace Infusion.Server.Ingestion.Decoding;

/// <summary>Text of a device, made fit for a log line, a database and a screen.</summary>
static class SafeText
{
    /// <summary>Replaces what does not print, and cuts at <paramref name="maxLength"/> without splitting a character.</summary>
    public static string Printable(string text, int maxLength = 200)
    {
        if (text.Length <= maxLength && IsPrintable(text))
        {
            return text;
        }

        var result = new StringBuilder(Math.Min(text.Length, maxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (result.Length + rune.Utf16SequenceLength > maxLength)
            {
                break;
            }

            result.Append((Prints(rune) ? rune : Rune.ReplacementChar).ToString());
        }

        return result.ToString();
    }

    public static bool IsPrintable(string text)
    {
        // Nearly always plain ASCII, which needs no look at the tables of Unicode.
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return true;
        }

        foreach (var rune in text.EnumerateRunes())
        {
            if (!Prints(rune))
            {
                return false;
            }
        }

        return true;
    }

    static bool Prints(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
