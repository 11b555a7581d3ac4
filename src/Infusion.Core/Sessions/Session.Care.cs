using Infusion.Core.Telemetry;

namespace Infusion.Core.Sessions;

public static partial class Session
{
    const decimal HighestRescueDose = 10_000m;

    static Decision DecideCare(SessionState state, CareCommand command, DateTimeOffset now) => command switch
    {
        ChartVitals c => ChartByHand(state, c, now),
        ReviewVital c => Review(state, c, now),
        SetVitalsByHand c => SetByHand(state, c, now),
        GiveDose c => From(state, c, "given its dose", SessionPhase.Ready) ?? Give(state, c, now),
        CallEmergency c => Call(state, c, now),
        ChartArrival c => Arrive(state, c, now),
        EndEmergency c => state.Care.Emergency is null
            ? Reject("emergency-none", $"No emergency is under way at chair {state.Chair}.")
            : Accept(new EmergencyEnded(now, c.By)),
        _ => state.CheckedInAt is null
            ? Reject("wrong-phase", $"Session {command.Session} is {Words(state.Phase)}; this is charted from check-in on.")
            : DecideSeen(state, command, now),
    };

    static Decision DecideSeen(SessionState state, CareCommand command, DateTimeOffset now) => command switch
    {
        ChartAdverseEvent c => Report(state, c, now),
        ChartAdverseEventOutcome c => EndEvent(state, c, now),
        GiveRescue c => GiveRescue(state, c, now),
        ChartRescueResponse c when c.Response is < RescueResponse.Effective or > RescueResponse.Worse =>
            Reject("response-unknown", "Say how the patient responded: effective, partial, no effect or worse."),
        ChartRescueResponse c => state.Care.Rescues.Any(each => each.Id == c.Rescue)
            ? Accept(new RescueResponseCharted(now, c.Rescue, c.Response, c.By))
            : Reject("rescue-unknown", "This session has no such rescue medication."),
        ChartSetting c when c.Item is < SettingItem.Music or > SettingItem.Blanket => Reject("setting-unknown", "This is not on the list of the setting."),
        ChartSetting c => Accept(new SettingCharted(now, c.Item, c.IsOn, c.By)),
        _ => Reject("command-unknown", $"A session does not know {command.GetType().Name}."),
    };

    static Decision Review(SessionState state, ReviewVital command, DateTimeOffset now)
    {
        if (command.Verdict is not (VitalVerdict.Confirmed or VitalVerdict.Artefact) || !MetricTable.IsFrom(command.Metric, DeviceKind.Monitor))
        {
            return Reject("review-unknown", "A value of a monitor is confirmed, or marked as an artefact.");
        }

        return command.MeasuredAt <= now && state.Monitored(command.Device, command.MeasuredAt)
            ? Accept(new VitalReviewed(command.MeasuredAt, command.Metric, command.Device, command.Verdict, command.By))
            : Reject("value-unknown", $"{command.Device} measured nothing for this session at that time.");
    }

    static Decision SetByHand(SessionState state, SetVitalsByHand command, DateTimeOffset now)
    {
        if (state.Phase == SessionPhase.Discharged)
        {
            return Reject("wrong-phase", $"Session {command.Session} is discharged; its vitals are no longer charted.");
        }

        var isUnderWay = state.Phase is SessionPhase.Infusing or SessionPhase.Paused or SessionPhase.Recovery;
        return !command.IsOn && isUnderWay && state.Attached(DeviceKind.Monitor) is null
            ? Reject("monitor-missing", $"No monitor is attached at chair {state.Chair}; attach one before people stop measuring by hand.")
            : Accept(new VitalsByHandSet(now, command.IsOn, command.By));
    }

    static Decision Give(SessionState state, GiveDose command, DateTimeOffset now)
    {
        if (!state.IsSingleDose)
        {
            return Reject("route-infusion", "The order is an infusion; start the infusion instead.");
        }

        if (command.Route != state.Order.Route)
        {
            return Reject("route-differs", $"The order is {CareWords.Of(state.Order.Route)}, not {CareWords.Of(command.Route)}; change the order first.");
        }

        if (command.Dose.Milligrams <= 0 || command.Dose.Milligrams > state.Order.Dose.Milligrams)
        {
            return Reject(
                "dose-above-order",
                $"{Number(command.Dose.Milligrams)} mg is not within the order; chart above 0 and at most {Number(state.Order.Dose.Milligrams)} mg.");
        }

        return RefuseUnwatched(state)
            ?? RefuseTime(state, command.GivenAt, now, "The dose")
            ?? Accept(new DoseGiven(command.GivenAt ?? now, command.Route, command.Dose, command.By));
    }

