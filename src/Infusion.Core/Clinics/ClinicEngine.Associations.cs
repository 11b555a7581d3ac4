using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.Associations;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Clinics;

public static partial class ClinicEngine
{
    /// <summary>Who claims a device for a chair where no person does.</summary>
    const string Gateway = "gateway";

    /// <summary>A fact of the past once more, in a state of its own: nobody asks whether it could have been.</summary>
    internal static SessionLive Repeat(ClinicState state, Guid session, SessionEvent happened, DateTimeOffset now, FindingSink sink)
    {
        var live = Apply(state, session, state.Sessions.GetValueOrDefault(session), happened, sink);
        SafetyEvaluator.AfterCommand(state, live, now, sink);
        return live;
    }

    /// <summary>Whether a correction would be accepted. Changes nothing.</summary>
    public static Decision MayCorrect(ClinicState state, CorrectAssociation command, DateTimeOffset now) => CorrectionDecider.Decide(state, command, now);

    static Decision DecideAssociation(ClinicState state, AssociationCommand command, DateTimeOffset now, FindingSink sink)
    {
        var live = state.Sessions.GetValueOrDefault(command.Session);
        var decision = live is null
            ? Session.Reject("session-unknown", $"There is no open session {command.Session}.")
            : command switch
            {
                MoveDevice move => Move(state, live, move, now),
                DisputeDevice dispute => Dispute(state, live, dispute, now),
                SettleDevice settle => Settle(state, live, settle, now),
                _ => Session.Reject("command-unknown", $"A session does not know {command.GetType().Name}."),
            };
        if (decision is Decision.Accepted accepted)
        {
            Happen(state, command.Session, accepted.Events, now, sink);
        }

        return decision;
    }

    /// <summary>
    /// A gateway that names another chair than a person did, where somebody sits without such a device, is a second claim. What a
    /// person has decided against is not asked again.
    /// </summary>
    static void TakeHint(ClinicState state, DeviceLive device, DateTimeOffset now, FindingSink sink)
    {
        if (device.LastReport?.Chair is { } chair && chair != device.DecidedHint && AttachedSession(state, device) is { } holder
            && holder.State.Chair != chair && state.SessionAt(chair) is { State.CheckedInAt: not null, State.DischargedAt: null } claimant
            && claimant.State.Attached(device.Kind) is null && !(device.Kind == DeviceKind.Pump && claimant.State.IsSingleDose))
        {
            Happen(state, claimant.State.Id, Claims(device, holder, claimant, Gateway, now), now, sink);
        }
    }

    static void Happen(ClinicState state, Guid session, IReadOnlyList<SessionEvent> events, DateTimeOffset now, FindingSink sink)
    {
        foreach (var happened in events)
        {
            foreach (var concerned in ConcernedBy(state, session, happened))
            {
                Apply(state, concerned.State.Id, concerned, happened, sink);
                SafetyEvaluator.AfterCommand(state, concerned, now, sink);
            }

            if (happened is AssociationCorrected corrected)
            {
                new EventStream(state, null, sink).Emit(corrected);
                Correct(state, corrected, sink);
            }
        }
    }

    static List<SessionLive> ConcernedBy(ClinicState state, Guid session, SessionEvent happened) => happened switch
    {
        DeviceReleased released => [.. state.Sessions.Values.Where(live => live.State.HasNow(released.Device))],
        DeviceDisputed disputed => [.. Open(state, disputed.Holder), .. Open(state, disputed.Claimant)],
        DeviceSettled settled => [.. state.Sessions.Values.Where(live => live.State.Correction.Disputes.Any(each => each.Device == settled.Device))],
        AssociationCorrected => [],
        _ => [.. Open(state, session)],
    };

    static IEnumerable<SessionLive> Open(ClinicState state, Guid session) =>
        state.Sessions.TryGetValue(session, out var live) ? [live] : [];

    static Decision Move(ClinicState state, SessionLive live, MoveDevice command, DateTimeOffset now)
    {
        if (!state.Devices.TryGetValue(command.Device, out var device))
        {
            return Session.Reject("device-unregistered", $"Device {command.Device} is not registered in this clinic.");
        }

        var holder = AttachedSession(state, device);
        if (holder?.State.Id != command.FromSession)
        {
            return Session.Reject("device-moved", holder is null
                ? $"Device {command.Device} is attached nowhere any more; attach it here."
                : $"Device {command.Device} is at chair {holder.State.Chair} now; look there, and move it from there if it is wrong.");
        }

        var attach = new AttachDevice(command.Id, command.Session, command.By, command.Device, device.Kind);
        var decision = Disputed(state, command.Device) ?? Session.Decide(live.State, attach, now);
        return decision is Decision.Accepted accepted && holder is not null
            ? Session.Accept([new DeviceReleased(now, command.Device, command.By), .. accepted.Events])
            : decision;
    }

