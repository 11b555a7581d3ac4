using Hl7.Fhir.Model;
using Infusion.Core.Associations;
using Infusion.Core.Clinics;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Status = Hl7.Fhir.Model.MedicationAdministration.MedicationAdministrationStatusCodes;

namespace Infusion.Server.Fhir.Mapping;

static partial class FhirMapper
{
    /// <summary>What of a corrected device belongs to this session: the minutes of a monitor, or all that a pump gave here.</summary>
    public static IReadOnlyList<Resource> FromCorrection(string clinic, CorrectedSession session)
    {
        var (state, correction) = (session.State, session.Correction);
        if (correction.Kind is not DeviceKind.Pump)
        {
            return [.. session.Charted.Select(vital => WithReviews(clinic, session, FromCharted(clinic, vital)))];
        }

        var given = session.Completed!.Segments.Where(segment => segment.Device == correction.Device).Select(segment => Given(clinic, state, segment));
        return HasBegun(state) ? [Infusion(clinic, AsItStands(session), state), .. given, .. Rates(clinic, session)] : [.. given];
    }

    /// <summary>A value that somebody called an artefact stays one when it is charted anew.</summary>
    static Observation WithReviews(string clinic, CorrectedSession session, Observation observation)
    {
        foreach (var review in session.Reviews.SelectMany(review => Reviewed(clinic, review, session.State)).Where(review => review.Id == observation.Id))
        {
            review.Next(observation);
        }

        return observation;
    }

    /// <summary>Each segment began at its rate; where none follows at once the pump stood still.</summary>
    static IEnumerable<Observation> Rates(string clinic, CorrectedSession session)
    {
        var segments = session.Completed!.Segments.Where(each => each.Device == session.Correction.Device && each.Rate is not null).ToList();
        foreach (var segment in segments)
        {
            yield return PumpRate(clinic, session.State, segment.From, segment.Device, segment.Rate!.Value);
            if (segment.To is { } end && !segments.Any(each => each.From == end))
            {
                yield return PumpRate(clinic, session.State, end, segment.Device, default);
            }
        }
    }

    static MedicationAdministration Given(string clinic, SessionState state, DeliveredSegment segment)
    {
        if (segment.Rate is not { } rate)
        {
            return Bolus(clinic, state, new BolusDelivered(segment.From, segment.Device, segment.Volume ?? default));
        }

        var goesOn = segment.To is null ? state.Phase is SessionPhase.Closed ? Status.Unknown : Status.InProgress : Status.Completed;
        return SegmentOf(
            clinic, state, new Segment(segment.From, segment.Device, rate), goesOn, segment.To,
            segment.Volume is { } volume ? volume * state.Order.Concentration : null);
    }

    /// <summary>An infusion that has ended ended when it did, not when it was corrected.</summary>
    static StreamEvent AsItStands(CorrectedSession session)
    {
        var state = session.State;
        var end = state.StoppedAt is { } stopped ? stopped > state.After.LastDoseAt || state.After.LastDoseAt is null ? stopped : state.After.LastDoseAt.Value : state.PhaseSince;
        return new StreamEvent(state.Id, session.Completed! with { At = end }, state, state);
    }
}
