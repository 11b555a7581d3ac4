using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Infusion.Benchmarks.Yardstick;

/// <summary>The telemetry payload as the shortest code decodes it.</summary>
sealed record BarePayload(
    string Boot,
    long Seq,
    DateTimeOffset At,
    Dictionary<string, decimal> Values,
    Dictionary<string, DateTimeOffset>? Times,
    Dictionary<string, string>? States)
{
    static readonly FrozenDictionary<string, byte> Keys = ((string[])
    [
        "MDC_ECG_HEART_RATE", "MDC_PULS_OXIM_SAT_O2", "MDC_PULS_OXIM_PULS_RATE", "MDC_RESP_RATE", "MDC_AWAY_CO2_ET",
        "MDC_PRESS_BLD_NONINV_SYS", "MDC_PRESS_BLD_NONINV_DIA", "MDC_PRESS_BLD_NONINV_MEAN", "MDC_FLOW_FLUID_PUMP",
        "MDC_FLOW_FLUID_PUMP_CURRENT", "MDC_VOL_FLUID_DELIV_TOTAL", "MDC_VOL_FLUID_DELIV_SEGMENT", "MDC_VOL_FLUID_TBI",
        "MDC_VOL_FLUID_TBI_REMAIN", "MDC_CONC_DRUG",
    ]).Select((key, index) => (key, index)).ToFrozenDictionary(pair => pair.key, pair => (byte)pair.index);

    public static BarePayload Decode(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, BareJson.Default.BarePayload) ?? throw new JsonException("null is no payload");

    /// <summary>The values in about as many bytes as the server's own row has.</summary>
    public byte[] Body()
    {
        using var bytes = new MemoryStream(64);
        using var writer = new BinaryWriter(bytes);
        foreach (var (key, value) in Values)
        {
            writer.Write(Keys[key]);
            writer.Write7BitEncodedInt((int)(value * 10_000));
        }

        if (States?.GetValueOrDefault("MDC_DRUG_NAME_LABEL") is { } drug)
        {
            writer.Write(drug);
        }

        if (Times is { Count: > 0 })
        {
            writer.Write(Times.Values.First().UtcTicks);
        }

        return bytes.ToArray();
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BarePayload))]
sealed partial class BareJson : JsonSerializerContext;
