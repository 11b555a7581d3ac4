using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.Sessions;

namespace Infusion.Core.Associations;

/// <summary>
/// One thing on record, when it was taken in: a stored event of a session concerned, or what one of its devices sent.
/// </summary>
/// <param name="Session">Of the event.</param>
/// <param name="Event">Null: it is an input.</param>
/// <param name="Input">Null: it is an event.</param>
public readonly record struct CorrectionStep(DateTimeOffset TakenAt, Guid Session, SessionEvent? Event, ClinicInput? Input)
{
    public static CorrectionStep Of(Guid session, SessionEvent happened) =>
        new((happened as EnteredEvent)?.ChartedAt ?? happened.At, session, happened, null);

    public static CorrectionStep Of(ClinicInput input, DateTimeOffset takenAt) => new(takenAt, default, null, input);

    /// <summary>What a person did or saw stands whatever devices were there. The rest follows from the devices, and is found anew.</summary>
    internal static bool IsOfPeople(SessionEvent happened) => happened is not (
        DeliveryStarted or RateChanged or DeliveryStopped or BolusDelivered or ContainerChanged
        or TelemetryGapOpened or TelemetryGapClosed or DeviceClockJumped or MonitoringInterrupted or ObservationMissed or BaselineTaken
        or AlarmEvent or DeviceAssociated or DeviceReleased or AssociationCorrected or CorrectionCompleted or DeviceDisputed or DeviceSettled);
}
