namespace Infusion.Server.Ingestion.Decoding;

enum TopicKind : byte { Unknown = 0, Telemetry = 1, Status = 2, VsCapture = 3 }

/// <summary><c>infusion/v1/{clinic}/{device}/telemetry|status|vscapture/Numeric</c>, taken apart. An id that is not one is null.</summary>
readonly record struct DeviceTopic(string? Clinic, string? Device, TopicKind Kind)
{
    public const string Prefix = "infusion/v1/";
    const int MaxIdLength = 64;

    public bool IsComplete => Clinic is not null && Device is not null && Kind != TopicKind.Unknown;

    public static DeviceTopic Parse(string topic)
    {
        if (!topic.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return default;
        }

        Span<Range> segments = stackalloc Range[5];
        var rest = topic.AsSpan(Prefix.Length);
        var count = rest.Split(segments, '/');
        if (count is not (3 or 4))
        {
            return default;
        }

        var kind = rest[segments[2].Start..] switch
        {
            "telemetry" => TopicKind.Telemetry,
            "status" => TopicKind.Status,
            "vscapture/Numeric" => TopicKind.VsCapture,
            _ => TopicKind.Unknown,
        };
        return new DeviceTopic(Id(rest[segments[0]]), Id(rest[segments[1]]), kind);
    }

    /// <summary>A clinic's or a device's name, as a topic may hold it.</summary>
    public static bool IsId(ReadOnlySpan<char> text) => Id(text) is not null;

    static string? Id(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxIdLength)
        {
            return null;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
            {
                return null;
            }
        }

        return text.ToString();
    }
}
