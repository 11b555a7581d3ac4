using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace Infusion.Server.Trace;

/// <summary>A message's place in the trace: when it was received, to the microsecond, and its number.</summary>
readonly record struct TracePlace(DateTimeOffset ReceivedAt, long Input)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(ReceivedAt.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond}-{Input}");

    public static TracePlace? Parse(string text)
    {
        var latest = (DateTimeOffset.MaxValue.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        return text.Split('-') is [var at, var number]
            && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds <= latest
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var input)
                ? new TracePlace(DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond), input)
                : null;
    }
}

/// <summary>What is asked of the trace, checked.</summary>
/// <param name="Before">Only what comes after this in the answer, which is older.</param>
sealed record TraceQuery(string? Device, TraceOutcome? Outcome, DateTimeOffset From, TracePlace Before, int Limit)
{
    public const int MaxLimit = 200;
    const int DefaultLimit = 50;
    const int MaxDeviceLength = 64;

    /// <summary>How far back anybody may look.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromDays(14);

    /// <exception cref="BadParameterException">One of them is no answerable question.</exception>
    public static TraceQuery Parse(TraceParameters asked, DateTimeOffset now)
    {
        var earliest = now - Reach;
        var from = MomentOf("from", asked.From) ?? earliest;
        var to = MomentOf("to", asked.To) ?? now;
        if (from < earliest.AddMinutes(-1))
        {
            throw new BadParameterException("from", $"lies further back than the {Reach.TotalDays:0} days that the trace reaches");
        }

        if (to < from)
        {
            throw new BadParameterException("to", "is before from");
        }

        var before = asked.Before is { } cursor
            ? TracePlace.Parse(cursor) ?? throw new BadParameterException("before", "is no cursor of a page")
            : new TracePlace(to, long.MaxValue);
        return new TraceQuery(
            DeviceOf(asked.Device),
            OutcomeOf(asked.Outcome),
            from,
            before.ReceivedAt > to ? new TracePlace(to, long.MaxValue) : before,
            LimitOf(asked.Limit));
    }

    static string? DeviceOf(string? text) =>
        text is null or { Length: > 0 and <= MaxDeviceLength } && text?.Contains('\0', StringComparison.Ordinal) is not true
            ? text
            : throw new BadParameterException("device", $"is a device's id of 1 to {MaxDeviceLength} characters");

    static TraceOutcome? OutcomeOf(string? text) => text switch
    {
        null => null,
        "live" => TraceOutcome.Live,
        "late" => TraceOutcome.Late,
        "unregistered" => TraceOutcome.Unregistered,
        "refused" => TraceOutcome.Refused,
        "status" => TraceOutcome.Status,
        _ => throw new BadParameterException("outcome", "is live, late, unregistered, refused or status"),
    };

    static int LimitOf(string? text) =>
        text is null ? DefaultLimit
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit ? limit
        : throw new BadParameterException("limit", $"is a whole number from 1 to {MaxLimit}");

    /// <summary>With its offset: a time without one would be read in the server's zone.</summary>
    static DateTimeOffset? MomentOf(string name, string? text) =>
        text is null ? null
        : DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            && (text[^1] == 'Z' || text[^6] is '+' or '-') ? moment.ToUniversalTime()
        : throw new BadParameterException(name, "is a time like 2026-11-23T20:10:00Z, with Z or an offset");
}

/// <summary>As they came in the address: a wrong one is answered by its name.</summary>
sealed class TraceParameters
{
    [FromQuery(Name = "device")]
    public string? Device { get; init; }

    [FromQuery(Name = "outcome")]
    public string? Outcome { get; init; }

    [FromQuery(Name = "from")]
    public string? From { get; init; }

    [FromQuery(Name = "to")]
    public string? To { get; init; }

    [FromQuery(Name = "before")]
    public string? Before { get; init; }

    [FromQuery(Name = "limit")]
    public string? Limit { get; init; }
}

sealed class BadParameterException(string parameter, string reason) : Exception($"{parameter} {reason}.")
{
    public string Parameter { get; } = parameter;
}
