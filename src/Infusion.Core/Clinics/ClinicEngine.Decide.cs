using Infusion.Core.Alarms;
using Infusion.Core.Dosing;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;

namespace Infusion.Core.Clinics;

public static partial class ClinicEngine
{
    /// <summary>Accepted events are already applied to the state and stand in the sink.</summary>
    public static Decision Decide(ClinicState state, SessionCommand command, DateTimeOffset now, FindingSink sink)
    {
        if (command.Session == state.Stream)
        {
            return DecideForClinic(state, command, now, sink);
        }

        var live = state.Sessions.GetValueOrDefault(command.Session);
        var decision = command is PlanSession plan
            ? DecidePlan(state, plan, now)
            : Refuse(state, command) ?? Decide(live, command, now);
        if (decision is not Decision.Accepted accepted)
        {
            return decision;
        }

        foreach (var happened in accepted.Events)
        {
            live = Apply(state, command.Session, live, happened, sink);
        }

        SafetyEvaluator.AfterCommand(state, live!, now, sink);
        if (live!.State.IsOpen)
        {
            Escalation.Advance(state, live, now, sink);
        }

        return decision;
    }

    static Decision Decide(SessionLive? live, SessionCommand command, DateTimeOffset now) =>
        live is not null && command is AdjustLimit adjust
            ? Session.Adjust(live.State, live.Limits, adjust, now)
            : Session.Decide(live?.State, command, now);

    /// <summary>What only the clinic can know: chairs, registered devices, other sessions.</summary>
    static Decision? Refuse(ClinicState state, SessionCommand command) => command switch
    {
        AttachDevice attach => RefuseAttach(state, attach),
        _ => null,
    };

    static Decision? RefuseAttach(ClinicState state, AttachDevice attach)
    {
        if (!state.Devices.TryGetValue(attach.Device, out var device))
        {
            return Session.Reject("device-unregistered", $"Device {attach.Device} is not registered in this clinic.");
        }

        if (device.Kind != attach.Kind)
        {
            return Session.Reject(
                "device-wrong-kind",
                $"Device {attach.Device} is registered as {Words(device.Kind)}, not as {Words(attach.Kind)}.");
        }

        return AttachedSession(state, device) is { } other && other.State.Id != attach.Session
            ? Session.Reject("device-elsewhere", $"Device {attach.Device} is attached at chair {other.State.Chair}; detach it there first.")
            : null;
    }

    static SessionLive Apply(ClinicState state, Guid session, SessionLive? live, SessionEvent happened, FindingSink sink)
    {
        if (happened is SessionPlanned planned)
        {
            var planning = ClinicFold.Plan(state, session, planned);
            sink.Events.Add(new StreamEvent(session, planned, null, planning.State) { Number = planning.EventCount });
            sink.ChairsChanged.Add(planned.Chair);
            return planning;
        }

        var stream = new EventStream(state, live, sink);
        switch (happened)
        {
            case DeviceReleased released:
                if (live!.State.OpenSegment is { } open && open.Device == released.Device)
                {
                    stream.Emit(new DeliveryStopped(released.At, released.Device, SegmentTracker.Unclosed(live, live.Delivered)));
                }

                stream.Emit(released);
                EndAlarmsOf(released.Device, stream, released.At);
                break;
            case InfusionStarted started:
                stream.Emit(started);
                stream.Emit(SessionBaseline.Take(live!, started.At));
                break;
            case DeviceAssociated associated:
                EndAlarmsOf(associated.Device, new EventStream(state, null, sink), associated.At);
                stream.Emit(associated);
                break;
            default:
                stream.Emit(happened);
                break;
        }

        return live!;
    }

    /// <summary>A device that comes or goes leaves its alarms behind as ended; where it is now they begin anew.</summary>
    static void EndAlarmsOf(string device, in EventStream stream, DateTimeOffset now)
    {
        for (var index = stream.Slots.All.Count - 1; index >= 0; index--)
        {
            if (AlarmSource.IsOf(stream.Slots.All[index].Source, device))
            {
                AlarmMachine.End(stream.Slots.All[index], stream.Limits, stream, now);
            }
        }
    }

    static Decision DecideForClinic(ClinicState state, SessionCommand command, DateTimeOffset now, FindingSink sink)
    {
        var decision = command switch
        {
            AlarmCommand c => AlarmDecider.Decide(state.Alarms.GetValueOrDefault(c.Alarm), c, now),
            SetDuty c => DutyDecider.Decide(state, c, now),
            _ => Session.Reject("not-a-session", "The clinic's own stream takes only what concerns its alarms and who is on duty."),
        };
        if (decision is Decision.Accepted accepted)
        {
            var stream = new EventStream(state, null, sink);
            foreach (var happened in accepted.Events)
            {
                stream.Emit(happened);
            }

            Escalation.Advance(state, null, now, sink);
        }

        return decision;
    }

    static string Words(Telemetry.DeviceKind kind) => kind switch
    {
        Telemetry.DeviceKind.Monitor => "a monitor",
        Telemetry.DeviceKind.Pump => "a pump",
        _ => "a device of unknown kind",
    };
}
