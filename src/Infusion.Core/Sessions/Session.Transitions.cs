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

    static Decision Start(SessionState state, StartInfusion command, DateTimeOffset now) =>
        state.Attached(DeviceKind.Monitor) is null
            ? Reject("monitor-missing", $"No monitor is attached at chair {state.Chair}; attach one before the infusion starts.")
            : Accept(new InfusionStarted(now, command.By));

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
