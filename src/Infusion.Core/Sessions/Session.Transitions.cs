using Infusion.Core.Telemetry;

namespace Infusion.Core.Sessions;

public static partial class Session
{
    static Decision.Rejected? From(SessionState state, SessionCommand command, string verb, params ReadOnlySpan<SessionPhase> phases)
    {
        if (phases.Contains(state.Phase))
        {
            return null;
        }

        var wanted = string.Join(" or ", phases.ToArray().Select(Words));
        return new Decision.Rejected(
            "wrong-phase", $"Session {command.Session} is {Words(state.Phase)}; only one that is {wanted} can be {verb}.");
    }

    static Decision Start(SessionState state, StartInfusion command, DateTimeOffset now) => state.IsSingleDose
        ? Reject("route-single-dose", $"The order is {CareWords.Of(state.Order.Route)}; chart the dose instead of a start.")
        : RefuseUnwatched(state)
            ?? RefuseTime(state, command.StartedAt, now, "The start")
            ?? Accept(new InfusionStarted(command.StartedAt ?? now, command.By));

    static Decision Pause(SessionState state, PauseInfusion command, DateTimeOffset now) => state.IsSingleDose
        ? Reject("route-single-dose", "A single dose cannot be paused.")
        : RefuseReason(command.Reason)
            ?? RefuseOrder(state, command.PausedAt, now, "The pause")
            ?? Accept(new InfusionPaused(command.PausedAt ?? now, command.By) { Reason = command.Reason });

    static Decision Resume(SessionState state, ResumeInfusion command, DateTimeOffset now) =>
        RefuseOrder(state, command.ResumedAt, now, "The resumption") ?? Accept(new InfusionResumed(command.ResumedAt ?? now, command.By));

    static Decision Stop(SessionState state, StopInfusion command, DateTimeOffset now) =>
        RefuseReason(command.Reason)
        ?? RefuseOrder(state, command.StoppedAt, now, "The stop")
        ?? Accept(new InfusionStopped(command.StoppedAt ?? now, command.By) { Reason = command.Reason });

    static Decision? RefuseReason(HaltReason? reason) => reason is { } said && (said is HaltReason.Unknown || !Enum.IsDefined(said))
        ? Reject("reason-unknown", "This reason is not on the list; choose \"other\" and write a note.")
        : null;

    static Decision? RefuseEmergency(SessionState state) => state.Care.Emergency is null
        ? null
        : Reject("emergency-open", $"The emergency at chair {state.Chair} is not ended; end it before the session is closed.");

    static Decision? RefuseDispute(SessionState state) => state.Correction.Disputes is [var dispute, ..]
        ? Reject("device-disputed", $"Two chairs claim {dispute.Device}; decide whose it is before the session is closed.")
        : null;

    static Decision Attach(SessionState state, AttachDevice command, DateTimeOffset now)
    {
        if (state.Phase == SessionPhase.Discharged)
        {
            return Reject("wrong-phase", $"Session {command.Session} is discharged; no device can be attached any more.");
        }

        if (command.Kind is not (DeviceKind.Monitor or DeviceKind.Pump))
        {
            return Reject("device-kind-unknown", $"Device {command.Device} must be attached as a monitor or as a pump.");
        }

        if (command.Kind == DeviceKind.Pump && state.IsSingleDose)
        {
            return Reject("route-single-dose", $"The order is {CareWords.Of(state.Order.Route)}; no pump belongs to it.");
        }

        if (state.Attached(command.Kind) is { } other)
        {
            var kind = command.Kind == DeviceKind.Monitor ? "monitor" : "pump";
            return other.Device == command.Device
                ? Reject("device-already-attached", $"Device {command.Device} is already attached at chair {state.Chair}.")
                : Reject("device-kind-taken", $"The {kind} {other.Device} is attached at chair {state.Chair}; detach it first.");
        }

        return Accept(new DeviceAssociated(now, command.Device, command.Kind, command.By));
    }

    static Decision Detach(SessionState state, DetachDevice command, DateTimeOffset now)
    {
        foreach (var association in state.Associations)
        {
            if (association.Device == command.Device && association.To is null)
            {
                return Accept(new DeviceReleased(now, command.Device, command.By));
            }
        }

        return Reject("device-not-attached", $"Device {command.Device} is not attached at chair {state.Chair}.");
    }

    static Decision Close(SessionState state, CloseSession command, DateTimeOffset now)
    {
        var events = new List<SessionEvent>();
        foreach (var association in state.Associations)
        {
            if (association.To is null)
            {
                events.Add(new DeviceReleased(now, association.Device, command.By));
            }
        }

        events.Add(new SessionClosed(now, command.By));
        return Accept([.. events]);
    }

    static string Words(SessionPhase phase) => phase switch
    {
        SessionPhase.Planned => "planned",
        SessionPhase.CheckedIn => "checked in",
        SessionPhase.Ready => "ready",
        SessionPhase.Infusing => "infusing",
        SessionPhase.Paused => "paused",
        SessionPhase.Recovery => "in recovery",
        SessionPhase.Discharged => "discharged",
        SessionPhase.Closed => "closed",
        _ => "in an unknown phase",
    };
}
