namespace Infusion.Core.Sessions;

/// <summary>The stored name of each command. A rename in code never rewrites history; a name is never reused.</summary>
public static class SessionCommandNames
{
    public static readonly IReadOnlyDictionary<Type, string> All = new Dictionary<Type, string>
    {
        [typeof(PlanSession)] = "plan_session",
        [typeof(CheckIn)] = "check_in",
        [typeof(MarkReady)] = "mark_ready",
        [typeof(StartInfusion)] = "start_infusion",
        [typeof(PauseInfusion)] = "pause_infusion",
        [typeof(ResumeInfusion)] = "resume_infusion",
        [typeof(StopInfusion)] = "stop_infusion",
        [typeof(Discharge)] = "discharge",
        [typeof(CloseSession)] = "close_session",
        [typeof(AttachDevice)] = "attach_device",
        [typeof(DetachDevice)] = "detach_device",
        [typeof(WriteNote)] = "write_note",
        [typeof(AcknowledgeAlarm)] = "acknowledge_alarm",
        [typeof(PauseAlarmAudio)] = "pause_alarm_audio",
        [typeof(AcceptAlarm)] = "accept_alarm",
        [typeof(RefuseAlarm)] = "refuse_alarm",
        [typeof(SetDuty)] = "set_duty",
        [typeof(ChartObservation)] = "chart_observation",
        [typeof(AdjustLimit)] = "adjust_limit",
    };
}
