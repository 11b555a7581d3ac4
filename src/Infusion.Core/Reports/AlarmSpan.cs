using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Reports;

/// <summary>One alarm from its raising to its end, as the events of a session tell it. One that comes back while it is latched is told again.</summary>
/// <param name="Alarm">Its id.</param>
/// <param name="Rule">The rule's code.</param>
/// <param name="Raised">The priority with which it was raised.</param>
/// <param name="Gravest">The gravest that it ever had.</param>
/// <param name="Onset">When the condition began, as all readings tell it.</param>
/// <param name="GravestSince">When it came to its gravest priority: a new signal, which has to be answered anew.</param>
/// <param name="Observed">In the metric's unit, when it came to that priority.</param>
/// <param name="HardLimit">In the metric's unit, of that priority.</param>
public sealed record AlarmSpan(
    Guid Alarm,
    string Rule,
    Metric Metric,
    string? Source,
    AlarmPriority Raised,
    AlarmPriority Gravest,
    DateTimeOffset Onset,
    DateTimeOffset RaisedAt,
    DateTimeOffset GravestSince,
    decimal? Observed,
    decimal? HardLimit)
{
    /// <summary>When the condition went; null: it still holds.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When somebody acknowledged it at its gravest priority; null: nobody has.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>Who that was, by sign-in name.</summary>
    public string? AcknowledgedBy { get; init; }

    /// <summary>When somebody first acknowledged it or paused its sound, at whatever priority; null: nobody has.</summary>
    public DateTimeOffset? ActedAt { get; init; }

    /// <summary>What tells one condition of a session from another.</summary>
    public (string Rule, Metric Metric, string? Source) Condition => (Rule, Metric, Source);

    /// <summary>From the gravest signal to the acknowledgement; null: nobody acknowledged it.</summary>
    public TimeSpan? TimeToAcknowledge => AcknowledgedAt - GravestSince;

    /// <summary>The condition went before anybody did anything about the alarm.</summary>
    public bool EndedByItself => EndedAt is { } ended && !(ActedAt < ended);

    /// <summary>The alarm in one line with its numbers.</summary>
    public string Headline =>
        AlarmText.Headline(new Alarm(Alarm, Rule, Metric, Source, Gravest, Onset, RaisedAt, Observed, HardLimit));

    /// <summary>How long it stood, up to an instant at most.</summary>
    public TimeSpan LastedUntil(DateTimeOffset until)
    {
        var end = EndedAt < until ? EndedAt.Value : until;
        return end > RaisedAt ? end - RaisedAt : TimeSpan.Zero;
    }
}
