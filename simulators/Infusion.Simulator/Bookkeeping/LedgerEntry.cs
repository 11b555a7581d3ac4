using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Infusion.Simulator.Bookkeeping;

public enum LedgerAct
{
    Unknown = 0,
    Sent = 1,
    Answered = 2,
}

/// <summary>One line of a ledger: a message went out, or its answer came in.</summary>
/// <param name="Hash">SHA-256 of the payload as it went out, in hex.</param>
/// <param name="Code">The PUBACK's reason code; null where none came with it: MQTT 3.1.1 has no word for a refusal.</param>
public sealed record LedgerEntry(
    DateTimeOffset Time, LedgerAct Act, string Device, string Boot, long Seq, string Hash, int? Code = null)
{
    public const int Unusable = 0x99;

    /// <summary>From here on a reason code is a refusal.</summary>
    public const int FirstRefusal = 0x80;

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public MessageKey Key => new(Device, Boot, Seq);

    public static string HashOf(ReadOnlySpan<byte> payload) => Convert.ToHexStringLower(SHA256.HashData(payload));

    public byte[] ToLine() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n'];

    /// <returns>Null for a line that is none.</returns>
    public static LedgerEntry? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<LedgerEntry>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The identity of a message by the device protocol.</summary>
public readonly record struct MessageKey(string Device, string Boot, long Seq)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Device} {Boot} {Seq}");
}
