using System.Collections.Immutable;
using Infusion.Core.Quantities;
using Infusion.Core.Recovery;

namespace Infusion.Core.Sessions;

/// <summary>About recovery, discharge and vials. <see cref="ObservedAt"/> is chart time; null: now.</summary>
public abstract record AfterCommand(Guid Id, Guid Session, string By) : SessionCommand(Id, Session, By)
{
    public DateTimeOffset? ObservedAt { get; init; }
}

public sealed record ScoreRecovery(Guid Id, Guid Session, string By, RecoveryScale Scale, ImmutableArray<RecoveryItemScore> Items) : AfterCommand(Id, Session, By);

/// <param name="Note">The erasable note: the plan after a positive screen, or the escort's name.</param>
public sealed record ChartNeed(Guid Id, Guid Session, string By, DischargeNeed Need, bool IsMet, Guid? Note) : AfterCommand(Id, Session, By);

/// <summary>A physician lets go in spite of what is missing; who may is checked at the door.</summary>
/// <param name="Reason">The erasable note.</param>
public sealed record DischargeInSpite(Guid Id, Guid Session, string By, Guid Reason) : AfterCommand(Id, Session, By);

/// <param name="Reason">The erasable note.</param>
public sealed record LeaveAgainstAdvice(Guid Id, Guid Session, string By, Guid Reason) : AfterCommand(Id, Session, By);

public sealed record OpenVial(
    Guid Id, Guid Session, string By, Guid Vial, string Drug, Concentration Strength, Volume Volume, string Lot, DateOnly Expiry) : AfterCommand(Id, Session, By);

/// <param name="Given">Null: what the pump gave and is not charted yet.</param>
public sealed record GiveFromVial(Guid Id, Guid Session, string By, Guid Vial, Mass? Given) : AfterCommand(Id, Session, By);

/// <param name="Witness">Signed in by their own password, checked at the door.</param>
public sealed record WasteFromVial(Guid Id, Guid Session, string By, Guid Vial, Mass Wasted, string Witness) : AfterCommand(Id, Session, By);

public sealed record ReturnFromVial(Guid Id, Guid Session, string By, Guid Vial, Mass Returned) : AfterCommand(Id, Session, By);

/// <summary>The vial held more than its label says.</summary>
public sealed record ChartOverfill(Guid Id, Guid Session, string By, Guid Vial, Mass More, string Witness) : AfterCommand(Id, Session, By);