    static Decision Dispute(ClinicState state, SessionLive live, DisputeDevice command, DateTimeOffset now)
    {
        if (Disputed(state, command.Device) is { } refused)
        {
            return refused;
        }

        return state.Devices.TryGetValue(command.Device, out var device) && AttachedSession(state, device) is { } holder && holder != live
            ? Session.Accept(Claims(device, holder, live, command.By, now))
            : Session.Reject("device-not-elsewhere", $"Device {command.Device} is attached at no other chair; attach it here if it stands here.");
    }

    static SessionEvent[] Claims(DeviceLive device, SessionLive holder, SessionLive claimant, string by, DateTimeOffset now) =>
    [
        new DeviceReleased(now, device.Device, by), new DeviceDisputed(now, device.Device, device.Kind, holder.State.Id, claimant.State.Id, by),
    ];

    static Decision Settle(ClinicState state, SessionLive live, SettleDevice command, DateTimeOffset now)
    {
        if (live.State.Correction.Disputes.FirstOrDefault(each => each.Device == command.Device) is not { } dispute)
        {
            return Session.Reject("device-not-disputed", $"Nobody else claims {command.Device}: there is nothing to settle at chair {live.State.Chair}.");
        }

        if (command.Belongs is not { } belongs)
        {
            return Session.Accept(new DeviceSettled(now, command.Device, null, command.By));
        }

        if (belongs != dispute.Holder && belongs != dispute.Claimant)
        {
            return Session.Reject("device-claim", $"{command.Device} is claimed by two chairs; name one of them, or neither.");
        }

        // What was withheld since is charted now, where it belongs.
        var correction = CorrectionDecider.Decide(
            state,
            new CorrectAssociation(command.Id, state.Stream, command.By, command.Device, dispute.Since, null, null, belongs, default), now);
        return correction is Decision.Accepted accepted
            ? Session.Accept(
            [
                new DeviceSettled(now, command.Device, belongs, command.By),
                .. accepted.Events.Cast<AssociationCorrected>().Select(each => each with { Reason = null }),
            ])
            : correction;
    }

    /// <summary>Two claim it; null: nobody else does.</summary>
    static Decision.Rejected? Disputed(ClinicState state, string device) =>
        state.Sessions.Values.Any(live => live.State.Correction.Disputes.Any(each => each.Device == device))
            ? new Decision.Rejected("device-disputed", $"Two chairs claim {device}, and its values are withheld from both; decide first whose it is.")
            : null;

    /// <summary>The device is where it belongs at once; what follows for the past comes with <see cref="Complete"/>.</summary>
    static void Correct(ClinicState state, AssociationCorrected corrected, FindingSink sink)
    {
        // The one that loses the device comes before the one that gets it.
        foreach (var chart in corrected.Charts.OrderBy(chart => chart.Session == corrected.ToSession))
        {
            if (!state.Sessions.TryGetValue(chart.Session, out var live))
            {
                sink.Events.Add(new StreamEvent(chart.Session, corrected, null, null) { Named = $"corrected|{corrected.Correction:N}" });
                continue;
            }

            var stream = new EventStream(state, live, sink);
            var had = live.State.HasNow(corrected.Device);
            if (!had && chart.Session == corrected.ToSession && corrected.To is null)
            {
                EndAlarmsOf(corrected.Device, new EventStream(state, null, sink), corrected.At);
            }

            stream.Emit(corrected);
            if (had && !live.State.HasNow(corrected.Device))
            {
                EndAlarmsOf(corrected.Device, stream, corrected.At);
            }

            SafetyEvaluator.AfterCommand(state, live, corrected.At, sink);
        }
    }

    static void Complete(ClinicState state, ClinicInput.Corrected input, DateTimeOffset now, FindingSink sink)
    {
        if (!state.Corrections.TryGetValue(input.Correction, out var correction))
        {
            return;
        }

        foreach (var session in input.Run.Finish(now))
        {
            var open = state.Sessions.GetValueOrDefault(session.Chart.Session);
            var before = open is null ? session.RecordedVolume : open.Delivered;
            var completed = session.Complete(input.Run.Moved, before, now);
            if (open is not null)
            {
                var stream = new EventStream(state, open, sink);
                stream.Emit(completed);
                open.TakeOver(session.Live!);
                EndAlarms(completed.OfAnotherPatient, stream, now);

                // What holds now is no finding of the past: it is judged, and sounds.
                SafetyEvaluator.AfterCommand(state, open, now, sink);
            }
            else
            {
                sink.Events.Add(new StreamEvent(session.Chart.Session, completed, null, null) { Named = $"completed|{correction.Correction:N}" });
            }

            sink.Corrected.Add(session);
        }

        new EventStream(state, null, sink).Emit(new CorrectionEnded(now, correction.Correction));
    }

    /// <summary>What another patient's device found is no condition of this one. Unknown alone would keep it up.</summary>
    static void EndAlarms(ImmutableArray<Guid> alarms, in EventStream stream, DateTimeOffset now)
    {
        for (var index = stream.Slots.All.Count - 1; index >= 0; index--)
        {
            if (stream.Slots.All[index].Alarm is { } alarm && alarms.Contains(alarm))
            {
                AlarmMachine.End(stream.Slots.All[index], stream.Limits, stream, now);
            }
        }
    }
}
