using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Ingestion.Decoding;

/// <summary>
/// Brings <c>values</c>, <c>times</c> and <c>quality</c> together, in whatever order they stand in the payload.
/// One slot per key of the protocol, so that no key is looked up twice.
/// </summary>
sealed class SampleDrafts(UnknownKeys unknown)
{
    /// <summary>Long enough for every key of the table; a longer one is unknown without a look.</summary>
    const int MaxKeyLength = 64;

    /// <summary>A message is decoded in one go on one thread; new slots for each would be most of its garbage.</summary>
    [ThreadStatic]
    static Draft[]? t_slots;

    readonly Draft[] _slots = EmptySlots();

    struct Draft
    {
        public decimal Value;
        public DateTimeOffset MeasuredAt;
        public Quality Quality;
        public bool HasValue;
        public bool HasTime;
    }

    public void ReadValues(ref Utf8JsonReader reader)
    {
        JsonFields.ExpectObject(ref reader, "$.values");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = KeyIndex(ref reader);
            if (index < 0)
            {
                var name = reader.GetString()!;
                unknown.Add(name);
                reader.Read();
                JsonFields.Number(ref reader, "$.values." + name);
                continue;
            }

            var key = ProtocolKeys.All[index];
            ref var draft = ref _slots[index];
            if (draft.HasValue)
            {
                throw GivenTwice(key.Path);
            }

            reader.Read();
            draft.Value = JsonFields.Number(ref reader, key.Path);
            draft.HasValue = true;
            if (!MetricTable.IsSentinel(key.Metric, draft.Value) && (draft.Value < 0 || draft.Value > key.RefusedAbove))
            {
                throw JsonFields.OutOfRange(ref reader, key.Path, $"lies outside 0 to {key.RefusedAbove:0.######}");
            }
        }
    }

    public void ReadTimes(ref Utf8JsonReader reader)
    {
        JsonFields.ExpectObject(ref reader, "$.times");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = KeyIndex(ref reader);
            NoteIfUnknown(ref reader, index);
            reader.Read();
            var moment = JsonFields.Moment(ref reader);
            if (index >= 0)
            {
                if (_slots[index].HasTime)
                {
                    throw GivenTwice("$.times." + ProtocolKeys.All[index].RefId);
                }

                _slots[index].HasTime = true;
                _slots[index].MeasuredAt = moment ?? default;
            }
        }
    }

    public void ReadQuality(ref Utf8JsonReader reader)
    {
        JsonFields.ExpectObject(ref reader, "$.quality");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = KeyIndex(ref reader);
            NoteIfUnknown(ref reader, index);
            var path = "$.quality." + reader.GetString();
            reader.Read();
            var quality = JsonFields.Text(ref reader, path) switch
            {
                "valid" => Quality.Valid,
                "questionable" => Quality.Questionable,
                "invalid" => Quality.Invalid,
                _ => throw PayloadRefusedException.WrongShape(path, "valid, questionable or invalid"),
            };
            if (index >= 0)
            {
                if (_slots[index].Quality != Quality.Unknown)
                {
                    throw GivenTwice(path);
                }

                _slots[index].Quality = quality;
            }
        }
    }

    public ImmutableArray<Sample> ToSamples()
    {
        var samples = new Sample[Count()];
        var (count, seen) = (0, 0UL);
        for (var index = 0; index < _slots.Length; index++)
        {
            if (!Speaks(_slots[index]))
            {
                continue;
            }

            var key = ProtocolKeys.All[index];
            var bit = 1UL << (int)key.Metric;
            if ((seen & bit) != 0)
            {
                unknown.Add(key.RefId);
                continue;
            }

            seen |= bit;
            samples[count++] = ToSample(key, _slots[index]);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(count == samples.Length ? samples : samples[..count]);
    }

    static Sample ToSample(ProtocolKey key, in Draft draft)
    {
        DateTimeOffset? measuredAt = draft.MeasuredAt == default ? null : draft.MeasuredAt;
        return draft.HasValue
            ? MetricTable.ToSample(key.Metric, draft.Value, draft.Quality, measuredAt)
            : new Sample(key.Metric, null, Quality.Invalid, measuredAt);
    }

    // A key that is called invalid without a number says "signal lost" as clearly as a sentinel does.
    static bool Speaks(in Draft draft) => draft.HasValue || draft.Quality == Quality.Invalid;

    int Count()
    {
        var count = 0;
        foreach (var draft in _slots)
        {
            count += Speaks(draft) ? 1 : 0;
        }

        return count;
    }

    void NoteIfUnknown(ref Utf8JsonReader reader, int index)
    {
        if (index < 0)
        {
            unknown.Add(reader.GetString()!);
        }
    }

    static int KeyIndex(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > MaxKeyLength)
        {
            return -1;
        }

        Span<char> name = stackalloc char[MaxKeyLength];
        return ProtocolKeys.IndexOf(name[..reader.CopyString(name)]);
    }

    static PayloadRefusedException GivenTwice(string path) => PayloadRefusedException.WrongShape(path, "given once");

    static Draft[] EmptySlots()
    {
        t_slots ??= new Draft[ProtocolKeys.All.Length];
        Array.Clear(t_slots);
        return t_slots;
    }
}
