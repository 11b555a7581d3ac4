using System.Text.Json;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Ingestion.Decoding;

/// <summary>Reads <c>states</c>: what a pump says of itself in words.</summary>
static class PumpStates
{
    const int MaxWordLength = 200;

    static readonly (string Name, string Path)[] Known =
    [
        Named(PumpTerms.StatusKey), Named(PumpTerms.DeliveryStatusKey), Named(PumpTerms.ModeKey),
        Named(PumpTerms.DeliveryModeKey), Named(PumpTerms.DrugKey),
    ];

    /// <summary>What was said last under each known key: mostly it is said again, and needs no text of its own.</summary>
    [ThreadStatic]
    static string?[]? t_words;

    /// <returns>Null when no state of a pump was said.</returns>
    public static PumpState? Read(ref Utf8JsonReader reader, UnknownKeys unknown)
    {
        JsonFields.ExpectObject(ref reader, "$.states");
        var (infusing, delivering) = (PumpStatus.Unknown, PumpStatus.Unknown);
        var mode = PumpMode.Unknown;
        string? drug = null;
        var said = false;
        var seenKnown = 0;
        HashSet<string>? seenUnknown = null;

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var known = KnownIndex(ref reader);
            var (name, path) = known >= 0 ? Known[known] : Named(reader.GetString()!);
            if (known >= 0 ? (seenKnown & 1 << known) != 0 : !(seenUnknown ??= new(StringComparer.Ordinal)).Add(name))
            {
                throw PayloadRefusedException.WrongShape(path, "given once");
            }

            seenKnown |= known >= 0 ? 1 << known : 0;
            reader.Read();
            var word = known >= 0 ? Word(ref reader, known) : JsonFields.Label(ref reader, path, MaxWordLength);
            switch (name)
            {
                case PumpTerms.StatusKey:
                    infusing = PumpTerms.Status(word);
                    Note(infusing != PumpStatus.Unknown);
                    break;
                case PumpTerms.DeliveryStatusKey:
                    delivering = PumpTerms.Status(word);
                    Note(delivering != PumpStatus.Unknown);
                    break;
                case PumpTerms.ModeKey or PumpTerms.DeliveryModeKey:
                    var read = PumpTerms.Mode(word);
                    mode = read == PumpMode.Unknown ? mode : read;
                    Note(read != PumpMode.Unknown);
                    break;
                case PumpTerms.DrugKey:
                    drug = word;
                    said = true;
                    break;
                default:
                    unknown.Add(name);
                    break;
            }

            // The pump did say something about itself, even in a word that is not known here.
            void Note(bool isKnownWord)
            {
                said = true;
                if (!isKnownWord)
                {
                    unknown.Add($"{name}={word}");
                }
            }
        }

        return said ? new PumpState(Either(infusing, delivering), mode, drug) : null;
    }

    static string Word(ref Utf8JsonReader reader, int known)
    {
        ref var word = ref (t_words ??= new string?[Known.Length])[known];
        return word is not null && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(word)
            ? word
            : word = JsonFields.Label(ref reader, Known[known].Path, MaxWordLength);
    }

    static (string Name, string Path) Named(string name) => (name, "$.states." + name);

    static int KnownIndex(ref Utf8JsonReader reader)
    {
        var index = Known.Length - 1;
        while (index >= 0 && !reader.ValueTextEquals(Known[index].Name))
        {
            index--;
        }

        return index;
    }

    // Where the two disagree the drug is taken to flow: that is the reading which keeps somebody watching.
    static PumpStatus Either(PumpStatus infusing, PumpStatus delivering) => (infusing, delivering) switch
    {
        (PumpStatus.Infusing, _) or (_, PumpStatus.Infusing) => PumpStatus.Infusing,
        (PumpStatus.NotInfusing, _) or (_, PumpStatus.NotInfusing) => PumpStatus.NotInfusing,
        _ => PumpStatus.Unknown,
    };
}
