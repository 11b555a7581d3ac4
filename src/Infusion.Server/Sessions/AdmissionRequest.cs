using Infusion.Core.Admission;
using Infusion.Core.Ordering;
using Infusion.Server.Identity;

namespace Infusion.Server.Sessions;

/// <summary>Check-in, order and preparation, as the browser sends them. Units stand in the names.</summary>
[Requires(Act.Chart)]
public abstract record AdmissionRequest : CommandRequest
{
    /// <summary>Only what the item asks for is filled in.</summary>
    /// <param name="Note">The escort's name, or what else was said; null: nothing.</param>
    public sealed record AnswerCheckIn(
        CheckInItem Item,
        CheckInFinding Finding,
        IReadOnlyList<IdentityProof>? Identifiers = null,
        string? ConsentVersion = null,
        DateOnly? SignedOn = null,
        DateTimeOffset? SolidsAt = null,
        DateTimeOffset? FluidsAt = null,
        DateTimeOffset? TakenAt = null,
        IReadOnlyList<Contraindication>? Present = null,
        string? Note = null) : AdmissionRequest;

    public sealed record WithdrawCheckIn(CheckInItem Item) : AdmissionRequest;

    /// <summary>For physicians.</summary>
    [Requires(Act.OverrideCheckIn)]
    public sealed record OverrideCheckIn(CheckInItem Item, string? Reason) : AdmissionRequest;

    /// <summary>For physicians.</summary>
    /// <param name="InsteadOf">When the order was given that is replaced; null: whichever stands.</param>
    [Requires(Act.ChangeOrder)]
    public sealed record ChangeOrder(
        OrderRequest Order, Guid Patient, string? Reason, DateTimeOffset? InsteadOf = null, IReadOnlyList<OverrideRequest>? Overrides = null,
        SecondPersonRequest? SecondPerson = null) : AdmissionRequest;

    /// <param name="RateMlPerHour">Null: the order is one dose.</param>
    /// <param name="OrderedAt">As the order sheet says; null: whichever order stands.</param>
    [Requires(Act.VerifyOrder)]
    public sealed record CheckOrder(decimal DoseMg, decimal VolumeMl, decimal? RateMlPerHour, DateTimeOffset? OrderedAt = null) : AdmissionRequest;

    /// <param name="At">On the label; null: now.</param>
    [Requires(Act.VerifyOrder)]
    public sealed record PrepareDose(IReadOnlyList<DrawnRequest>? Vials, Diluent Diluent, decimal TotalMl, DateTimeOffset? At = null) : AdmissionRequest;
}

public sealed record DrawnRequest(Guid Vial, decimal DrawnMl);

/// <summary>An order as it is being typed. What is null is not there yet.</summary>
/// <param name="ProtocolVersion">Null: the one in use.</param>
/// <param name="Patient">Null: not chosen, so that caps are not judged.</param>
public sealed record CalculateOrderRequest(
    string? Protocol,
    int? ProtocolVersion,
    Guid? Patient,
    decimal? Weight,
    WeightUnit WeightUnit = WeightUnit.Kilogram,
    Core.Sessions.WeightBasis Basis = Core.Sessions.WeightBasis.Actual,
    Core.Sessions.WeightMethod Method = Core.Sessions.WeightMethod.Unknown,
    DateOnly? WeighedOn = null,
    decimal? HeightCm = null,
    Core.Quantities.Sex Sex = Core.Quantities.Sex.Unknown,
    decimal? DoseMgPerKg = null,
    decimal? DoseMg = null,
    decimal? ConcentrationMgPerMl = null,
    decimal? TotalVolumeMl = null,
    decimal? DurationMinutes = null,
    Core.Sessions.DoseRoute Route = Core.Sessions.DoseRoute.IvInfusion);

/// <summary>What is computed; null numbers: something is absent or cannot be.</summary>
/// <param name="Order">As a plan or a change takes it.</param>
/// <param name="ByPhysician">Only a physician orders from this protocol.</param>
public sealed record CalculatedOrderView(
    decimal? WeightKg, OrderRequest? Order, decimal? VolumeMl, decimal? MgPerHour, decimal? MgPerKgPerHour, decimal? McgPerKgPerMinute,
    IReadOnlyList<OrderFault> Faults, IReadOnlyList<Core.Dosing.OrderFinding> Findings, bool ByPhysician);
