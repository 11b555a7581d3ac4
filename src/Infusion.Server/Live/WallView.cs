using System.Text.Json;
using System.Text.Json.Nodes;
using Infusion.Server.Storage;

namespace Infusion.Server.Live;

/// <summary>
/// What a wall display is sent of the live feed: the parts that its picture is made of, by name. Whatever is not named here stays away
/// from the wall, above all who sits there, who works there, and what was charted of them.
/// </summary>
static class WallView
{
    static readonly Kept Everything = new([]) { IsWhole = true };

    /// <summary>That somebody did it, and not who.</summary>
    static readonly Kept Somebody = new([]) { IsSomebody = true };

    static readonly Kept Value = Parts(
        "value quality at receivedAt staleAfterSeconds trend low high systolic diastolic mean systolicLow systolicHigh", ("by", Somebody));

    static readonly Kept Pump = Parts("status mode rateMlPerHour at receivedAt staleAfterSeconds");

    static readonly Kept Vitals = Parts("", ("hr", Value), ("pulse", Value), ("spo2", Value), ("rr", Value), ("etco2", Value), ("temp", Value));

    static readonly Kept Alarm = Parts(
        "id session chair rule code metric priority presence acknowledged audioPausedUntil onsetAt raisedAt headline action observed limit unit maySilence calls "
        + "returnedAt causedBy group",
        ("acknowledgedBy", Somebody));

    static readonly Kept Session = Parts(
        "id phase phaseSince startedAt givenMg givenMl givenAsOf expectedEndAt due correcting",
        ("order", Parts("doseMg rateMlPerHour durationMinutes protocolApproved")), ("care", Parts("", ("emergency", Parts("kind calledAt")))));

    static readonly Kept Chair = Parts("chair room", ("session", Session), ("vitals", Vitals), ("nibp", Value), ("pump", Pump), ("alarms", Alarm));

    static readonly Kept Delta = Parts(
        "n kind chair change givenMg givenMl givenAsOf expectedEndAt",
        ("view", Chair), ("chairs", Chair), ("alarm", Alarm), ("vitals", Vitals), ("nibp", Value), ("pump", Pump));

    static readonly Kept Whole = Parts(
        "clinic name timeZone epoch n serverTime input committedInput simulated", ("chairs", Chair), ("clinicAlarms", Alarm));

    public static JsonNode Of(Snapshot snapshot) => Whole.Of(JsonSerializer.SerializeToNode(snapshot, QuantityConverters.Options))!;

    public static DeltaBatch Of(DeltaBatch batch) => batch with { Deltas = [.. batch.Deltas.Select(Of)] };

    static EncodedDelta Of(EncodedDelta delta) => new(delta.N, JsonSerializer.SerializeToUtf8Bytes(Delta.Of(JsonNode.Parse(delta.Json.Span))));

    static Kept Parts(string whole, params (string Name, Kept Kept)[] others) => new(
        whole.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => (name, Everything)).Concat(others).ToDictionary(part => part.Item1, part => part.Item2));

    sealed class Kept(Dictionary<string, Kept> parts)
    {
        public bool IsWhole { get; init; }

        public bool IsSomebody { get; init; }

        public JsonNode? Of(JsonNode? node) => node switch
        {
            null => null,
            _ when IsSomebody => JsonValue.Create("somebody"),
            _ when IsWhole => node.DeepClone(),
            JsonArray all => new JsonArray([.. all.Select(Of)]),
            JsonObject one => new JsonObject(one.Where(part => parts.ContainsKey(part.Key)).Select(part => KeyValuePair.Create(part.Key, parts[part.Key].Of(part.Value)))),
            // A bare value where parts are named says more than was meant to be said.
            _ => null,
        };
    }
}
