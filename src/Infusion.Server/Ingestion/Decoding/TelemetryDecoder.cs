using System.Collections.Immutable;
using System.Text.Json;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Ingestion.Decoding;

/// <summary>Turns the JSON of a <c>telemetry</c> message into a reading. Pure: no clock, no I/O.</summary>
static class TelemetryDecoder
{
    const int MaxBootLength = 64;

    /// <exception cref="PayloadRefusedException">The payload can never be used.</exception>
    public static Incoming.Telemetry Decode(ReadOnlySpan<byte> payload, string device, DateTimeOffset receivedAt)
    {
        try
        {
            return DecodeObject(payload, device, receivedAt);
        }
        catch (JsonException malformed)
        {
            throw JsonText.NotJson(malformed);
        }
    }

    static Incoming.Telemetry DecodeObject(ReadOnlySpan<byte> payload, string device, DateTimeOffset receivedAt)
    {
        var reader = JsonText.Open(payload);
        var unknown = new UnknownKeys();
        var drafts = new SampleDrafts(unknown);
        string? boot = null;
        long? seq = null;
        DateTimeOffset? at = null;
        var late = false;
        PumpState? pump = null;
        ImmutableArray<DeviceAlert> alerts = [];
        var seen = Field.Unknown;

        reader.Read();
        JsonFields.ExpectObject(ref reader, "$");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = FieldOf(ref reader);
            if ((seen & field) != 0)
            {
                throw PayloadRefusedException.WrongShape("$." + reader.GetString(), "given once");
            }

            seen |= field;
            if (field == Field.Unknown)
            {
                unknown.Add(reader.GetString()!);
            }

            reader.Read();
            switch (field)
            {
                case Field.Boot: boot = Boot(ref reader); break;
                case Field.Seq: seq = Seq(ref reader); break;
                case Field.At: at = JsonFields.Moment(ref reader); break;
                case Field.Late: late = JsonFields.Flag(ref reader, "$.late"); break;
                case Field.Values: drafts.ReadValues(ref reader); break;
                case Field.Times: drafts.ReadTimes(ref reader); break;
                case Field.Quality: drafts.ReadQuality(ref reader); break;
                case Field.States: pump = PumpStates.Read(ref reader, unknown); break;
                case Field.Alerts: alerts = DeviceAlerts.Read(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        // Reads on to the end: anything after the object makes the payload no JSON.
        reader.Read();
        var reading = new Reading(
            device,
            boot ?? throw PayloadRefusedException.WrongShape("$.boot", "present"),
            seq ?? throw PayloadRefusedException.WrongShape("$.seq", "present"),
            at,
            receivedAt,
            late,
            drafts.ToSamples(),
            pump,
            alerts);
        return new Incoming.Telemetry(reading, unknown.Names);
    }

    /// <summary>A device numbers its messages: a name that says it does not would hide its holes.</summary>
    static string Boot(ref Utf8JsonReader reader)
    {
        var boot = JsonFields.Label(ref reader, "$.boot", MaxBootLength);
        return UnnumberedBoot.Is(boot)
            ? throw PayloadRefusedException.WrongShape("$.boot", $"a name that does not begin with {UnnumberedBoot.Prefix}, which is reserved")
            : boot;
    }

    static long Seq(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var seq) && seq >= 0
            ? seq
            : throw PayloadRefusedException.WrongShape("$.seq", $"a whole number from 0 to {long.MaxValue}");

    static Field FieldOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("boot"u8) ? Field.Boot
        : reader.ValueTextEquals("seq"u8) ? Field.Seq
        : reader.ValueTextEquals("at"u8) ? Field.At
        : reader.ValueTextEquals("late"u8) ? Field.Late
        : reader.ValueTextEquals("values"u8) ? Field.Values
        : reader.ValueTextEquals("times"u8) ? Field.Times
        : reader.ValueTextEquals("quality"u8) ? Field.Quality
        : reader.ValueTextEquals("states"u8) ? Field.States
        : reader.ValueTextEquals("alerts"u8) ? Field.Alerts
        : Field.Unknown;

    [Flags]
    enum Field
    {
        Unknown = 0,
        Boot = 1,
        Seq = 2,
        At = 4,
        Late = 8,
        Values = 16,
        Times = 32,
        Quality = 64,
        States = 128,
        Alerts = 256,
    }
}
