using Infusion.Core.Sessions;

namespace Infusion.Core.Alarms;

/// <summary>About who has a chair now; to the clinic's own stream. Who asks for what is the one who is signed in.</summary>
public abstract record ChairDutyCommand(Guid Id, Guid Session, string By, string Chair) : SessionCommand(Id, Session, By);

/// <param name="FromAnother">Somebody else has it and is not there to hand it over: for who leads the shift, checked at the door.</param>
public sealed record TakeChair(Guid Id, Guid Session, string By, string Chair, bool FromAnother) : ChairDutyCommand(Id, Session, By, Chair);

/// <param name="IsBreak">To cover a break; otherwise for good.</param>
public sealed record OfferChair(Guid Id, Guid Session, string By, string Chair, string To, bool IsBreak) : ChairDutyCommand(Id, Session, By, Chair);

public sealed record AcceptChair(Guid Id, Guid Session, string By, string Chair) : ChairDutyCommand(Id, Session, By, Chair);

/// <summary>By the one who is asked; by the one who asked it is taken back.</summary>
public sealed record DeclineChair(Guid Id, Guid Session, string By, string Chair) : ChairDutyCommand(Id, Session, By, Chair);

/// <summary>The one who has the chair is back.</summary>
public sealed record EndBreak(Guid Id, Guid Session, string By, string Chair) : ChairDutyCommand(Id, Session, By, Chair);
