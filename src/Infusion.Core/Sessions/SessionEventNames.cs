namespace Infusion.Core.Sessions;

/// <summary>The stored name of each event. A rename in code never rewrites history; a name is never reused.</summary>
public static class SessionEventNames
{
    public static readonly IReadOnlyDictionary<Type, string> All = new Dictionary<Type, string>
    {
        [typeof(SessionPlanned)] = "session_planned",
        [typeof(PatientCheckedIn)] = "patient_checked_in",
        [typeof(SessionReadied)] = "session_readied",
        [typeof(InfusionStarted)] = "infusion_started",
        [typeof(InfusionPaused)] = "infusion_paused",
        [typeof(InfusionResumed)] = "infusion_resumed",
        [typeof(InfusionStopped)] = "infusion_stopped",
        [typeof(PatientDischarged)] = "patient_discharged",
        [typeof(SessionClosed)] = "session_closed",
        [typeof(DeviceAssociated)] = "device_associated",
        [typeof(DeviceReleased)] = "device_released",
        [typeof(NoteWritten)] = "note_written",
        [typeof(DeliveryStarted)] = "delivery_started",
        [typeof(RateChanged)] = "rate_changed",
        [typeof(DeliveryStopped)] = "delivery_stopped",
        [typeof(BolusDelivered)] = "bolus_delivered",
        [typeof(AlarmRaised)] = "alarm_raised",
        [typeof(AlarmPriorityChanged)] = "alarm_priority_changed",
        [typeof(AlarmConditionCleared)] = "alarm_condition_cleared",
        [typeof(AlarmAcknowledged)] = "alarm_acknowledged",
        [typeof(AlarmAudioPaused)] = "alarm_audio_paused",
        [typeof(AlarmOnsetCorrected)] = "alarm_onset_corrected",
        [typeof(AlarmReturned)] = "alarm_returned",
        [typeof(AlarmStandsAlone)] = "alarm_stands_alone",
        [typeof(AlarmAssigned)] = "alarm_assigned",
        [typeof(AlarmAccepted)] = "alarm_accepted",
        [typeof(AlarmRefused)] = "alarm_refused",
        [typeof(AlarmNotAnswered)] = "alarm_not_answered",
        [typeof(DutyChanged)] = "duty_changed",
        [typeof(TelemetryGapOpened)] = "telemetry_gap_opened",
        [typeof(TelemetryGapClosed)] = "telemetry_gap_closed",
        [typeof(DeviceClockJumped)] = "device_clock_jumped",
        [typeof(MonitoringInterrupted)] = "monitoring_interrupted",
        [typeof(ObservationCharted)] = "observation_charted",
        [typeof(ObservationMissed)] = "observation_missed",
        [typeof(BaselineTaken)] = "baseline_taken",
        [typeof(LimitAdjusted)] = "limit_adjusted",
        [typeof(OrderGuardrailOverridden)] = "order_guardrail_overridden",
        [typeof(ContainerChanged)] = "container_changed",
    };
}
