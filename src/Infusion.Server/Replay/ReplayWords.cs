using System.Globalization;

namespace Infusion.Server.Replay;

/// <summary>What a replay gave, as lines of text.</summary>
static class ReplayWords
{
    public static IEnumerable<string> Of(WhatIfSession session)
    {
        yield return Text($"{session.Session} at {session.Chair}, planned {session.PlannedAt:yyyy-MM-dd HH:mm:ss}Z: {session.Replay.Verdict}");
        if (session.Replay.FirstDifference is { } difference)
        {
            yield return $"  on record: {difference.Stored ?? "nothing"}";
            yield return $"  replayed:  {difference.Replayed ?? "nothing"}";
        }

        if (session.Refused > 0)
        {
            yield return Text($"  {session.Refused} of what people did could not be done under these limits.");
        }

        foreach (var change in session.Changes)
        {
            yield return "  " + Say(change);
        }
    }

    public static IEnumerable<string> Of(WhatIfTotals totals) =>
    [
        Text($"{totals.Sessions} sessions, {totals.MonitoredHours:0.##} monitored hours: {Say(totals.AsItWas)} as it was, {Say(totals.AsItWouldBe)} as it would be."),
        Text($"Gained {totals.Gained}, lost {totals.Lost}, earlier {totals.Earlier}, later {totals.Later}, other priority {totals.OtherPriority}, longer {totals.Longer}, shorter {totals.Shorter}."),
    ];

    static string Say(WhatIfChange change)
    {
        var alarm = (change.After ?? change.Before)!;
        var what = change switch
        {
            { Before: null } => "gained",
            { After: null } => "lost",
            _ => string.Join(", ", Parts(change)),
        };
        return Text($"{what}: {alarm.RaisedAt:yyyy-MM-dd HH:mm:ss}Z {alarm.Priority.ToString().ToLowerInvariant()} {alarm.Rule}: {alarm.Headline}");
    }

    static IEnumerable<string> Parts(WhatIfChange change)
    {
        if (change.LaterBySeconds != 0)
        {
            yield return Text($"{Math.Abs(change.LaterBySeconds):0.#} s {(change.LaterBySeconds > 0 ? "later" : "earlier")}");
        }

        if (change.LongerBySeconds != 0)
        {
            yield return Text($"{Math.Abs(change.LongerBySeconds):0.#} s {(change.LongerBySeconds > 0 ? "longer" : "shorter")}");
        }

        if (change.HasOtherPriority)
        {
            yield return $"{change.Before!.Priority} to {change.After!.Priority}".ToLowerInvariant();
        }
    }

    static string Say(WhatIfCount count) => Text($"{count.Alarms} alarms ({count.PerHour?.ToString("0.##", CultureInfo.InvariantCulture) ?? "no"} an hour)");

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
