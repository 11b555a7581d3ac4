using Infusion.Core.Recovery;
using Infusion.Server.Identity;

namespace Infusion.Server.Sessions;

/// <summary>Recovery, discharge and vials, as the browser sends them.</summary>
/// <remarks>At: when it was seen; null: now.</remarks>
[Requires(Act.Chart)]
public abstract record AfterRequest : CommandRequest
{
    public DateTimeOffset? At { get; init; }

    public sealed record ScoreRecovery(RecoveryScale Scale, IReadOnlyList<RecoveryItemScore>? Items) : AfterRequest;

    /// <param name="Note">The plan after a positive screen, or the escort's name; null: none.</param>
    public sealed record ChartDischargeNeed(DischargeNeed Need, bool IsMet, string? Note) : AfterRequest;

    /// <summary>For physicians.</summary>
    [Requires(Act.DischargeInSpite)]
    public sealed record DischargeInSpite(string? Reason) : AfterRequest;

    public sealed record LeaveAgainstAdvice(string? Reason) : AfterRequest;

    public sealed record OpenVial(Guid Vial, string? Drug, decimal StrengthMgPerMl, decimal VolumeMl, string? Lot, DateOnly Expiry) : AfterRequest;

    /// <param name="Mg">Null: what the pump gave and is not charted yet.</param>
    public sealed record GiveFromVial(Guid Vial, decimal? Mg) : AfterRequest;

    public sealed record WasteFromVial(Guid Vial, decimal Mg, SecondPersonRequest? Witness) : AfterRequest;

    public sealed record ReturnFromVial(Guid Vial, decimal Mg) : AfterRequest;

    public sealed record ChartOverfill(Guid Vial, decimal Mg, SecondPersonRequest? Witness) : AfterRequest;
}
