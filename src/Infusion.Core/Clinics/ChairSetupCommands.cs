using Infusion.Core.Sessions;

namespace Infusion.Core.Clinics;

/// <summary>Which rooms and chairs there are; to the clinic's own stream. For managers, checked at the door.</summary>
public abstract record ChairSetupCommand(Guid Id, Guid Session, string By) : SessionCommand(Id, Session, By);

public sealed record AddChair(Guid Id, Guid Session, string By, string Chair, string Room) : ChairSetupCommand(Id, Session, By);

/// <param name="To">What the chair is called from now on; the same: it changes its room alone.</param>
public sealed record RenameChair(Guid Id, Guid Session, string By, string Chair, string To, string Room) : ChairSetupCommand(Id, Session, By);

/// <summary>The chair is no longer there. What happened at it stays on record under its name.</summary>
public sealed record RetireChair(Guid Id, Guid Session, string By, string Chair) : ChairSetupCommand(Id, Session, By);

public sealed record RenameRoom(Guid Id, Guid Session, string By, string Room, string To) : ChairSetupCommand(Id, Session, By);
