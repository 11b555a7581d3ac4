using Infusion.Server.Identity;

namespace Infusion.Server.Sessions;

/// <summary>Devices of more than one session, as the browser sends it.</summary>
[Requires(Act.AttachDevices)]
public abstract record AssociationRequest : CommandRequest
{
    /// <param name="FromSession">Where the person saw it; null: nowhere.</param>
    public sealed record MoveDevice(string Device, Guid? FromSession) : AssociationRequest;

    public sealed record DisputeDevice(string Device) : AssociationRequest;

    /// <param name="Belongs">One of the two that claim it; null: neither.</param>
    public sealed record SettleDevice(string Device, Guid? Belongs) : AssociationRequest;

    /// <inheritdoc cref="CorrectionRequest"/>
    [Requires(Act.CorrectAssociation)]
    public sealed record CorrectAssociation(
        string Device, DateTimeOffset From, DateTimeOffset? To, Guid? FromSession, Guid? ToSession, string? Reason) : AssociationRequest;
}

/// <summary>Whose a device was in a stretch of time.</summary>
/// <param name="To">Exclusive; null: until now, and it stays.</param>
/// <param name="FromSession">Where it charted; null: nowhere.</param>
/// <param name="ToSession">Null: nobody's.</param>
public sealed record CorrectionRequest(
    Guid CommandId, string Device, DateTimeOffset From, DateTimeOffset? To, Guid? FromSession, Guid? ToSession, string? Reason);
