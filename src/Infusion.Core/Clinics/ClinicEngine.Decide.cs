using Infusion.Core.Alarms;
using Infusion.Core.Associations;
using Infusion.Core.Dosing;
using Infusion.Core.Outcomes;
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

        if (command is AssociationCommand association)
        {
            return DecideAssociation(state, association, now, sink);
        }

        var live = state.Sessions.GetValueOrDefault(command.Session);
        var decision = command is PlanSession plan
            ? DecidePlan(state, plan, now)
            : Named(Refuse(state, command) ?? Gated(state, live, command, now) ?? Decide(live, command, now), command);
        if (decision is not Decision.Accepted accepted)
        {
            return decision;
        }

        foreach (var happened in accepted.Events)
        {
            live = Apply(state, command.Session, live, happened, sink);
        }

        if (command is CheckIn)
        {
            BringSafetyTasks(state, live!, command.By, now, sink);
        }

        SafetyEvaluator.AfterCommand(state, live!, now, sink);
        if (live!.State.IsOpen)
        {
            Escalation.Advance(state, live, now, sink);
        }

        return decision;
    }

    /// <summary>What a person charts has the command's id, by which it can be taken back.</summary>
    static Decision Named(Decision decision, SessionCommand command) => decision is Decision.Accepted accepted
        ? Session.Accept([.. accepted.Events.Select(happened => happened switch
        {
            EnteredEvent entered => entered with { Entry = command.Id },
            NoteWritten written => written with { Entry = command.Id },
            _ => happened,
        })])
        : decision;

    static Decision Decide(SessionLive? live, SessionCommand command, DateTimeOffset now) =>
        live is not null && command is AdjustLimit adjust
            ? Session.Adjust(live.State, live.Limits, adjust, now)
            : Session.Decide(live?.State, command, now);

    /// <summary>What the session's protocol asks for; null: it has no say.</summary>
    static Decision? Gated(ClinicState state, SessionLive? live, SessionCommand command, DateTimeOffset now) => live is null ? null : command switch
    {
        AdmissionCommand c => Session.DecideAdmission(live, live.Protocol(state.Configuration), c, Before(state, live, c), now),
        MarkReady => Session.RefuseReady(live, live.Protocol(state.Configuration)?.Admission, now),
        StartInfusion c => Session.RefuseStart(live, live.Protocol(state.Configuration)?.Admission, c.StartedAt ?? now),
        GiveDose c => Session.RefuseStart(live, live.Protocol(state.Configuration)?.Admission, c.GivenAt ?? now),
        AfterCommand after => Session.DecideAfter(live.State, live.Protocol(state.Configuration), live.Given, after, now),
        Discharge => Session.RefuseDischarge(live.State, live.Protocol(state.Configuration)?.Discharge, now),
        CloseSession => Session.RefuseClose(live.State, live.Protocol(state.Configuration)?.Vials),
        _ => null,
    };

    /// <summary>What only the clinic can know: chairs, registered devices, other sessions.</summary>
    static Decision? Refuse(ClinicState state, SessionCommand command) => command switch
    {
        AttachDevice attach => RefuseAttach(state, attach),
        OpenVial open when state.Sessions.Any(other => other.Key != open.Session && other.Value.State.After.Find(open.Vial) is not null) =>
            Session.Reject("vial-elsewhere", "This vial is opened in another session; one vial is for one session. Take a new vial."),
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
            ? Session.Reject("device-elsewhere", $"Device {attach.Device} is attached at chair {other.State.Chair}; move it here, or detach it there first.")
            : Disputed(state, attach.Device);
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
            case InfusionStarted or DoseGiven:
                stream.Emit(happened);
                stream.Emit(SessionBaseline.Take(live!, happened.At));
                break;
            case VitalsCharted charted:
                stream.Emit(charted);
                Charting.Chart.ByHand(live!, charted, sink);
                break;
            case EntryWithdrawn withdrawn:
                Withdraw(state, live!, withdrawn, sink);
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
            ChairSetupCommand c => ChairSetup.Decide(state, c, now),
            ChairDutyCommand c => ChairDutyDecider.Decide(state, c, now),
            OutcomeCommand c => OutcomeDecider.Decide(state.Outcomes, c, now),
            SetDuty c => DutyDecider.Decide(state, c, now),
            CorrectAssociation c => CorrectionDecider.Decide(state, c, now),
            _ => Session.Reject("not-a-session", "The clinic's own stream takes only what concerns its alarms and who is on duty."),
        };
        if (decision is Decision.Accepted accepted)
        {
            var stream = new EventStream(state, null, sink);
            foreach (var happened in accepted.Events)
            {
                stream.Emit(happened);
                if (happened is ChairSetupEvent setUp)
                {
                    Reconfigure(state, ChairSetup.After(state.Configuration, setUp));
                }
                else if (happened is AssociationCorrected corrected)
                {
                    Correct(state, corrected, sink);
                }
                else if (happened is SafetyTaskEvent task)
                {
                    TellSessions(state, task, sink);
                }
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
