using System.Collections.Immutable;
using Infusion.Core.Admission;
using Infusion.Core.Ordering;
using Infusion.Core.Quantities;

namespace Infusion.Core.Sessions;

/// <summary>About check-in, the order and its preparation.</summary>
public abstract record AdmissionEvent(DateTimeOffset At, string By) : EnteredEvent(At);

public sealed record CheckInAnswered(DateTimeOffset At, CheckInAnswer Answer, string By) : AdmissionEvent(At, By);

public sealed record CheckInAnswerWithdrawn(DateTimeOffset At, CheckInItem Item, string By) : AdmissionEvent(At, By);

/// <summary>A physician lets go what held. The reason stands in the erasable document.</summary>
public sealed record CheckInOverridden(DateTimeOffset At, CheckInItem Item, Guid Reason, string By) : AdmissionEvent(At, By);

/// <summary>What was checked or prepared before was of another order.</summary>
/// <param name="Reason">The erasable note.</param>
public sealed record OrderChanged(DateTimeOffset At, InfusionOrder Order, Guid Reason, string By) : AdmissionEvent(At, By);

/// <summary>A second person came to the same numbers without having seen them.</summary>
public sealed record OrderChecked(DateTimeOffset At, Mass Dose, Volume Volume, Rate? Rate, string By) : AdmissionEvent(At, By);

/// <summary>A second person came to other numbers; both stand here.</summary>
public sealed record OrderCheckDisagreed(
    DateTimeOffset At, Mass Dose, Volume Volume, Rate? Rate, Mass OrderedDose, Volume OrderedVolume, Rate OrderedRate, string By) : AdmissionEvent(At, By);

/// <summary><see cref="SessionEvent.At"/> is the time on the label.</summary>
public sealed record DosePrepared(DateTimeOffset At, ImmutableArray<DrawnFromVial> Vials, Diluent Diluent, Volume Total, string By) : AdmissionEvent(At, By);
