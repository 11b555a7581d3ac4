using System.Collections.Immutable;
using Infusion.Core.Admission;
using Infusion.Core.Dosing;
using Infusion.Core.Ordering;
using Infusion.Core.Quantities;

namespace Infusion.Core.Sessions;

/// <summary>About check-in, the order and its preparation.</summary>
public abstract record AdmissionCommand(Guid Id, Guid Session, string By) : SessionCommand(Id, Session, By);

public sealed record AnswerCheckIn(Guid Id, Guid Session, string By, CheckInAnswer Answer) : AdmissionCommand(Id, Session, By);

/// <summary>What was answered, or let go, was a slip.</summary>
public sealed record WithdrawCheckIn(Guid Id, Guid Session, string By, CheckInItem Item) : AdmissionCommand(Id, Session, By);

/// <summary>For physicians; who may is checked at the door.</summary>
/// <param name="Reason">The erasable note.</param>
public sealed record OverrideCheckIn(Guid Id, Guid Session, string By, CheckInItem Item, Guid Reason) : AdmissionCommand(Id, Session, By);

/// <summary>For physicians; who may is checked at the door.</summary>
/// <param name="Reason">The erasable note.</param>
public sealed record ChangeOrder(Guid Id, Guid Session, string By, InfusionOrder Order, Guid Reason) : AdmissionCommand(Id, Session, By)
{
    /// <summary>As the store had it; null: not known.</summary>
    public DoseHistory? History { get; init; }

    public ImmutableArray<OrderOverride> Overrides { get; init; } = [];

    /// <summary>When the order was given that this one is to replace; null: whichever stands.</summary>
    public DateTimeOffset? InsteadOf { get; init; }
}

/// <param name="Rate">Null: the order is one dose.</param>
public sealed record CheckOrder(Guid Id, Guid Session, string By, Mass Dose, Volume Volume, Rate? Rate) : AdmissionCommand(Id, Session, By)
{
    /// <summary>When the order was given that was computed from; null: whichever stands.</summary>
    public DateTimeOffset? OrderedAt { get; init; }
}

/// <param name="LabelledAt">Null: now.</param>
public sealed record PrepareDose(
    Guid Id, Guid Session, string By, ImmutableArray<DrawnFromVial> Vials, Diluent Diluent, Volume Total, DateTimeOffset? LabelledAt)
    : AdmissionCommand(Id, Session, By);
