using System.Collections.Immutable;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Associations;

/// <summary>What a session keeps of corrections and of claims on its devices.</summary>
/// <param name="InProgress">Corrections whose consequences are not charted yet: until then dose, estimate and minutes are not to be relied on.</param>
/// <param name="OfAnotherPatient">Alarms that sounded here because of somebody else.</param>
/// <param name="Findings">What would have sounded, and did not.</param>
/// <param name="Disputes">Devices of which nobody knows whether they are here.</param>
public sealed record CorrectionState(
    ImmutableArray<Guid> InProgress, ImmutableArray<Guid> OfAnotherPatient, ImmutableArray<RetrospectiveFinding> Findings, ImmutableArray<Dispute> Disputes)
{
    public static CorrectionState None { get; } = new([], [], [], []);

    internal CorrectionState With(SessionEvent happened) => happened switch
    {
        AssociationCorrected e => this with { InProgress = InProgress.Add(e.Correction) },
        CorrectionCompleted e => this with
        {
            InProgress = InProgress.Remove(e.Correction),
            OfAnotherPatient = [.. OfAnotherPatient.Except(e.Restored).Union(e.OfAnotherPatient)],
            Findings = [.. Findings.Where(each => !e.Withdrawn.Contains(each.Alarm)), .. e.Findings],
        },
        DeviceDisputed e => this with { Disputes = Disputes.Add(new Dispute(e.Device, e.Kind, e.At, e.Holder, e.Claimant, e.By)) },
        DeviceSettled e => this with { Disputes = Disputes.RemoveAll(each => each.Device == e.Device) },
        _ => this,
    };
}

/// <summary>A device that two sessions claim, since when, and who said so.</summary>
public sealed record Dispute(string Device, DeviceKind Kind, DateTimeOffset Since, Guid Holder, Guid Claimant, string By);
