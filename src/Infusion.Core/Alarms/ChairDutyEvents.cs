using Infusion.Core.Sessions;

namespace Infusion.Core.Alarms;

/// <summary>Who has a chair; on the clinic's own stream. People by their sign-in names.</summary>
public abstract record ChairDutyEvent(DateTimeOffset At, string Chair, string By) : SessionEvent(At);

/// <param name="From">Who had it until now; null: nobody.</param>
public sealed record ChairTaken(DateTimeOffset At, string Chair, string By, string? From) : ChairDutyEvent(At, Chair, By);

/// <summary>Nothing has changed hands: who offers has the chair until it is accepted.</summary>
public sealed record ChairOffered(DateTimeOffset At, string Chair, string By, string To, bool IsBreak) : ChairDutyEvent(At, Chair, By);

/// <param name="From">Who handed it over, or went on a break.</param>
public sealed record ChairAccepted(DateTimeOffset At, string Chair, string By, string From, bool IsBreak) : ChairDutyEvent(At, Chair, By);

/// <summary>Said no, or taken back: who had the chair has it.</summary>
public sealed record ChairDeclined(DateTimeOffset At, string Chair, string By, string To) : ChairDutyEvent(At, Chair, By);
public sealed record BreakEnded(DateTimeOffset At, string Chair, string By, string Cover) : ChairDutyEvent(At, Chair, By);
