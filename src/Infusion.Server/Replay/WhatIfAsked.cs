using System.Globalization;
using System.Text.Json;
using Infusion.Core.Replay;

namespace Infusion.Server.Replay;

/// <summary>What is asked of a what-if, checked: sessions by name, or all planned in a stretch of time.</summary>
sealed record WhatIfAsked(IReadOnlyList<Guid>? Sessions, DateTimeOffset From, DateTimeOffset To, LimitsChange Change)
{
    public const int MostSessions = 500;
    public static readonly TimeSpan LongestRange = TimeSpan.FromDays(92);

    /// <returns>Null: something is wrong, and the list says all of it.</returns>
    public static WhatIfAsked? Read(JsonElement body, List<RequestFault> faults)
    {
        if (body.ValueKind is not JsonValueKind.Object)
        {
            faults.Add(new("$", "is an object with limits, and with sessions or with from and to."));
            return null;
        }

        var sessions = body.TryGetProperty("sessions", out var list) && list.ValueKind is not JsonValueKind.Null ? SessionsOf(list, faults) : null;
        var (from, to) = sessions is null ? Range(Text(body, "from"), Text(body, "to"), faults) : default;
        var change = body.TryGetProperty("limits", out var limits) ? new LimitsReader(faults).Read(limits, "limits") : null;
        if (change is null && !faults.Any(fault => fault.Path.StartsWith("limits", StringComparison.Ordinal)))
        {
            faults.Add(new("limits", "is missing."));
        }

        return faults.Count == 0 ? new WhatIfAsked(sessions, from, to, change!) : null;
    }

    /// <summary>Two instants with Z or an offset, in order, and not too far apart.</summary>
    public static (DateTimeOffset From, DateTimeOffset To) Range(string? from, string? to, List<RequestFault> faults)
    {
        var (first, last) = (Moment("from", from, faults), Moment("to", to, faults));
        if (first is null || last is null)
        {
            return default;
        }

        if (last <= first)
        {
            faults.Add(new("to", "is not after from."));
        }
        else if (last - first > LongestRange)
        {
            faults.Add(new("to", $"is more than {LongestRange.TotalDays:0} days after from."));
        }

        return (first.Value, last.Value);
    }

    static DateTimeOffset? Moment(string name, string? text, List<RequestFault> faults)
    {
        // With its offset: a time without one would be read in the server's zone.
        if (text is not null && DateTimeOffset.TryParseExact(
                text, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            && (text[^1] == 'Z' || text[^6] is '+' or '-'))
        {
            return moment.ToUniversalTime();
        }

        faults.Add(new(name, text is null ? "is missing." : "is a time like 2026-11-23T20:10:00Z, with Z or an offset."));
        return null;
    }

    static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    static List<Guid>? SessionsOf(JsonElement list, List<RequestFault> faults)
    {
        if (list.ValueKind is not JsonValueKind.Array || list.GetArrayLength() is 0 or > MostSessions)
        {
            faults.Add(new("sessions", $"is a list of 1 to {MostSessions} sessions."));
            return [];
        }

        var sessions = new List<Guid>();
        foreach (var (item, index) in list.EnumerateArray().Select((item, index) => (item, index)))
        {
            if (item.ValueKind is JsonValueKind.String && item.TryGetGuid(out var session))
            {
                sessions.Add(session);
            }
            else
            {
                faults.Add(new($"sessions[{index}]", "is no session's id."));
            }
        }

        return sessions;
    }
}
