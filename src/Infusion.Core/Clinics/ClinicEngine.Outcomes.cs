using Infusion.Core.Outcomes;
using Infusion.Core.Sessions;

namespace Infusion.Core.Clinics;

public static partial class ClinicEngine
{
    /// <summary>A safety task waits with the discharge of the patient who is here, so it stands in that session too.</summary>
    static void TellSessions(ClinicState state, SafetyTaskEvent task, FindingSink sink)
    {
        foreach (var live in state.Sessions.Values.Where(live => live.State.Patient == task.Patient && IsHere(live.State.Phase)).ToList())
        {
            new EventStream(state, live, sink).Emit(task);
        }
    }

    /// <summary>What is still open of the patient comes into the session at check-in.</summary>
    static void BringSafetyTasks(ClinicState state, SessionLive live, string by, DateTimeOffset now, FindingSink sink)
    {
        foreach (var task in state.Outcomes.OpenTasksOf(live.State.Patient).ToList())
        {
            new EventStream(state, live, sink).Emit(
                new SafetyTaskOpened(now, task.Patient, by, task.Assessment, task.Instrument, task.Reason, task.OpenedAt));
        }
    }

    static bool IsHere(SessionPhase phase) => phase is not (SessionPhase.Planned or SessionPhase.Discharged or SessionPhase.Closed);
}
