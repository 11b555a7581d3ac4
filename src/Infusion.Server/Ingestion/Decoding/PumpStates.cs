using System.Text.Json;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Ingestion.Decoding;

/// <summary>Reads <c>states</c>: what a pump says of itself in words.</summary>
static class PumpStates
{
    const int MaxWordLength = 200;

    /// <returns>Null when no state of a pump was said.</returns>
    public static PumpState? Read(ref Utf8JsonReader reader, UnknownKeys unknown)
    {
        JsonFields.ExpectObject(ref reader, "$.states");
        var (infusing, delivering) = (PumpStatus.Unknown, PumpStatus.Unknown);
        var mode = PumpMode.Unknown;
        string? drug = null;
        var said = false;
        var seen = new HashSet<string>(StringComparer.Ordinal);

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var path = "$.states." + name;
            if (!seen.Add(name))
            {
                throw PayloadRefusedException.WrongShape(path, "given once");
            }

            reader.Read();
            var word = JsonFields.Label(ref reader, path, MaxWordLength);
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

    // Where the two disagree the drug is taken to flow: that is the reading which keeps somebody watching.
    static PumpStatus Either(PumpStatus infusing, PumpStatus delivering) => (infusing, delivering) switch
    {
        (PumpStatus.Infusing, _) or (_, PumpStatus.Infusing) => PumpStatus.Infusing,
        (PumpStatus.NotInfusing, _) or (_, PumpStatus.NotInfusing) => PumpStatus.NotInfusing,
        _ => PumpStatus.Unknown,
    };
}
