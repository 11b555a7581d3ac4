using System.Collections.Immutable;
using Infusion.Core.Quantities;
using Infusion.Core.Recovery;

namespace Infusion.Core.Sessions;

/// <summary>About recovery, discharge and vials.</summary>
public abstract record AfterEvent(DateTimeOffset At, string By) : EnteredEvent(At);

public sealed record RecoveryScored(DateTimeOffset At, RecoveryScale Scale, ImmutableArray<RecoveryItemScore> Items, string By) : AfterEvent(At, By)
{
    public int Total => Items.Sum(item => item.Score);
}

public sealed record InstructionsGiven(DateTimeOffset At, string By) : AfterEvent(At, By);

/// <summary>The name stands in the erasable note.</summary>
public sealed record EscortPresent(DateTimeOffset At, Guid Note, string By) : AfterEvent(At, By);

/// <param name="Note">The erasable note with the plan; null: none.</param>
public sealed record DischargeNeedSeen(DateTimeOffset At, DischargeNeed Need, bool IsMet, Guid? Note, string By) : AfterEvent(At, By);

/// <param name="Missing">Codes of what was missing.</param>
/// <param name="Reason">The erasable note.</param>
public sealed record DischargeGateOverridden(DateTimeOffset At, ImmutableArray<string> Missing, Guid Reason, string By) : AfterEvent(At, By);

/// <summary>The patient's own decision. The discharge follows.</summary>
/// <param name="Reason">The erasable note.</param>
public sealed record LeftAgainstAdvice(DateTimeOffset At, Guid Reason, string By) : AfterEvent(At, By);

public sealed record VialOpened(
    DateTimeOffset At, Guid Vial, string Drug, Concentration Strength, Volume Volume, string Lot, DateOnly Expiry, string By) : AfterEvent(At, By);

/// <param name="IsByPump">By the pump's counter and the ordered concentration; false: by hand.</param>
public sealed record VialGiven(DateTimeOffset At, Guid Vial, Mass Given, bool IsByPump, string By) : AfterEvent(At, By);

public sealed record VialWasted(DateTimeOffset At, Guid Vial, Mass Wasted, string Witness, string By) : AfterEvent(At, By);

public sealed record VialReturned(DateTimeOffset At, Guid Vial, Mass Returned, string By) : AfterEvent(At, By);

public sealed record VialOverfillCharted(DateTimeOffset At, Guid Vial, Mass More, string Witness, string By) : AfterEvent(At, By);
