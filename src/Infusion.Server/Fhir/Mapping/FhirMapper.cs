using Hl7.Fhir.Model;
using Infusion.Core.Associations;
using Infusion.Core.Clinics;
using Infusion.Core.Outcomes;
using Infusion.Core.Sessions;

namespace Infusion.Server.Fhir.Mapping;

/// <summary>
/// Domain facts to R4 resources. Pure: the same fact gives the same resources, with the same ids, whenever it is asked.
/// A resource met again under the same id is its next version.
/// </summary>
static partial class FhirMapper
{
    /// <summary>What is told whole through one event; a resource stands before those that refer to it.</summary>
    public static IReadOnlyList<Resource> FromEvent(string clinic, in StreamEvent e) => e.After is { } after
        ? [.. OfState(clinic, e), .. InSession(clinic, e, after)]
        : InClinic(clinic, e);

    static IReadOnlyList<Resource> InSession(string clinic, in StreamEvent e, SessionState after) => e.Event switch
    {
        AlarmEvent alarm => OfAlarm(clinic, alarm, e.Before?.Alarms.GetValueOrDefault(alarm.Alarm), after.Alarms.GetValueOrDefault(alarm.Alarm), after),
        CareEvent care => OfCare(clinic, care, after),
        AdmissionEvent admission => OfAdmission(clinic, admission, after),
        AfterEvent care => OfAfter(clinic, care, after),
        CorrectionCompleted correction => [.. correction.Findings.Select(finding => Found(clinic, finding, after))],
        OrderGuardrailOverridden overridden => [Issue(clinic, overridden, after)],
        ObservationCharted charted => Score(clinic, charted, after) is { } score ? [score] : [],
        LimitAdjusted adjusted => [LimitFlag(clinic, adjusted, after)],
        _ when after.IsSingleDose => [],
        _ => OfInfusion(clinic, e, after),
    };

    static IReadOnlyList<Resource> OfInfusion(string clinic, in StreamEvent e, SessionState after) => e.Event switch
    {
        InfusionStarted started => [Infusion(clinic, e, after), Act(clinic, started, after, "start", started.By, null)],
        InfusionPaused paused => [Infusion(clinic, e, after), Act(clinic, paused, after, "pause", paused.By, paused.Reason)],
        InfusionResumed resumed => [Infusion(clinic, e, after), Act(clinic, resumed, after, "resume", resumed.By, null)],
        InfusionStopped stopped => [Infusion(clinic, e, after), Act(clinic, stopped, after, "stop", stopped.By, stopped.Reason)],
        DeliveryStarted started =>
            [Infusion(clinic, e, after), .. OpenSegment(clinic, after), PumpRate(clinic, after, started.At, started.Device, started.Rate)],
        RateChanged changed =>
        [
            Infusion(clinic, e, after),
            ClosedSegment(clinic, e, after, changed.Device, changed.SegmentVolume),
            .. OpenSegment(clinic, after),
            PumpRate(clinic, after, changed.At, changed.Device, changed.To),
        ],
        DeliveryStopped stopped =>
        [
            Infusion(clinic, e, after),
            ClosedSegment(clinic, e, after, stopped.Device, stopped.SegmentVolume),
            PumpRate(clinic, after, stopped.At, stopped.Device, default),
        ],
        BolusDelivered bolus => [Infusion(clinic, e, after), Bolus(clinic, after, bolus)],

        // A pump that was taken away without a last word: how much it gave since is not known, and that is said.
        SessionClosed when after.OpenSegment is not null => [Infusion(clinic, e, after), .. OpenSegment(clinic, after)],
        _ => [],
    };

    /// <summary>The clinic's own stream: devices that belong to no session, and what patients answer.</summary>
    static IReadOnlyList<Resource> InClinic(string clinic, in StreamEvent e) => e.Event switch
    {
        AlarmEvent alarm => OfAlarm(clinic, alarm, e.AlarmBefore, Core.Alarms.AlarmFold.Next(e.AlarmBefore, alarm), null),
        AssessmentRecorded recorded => Answers(clinic, recorded),
        SafetyTaskOpened opened => [SafetyFlag(opened)],
        _ => [],
    };

    /// <summary>What an event makes of resources that it does not tell whole.</summary>
    public static IReadOnlyList<FhirChange> ChangesOf(string clinic, in StreamEvent e) => e.After is { } after
        ? [.. DeviceChanges(clinic, e.Before, after), .. SessionChanges(clinic, e, after)]
        : e.Event switch
        {
            AssessmentRecorded recorded => [FhirChange.Once(QuestionnaireOf(recorded.Instrument))],
            AssessmentWithdrawn withdrawn => Withdrawn(withdrawn),
            SafetyTaskAnswered answered => [EndOfFlag(SafetyFlagId(answered.Assessment), answered.At)],
            _ => [],
        };

    static IEnumerable<FhirChange> SessionChanges(string clinic, StreamEvent e, SessionState after) => e.Event switch
    {
        AdverseEventOutcomeCharted outcome => [OutcomeOf(outcome)],
        RescueResponseCharted response => [ResponseOf(response)],
        EntryWithdrawn withdrawn => Withdrawn(clinic, withdrawn, e.Before, after),
        VitalReviewed review => Reviewed(clinic, review, after),
        CheckInAnswered or CheckInAnswerWithdrawn => ConsentEnded(e.Before, after, e.Event.At),
        CorrectionCompleted correction => Marked(correction),
        PatientDischarged or SessionClosed => after.Adjustments.Select(each => EndOfFlag(LimitFlagId(after.Id, each.Metric, each.Side, each.Priority), e.Event.At)),
        _ => [],
    };
}
