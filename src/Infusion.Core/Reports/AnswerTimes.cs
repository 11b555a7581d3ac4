using System.Collections.Immutable;
using Infusion.Core.Alarms;

namespace Infusion.Core.Reports;

/// <summary>How many alarms of one priority were acknowledged how soon. Each alarm is in one of them.</summary>
/// <param name="Within">As many as <see cref="Bounds"/>: acknowledged within that time (inclusive) and not within the one before.</param>
/// <param name="Later">Acknowledged after the last bound.</param>
/// <param name="PausedAlone">The sound was paused and nobody acknowledged.</param>
/// <param name="NobodyActed">Neither.</param>
public sealed record AnswerTimes(AlarmPriority Priority, ImmutableArray<int> Within, int Later, int PausedAlone, int NobodyActed)
{
    public static readonly ImmutableArray<TimeSpan> Bounds =
    [
        TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5),
    ];

    internal static AnswerTimes Of(AlarmPriority priority, IReadOnlyCollection<AlarmSpan> alarms)
    {
        var times = alarms.Select(alarm => alarm.TimeToAcknowledge).OfType<TimeSpan>().ToList();
        return new AnswerTimes(
            priority,
            [.. Bounds.Select((bound, index) => times.Count(time => time <= bound && (index == 0 || time > Bounds[index - 1])))],
            times.Count(time => time > Bounds[^1]),
            alarms.Count(alarm => alarm is { AcknowledgedAt: null, ActedAt: not null }),
            alarms.Count(alarm => alarm.ActedAt is null));
    }
}
