using Hl7.Fhir.Model;
using Infusion.Core.Clinics;
using Infusion.Core.Sessions;

namespace Infusion.Server.Fhir.Mapping;

/// <summary>
/// Domain facts to R4 resources. Pure: the same fact gives the same resources, with the same ids, whenever it is asked.
/// A resource met again under the same id is its next version.
/// </summary>
static partial class FhirMapper
{
    /// <summary>What changes in FHIR through one event; a resource stands before those that refer to it.</summary>
    public static IReadOnlyList<Resource> FromEvent(string clinic, in StreamEvent e)
    {
        if (e.After is not { } after)
        {
            return [];
        }

        return e.Event switch
        {
            DoseGiven given => [SingleDose(after, given)],
            _ when after.IsSingleDose => [],
            InfusionStarted or InfusionPaused or InfusionResumed or InfusionStopped => [Infusion(clinic, e, after)],
            DeliveryStarted => [Infusion(clinic, e, after), .. OpenSegment(clinic, after)],
            RateChanged changed =>
            [
                Infusion(clinic, e, after),
                ClosedSegment(clinic, e, after, changed.Device, changed.SegmentVolume),
                .. OpenSegment(clinic, after),
            ],
            DeliveryStopped stopped =>
            [
                Infusion(clinic, e, after),
                ClosedSegment(clinic, e, after, stopped.Device, stopped.SegmentVolume),
            ],
            BolusDelivered bolus => [Infusion(clinic, e, after), Bolus(clinic, after, bolus)],

            // A pump that was taken away without a last word: how much it gave since is not known, and that is said.
            SessionClosed when after.OpenSegment is not null =>
                [Infusion(clinic, e, after), .. OpenSegment(clinic, after)],
            _ => [],
        };
    }
}
