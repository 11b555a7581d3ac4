using Infusion.Core.Sessions;

namespace Infusion.Core.Alarms;

/// <summary>A chair came, changed its name or went. On the clinic's own stream.</summary>
public abstract record ChairSetupEvent(DateTimeOffset At, string Chair, string By) : SessionEvent(At);

public sealed record ChairAdded(DateTimeOffset At, string Chair, string By, string Room) : ChairSetupEvent(At, Chair, By);

/// <summary>Who has the chair keeps it, and it keeps its own duty list.</summary>
/// <param name="To">The same as before: it changed its room alone.</param>
public sealed record ChairRenamed(DateTimeOffset At, string Chair, string By, string To, string Room) : ChairSetupEvent(At, Chair, By);

public sealed record ChairRetired(DateTimeOffset At, string Chair, string By) : ChairSetupEvent(At, Chair, By);
