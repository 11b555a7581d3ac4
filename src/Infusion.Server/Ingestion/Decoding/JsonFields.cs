using System.Text.Json;

namespace Infusion.Server.Ingestion.Decoding;

/// <summary>Reads one value of a payload, or refuses it by its path.</summary>
static class JsonFields
{
    static readonly DateTimeOffset EarliestSane = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset LatestSane = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void ExpectObject(ref Utf8JsonReader reader, string path) =>
        Expect(ref reader, JsonTokenType.StartObject, path, "an object");

    public static void ExpectArray(ref Utf8JsonReader reader, string path) =>
        Expect(ref reader, JsonTokenType.StartArray, path, "an array");

    public static string Text(ref Utf8JsonReader reader, string path)
    {
        Expect(ref reader, JsonTokenType.String, path, "a string");
        return reader.GetString()!;
    }

    /// <summary>A non-empty name or code, fit to be shown as it is.</summary>
    public static string Label(ref Utf8JsonReader reader, string path, int maxLength)
    {
        var text = Text(ref reader, path);
        return text.Length > 0 && text.Length <= maxLength && SafeText.IsPrintable(text)
            ? text
            : throw PayloadRefusedException.WrongShape(path, $"1 to {maxLength} printable characters");
    }

    public static bool Flag(ref Utf8JsonReader reader, string path) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw PayloadRefusedException.WrongShape(path, "true or false"),
    };

    public static decimal Number(ref Utf8JsonReader reader, string path)
    {
        Expect(ref reader, JsonTokenType.Number, path, "a number");
        if (reader.TryGetDecimal(out var number) && !(number == 0m && HasNonZeroDigit(reader.ValueSpan)))
        {
            return number;
        }

        throw OutOfRange(ref reader, path, "fits no decimal");
    }

    public static PayloadRefusedException OutOfRange(ref Utf8JsonReader reader, string path, string why)
    {
        var value = SafeText.Printable(System.Text.Encoding.UTF8.GetString(reader.ValueSpan), 40);
        return new PayloadRefusedException(
            RefusalReason.NumberOutOfRange, $"{SafeText.Printable(path)} is {value}, which {why}.");
    }

    /// <returns>Null when it is no moment, has no offset, or lies outside 2000 to 2100: a broken clock never costs a reading.</returns>
    public static DateTimeOffset? Moment(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        // Without an offset the parser would assume this server's own time zone.
        return HasOffset(reader.ValueSpan) && reader.TryGetDateTimeOffset(out var moment)
            && moment >= EarliestSane && moment < LatestSane
                ? new DateTimeOffset(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero)
                : null;
    }

    static bool HasOffset(ReadOnlySpan<byte> text) =>
        text.Length > 16 && (text[^1] is (byte)'Z' or (byte)'z' || text[^6] is (byte)'+' or (byte)'-');

    // 1e-400 is read as 0, and a 0 has a meaning of its own here.
    static bool HasNonZeroDigit(ReadOnlySpan<byte> number)
    {
        var exponent = number.IndexOfAny((byte)'e', (byte)'E');
        return (exponent < 0 ? number : number[..exponent]).IndexOfAnyInRange((byte)'1', (byte)'9') >= 0;
    }

    static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string path, string expected)
    {
        if (reader.TokenType != type)
        {
            throw PayloadRefusedException.WrongShape(path, expected);
        }
    }
}
