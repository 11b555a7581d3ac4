using System.Collections.Immutable;
using Infusion.Core.Sessions;

namespace Infusion.Core.Associations;

/// <summary>What concerns a device of more than one session.</summary>
public abstract record AssociationCommand(Guid Id, Guid Session, string By) : SessionCommand(Id, Session, By);

/// <summary>From now on the device is at this session, wherever it was.</summary>
/// <param name="FromSession">Where the person saw it; null: nowhere. If it is elsewhere by now, nothing is moved.</param>
public sealed record MoveDevice(Guid Id, Guid Session, string By, string Device, Guid? FromSession) : AssociationCommand(Id, Session, By);

/// <summary>The device seems to stand here, and is attached elsewhere. Until it is settled its values chart nowhere.</summary>
public sealed record DisputeDevice(Guid Id, Guid Session, string By, string Device) : AssociationCommand(Id, Session, By);

/// <param name="Belongs">One of the two that claim it; null: neither.</param>
public sealed record SettleDevice(Guid Id, Guid Session, string By, string Device, Guid? Belongs) : AssociationCommand(Id, Session, By);

/// <summary>Whose a device was in a stretch of time. To the clinic's own stream.</summary>
/// <param name="To">Exclusive; null: until now, and it stays.</param>
/// <param name="FromSession">Where it charted; null: nowhere.</param>
/// <param name="ToSession">Null: nobody's.</param>
/// <param name="Reason">The erasable document that says why.</param>
public sealed record CorrectAssociation(
    Guid Id, Guid Session, string By, string Device, DateTimeOffset From, DateTimeOffset? To, Guid? FromSession, Guid? ToSession, Guid Reason)
    : AssociationCommand(Id, Session, By)
{
    /// <summary>Closed sessions that are named or had the device, as the store has them, so that a replay judges by the same.</summary>
    public ImmutableArray<ClosedChart> Closed { get; init; } = [];
}

/// <summary>What the store knows of a closed session's devices.</summary>
public sealed record ClosedChart(
    Guid Session, string Chair, Guid Patient, DateTimeOffset PlannedAt, DateTimeOffset ClosedAt, bool IsSingleDose,
    ImmutableArray<Association> Associations);