    static Decision? RefuseUnwatched(SessionState state) => state.Attached(DeviceKind.Monitor) is null && !state.Care.VitalsByHand
        ? Reject(
            "monitor-missing",
            $"No monitor is attached at chair {state.Chair}; attach one, or say that vitals are charted by hand, before the infusion starts.")
        : null;

    static Decision Report(SessionState state, ChartAdverseEvent command, DateTimeOffset now)
    {
        if (!Enum.IsDefined(command.Code) || command.Code == AdverseEventCode.Unknown)
        {
            return Reject("adverse-event-unknown", "This adverse event is not on the list.");
        }

        return command.Grade is < 1 or > 5
            ? Reject("grade-out-of-range", $"A grade goes from 1 (mild) to 5 (death); {command.Grade} is not one.")
            : RefuseTime(state, command.Onset, now, "The onset")
                ?? Accept(new AdverseEventCharted(command.Onset ?? now, command.Id, command.Code, command.Grade, command.By));
    }

    static Decision EndEvent(SessionState state, ChartAdverseEventOutcome command, DateTimeOffset now)
    {
        if (state.Care.AdverseEvents.FirstOrDefault(each => each.Id == command.AdverseEvent) is not { } known)
        {
            return Reject("adverse-event-unknown", "This session has no such adverse event.");
        }

        if (command.Outcome is < AdverseEventOutcome.Resolved or > AdverseEventOutcome.Fatal)
        {
            return Reject("outcome-unknown", "Say what became of it: resolved, resolving, not resolved, resolved with sequelae or fatal.");
        }

        if ((command.Outcome == AdverseEventOutcome.Fatal) != (known.Grade == 5))
        {
            return Reject("outcome-contradictory", $"Grade {known.Grade} does not go with this outcome; only grade 5 is fatal.");
        }

        var at = command.EndedAt ?? now;
        return at > now || at < known.Onset
            ? Reject("time-out-of-range", "The outcome lies between the onset and now.")
            : Accept(new AdverseEventOutcomeCharted(at, known.Id, command.Outcome, command.By));
    }

    static Decision GiveRescue(SessionState state, GiveRescue command, DateTimeOffset now)
    {
        if (!Enum.IsDefined(command.Medication) || command.Medication == RescueMedication.Unknown)
        {
            return Reject("medication-unknown", "This medication is not on the list; choose \"other\" and name it.");
        }

        if ((command.Medication == RescueMedication.Other) != command.Note is not null)
        {
            return Reject("medication-name", "A medication that is not on the list needs its name, one that is on it has it already.");
        }

        if (command.Unit is < RescueUnit.Milligram or > RescueUnit.LitrePerMinute || command.Route is < RescueRoute.Intravenous or > RescueRoute.Subcutaneous)
        {
            return Reject("dose-incomplete", "A dose needs its unit and its route.");
        }

        if ((command.Medication == RescueMedication.Oxygen) != (command.Unit == RescueUnit.LitrePerMinute))
        {
            return Reject("unit-contradictory", "Oxygen is charted in L/min, and nothing else is.");
        }

        return command.Dose is <= 0 or > HighestRescueDose
            ? Reject("dose-out-of-range", $"A dose is above 0 and at most {Number(HighestRescueDose)}, in its unit.")
            : RefuseTime(state, command.GivenAt, now, "The dose")
                ?? Accept(new RescueGiven(
                    command.GivenAt ?? now, command.Id, command.Medication, command.Dose, command.Unit, command.Route, command.Note, command.By));
    }

    static Decision Call(SessionState state, CallEmergency command, DateTimeOffset now)
    {
        if (command.Kind is < EmergencyKind.Help or > EmergencyKind.Seizure)
        {
            return Reject("emergency-kind", "Say what it is, or only that help is needed.");
        }

        return state.Care.Emergency is { } known
            ? Reject("emergency-called", $"Help is called already at chair {state.Chair}, by {known.CalledBy}.")
            : Accept(new EmergencyCalled(now, command.Kind, command.By));
    }

    static Decision Arrive(SessionState state, ChartArrival command, DateTimeOffset now)
    {
        if (state.Care.Emergency is not { } emergency)
        {
            return Reject("emergency-none", $"No emergency is under way at chair {state.Chair}.");
        }

        if (command.Who is < Responder.Nurse or > Responder.Ambulance)
        {
            return Reject("responder-unknown", "Say who came: nurse, physician, anaesthetist, emergency team or ambulance.");
        }

        var at = command.ArrivedAt ?? now;
        return at > now || at < emergency.CalledAt
            ? Reject("time-out-of-range", "An arrival lies between the call and now.")
            : Accept(new EmergencyArrived(at, command.Who, command.By));
    }
}
