namespace Infusion.Core.Pathway;

/// <summary>Stored by name.</summary>
public enum InfusionKind : byte
{
    Unknown = 0,

    /// <summary>Counts towards the series.</summary>
    Series = 1,
    Booster = 2,

    /// <summary>Given on a day on which the plan had none; it counts for every rule, and not towards the series.</summary>
    Unplanned = 3,
}

public enum InfusionStanding : byte { Unknown = 0, Planned = 1, UnderWay = 2, Given = 3, Cancelled = 4 }

/// <summary>An infusion of a plan: first an appointment, then the session that it became.</summary>
/// <param name="Length">How long the chair is taken, recovery included.</param>
public sealed record InfusionAppointment(Guid Id, InfusionKind Kind, DateTimeOffset From, TimeSpan Length, string Chair)
{
    public DateTimeOffset To => From + Length;

    /// <summary>The session that it became; null: none yet.</summary>
    public Guid? Session { get; init; }

    /// <summary>By the session; null: drug has not flowed.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>By the session: the later of the charted stop and the pump's; null: it has not ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    public bool IsCancelled { get; init; }

    /// <summary>How often it was moved.</summary>
    public int Moves { get; init; }

    public InfusionStanding Standing => this switch
    {
        { IsCancelled: true } => InfusionStanding.Cancelled,
        { EndedAt: not null } => InfusionStanding.Given,
        { Session: not null } => InfusionStanding.UnderWay,
        _ => InfusionStanding.Planned,
    };

    /// <summary>What is to be kept apart from talk therapy: as it was, and before that, as it is planned.</summary>
    public InfusionSpan Span => EndedAt is { } ended
        ? new InfusionSpan(Id, StartedAt ?? ended, ended, IsActual: true)
        : new InfusionSpan(Id, StartedAt ?? From, (StartedAt ?? From) + Length, IsActual: false);
}

/// <param name="IsActual">By the session; false: as planned.</param>
public readonly record struct InfusionSpan(Guid Infusion, DateTimeOffset From, DateTimeOffset To, bool IsActual);

public enum TherapyStanding : byte { Unknown = 0, Planned = 1, Attended = 2, NotAttended = 3, Cancelled = 4 }

/// <summary>A talk therapy of a plan.</summary>
/// <param name="After">The infusion that it follows; null: none in particular.</param>
/// <param name="Therapist">Sign-in name.</param>
public sealed record TherapyAppointment(Guid Id, Guid? After, string Therapist, DateTimeOffset From, TimeSpan Length)
{
    public DateTimeOffset To => From + Length;

    public TherapyStanding Standing { get; init; } = TherapyStanding.Planned;

    /// <summary>When the therapist first saw the hand-off; null: not yet.</summary>
    public DateTimeOffset? HandOffSeenAt { get; init; }

    /// <summary>What the patient agrees to share; the erasable note. Null: nothing.</summary>
    public Guid? Themes { get; init; }

    /// <summary>The erasable note; null: none.</summary>
    public Guid? NextSteps { get; init; }

    public int Moves { get; init; }
}
