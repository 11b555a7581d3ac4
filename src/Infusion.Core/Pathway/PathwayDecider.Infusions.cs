namespace Infusion.Core.Pathway;

public static partial class PathwayDecider
{
    static PathwayDecision Plan(PathwayNow clinic, TreatmentPlan plan, PlanInfusion command, DateTimeOffset now)
    {
        if (clinic.Pathway.Knows(command.Appointment))
        {
            return Reject("appointment-known", "An appointment with this id is planned already; move that one.");
        }

        var asked = new InfusionAppointment(
            command.Appointment, command.Kind, command.From, command.Length ?? TimeSpan.FromMinutes(clinic.Settings.InfusionMinutes), command.Chair);
        return Unless(
            Counts(plan, command.Kind) ?? Refuse(clinic, plan, asked, now, leavesConflicts: false),
            new InfusionPlanned(now, asked.Id, asked.Kind, asked.From, asked.Length, asked.Chair, command.By));
    }

    static PathwayDecision Move(PathwayNow clinic, TreatmentPlan plan, MoveInfusion command, DateTimeOffset now)
    {
        if (plan.Infusion(command.Appointment) is not { } planned)
        {
            return NoAppointment();
        }

        var asked = planned with { From = command.From, Length = command.Length ?? planned.Length, Chair = command.Chair ?? planned.Chair };
        return asked == planned && planned.Standing is InfusionStanding.Planned
            ? Accept()
            : Unless(
                Fixed(planned, "moved") ?? Refuse(clinic, plan, asked, now, command.LeavesConflicts),
                new InfusionMoved(now, asked.Id, asked.From, asked.Length, asked.Chair, command.By));
    }

    static PathwayDecision Cancel(TreatmentPlan plan, CancelInfusion command, DateTimeOffset now) => plan.Infusion(command.Appointment) switch
    {
        null => NoAppointment(),
        { IsCancelled: true } => Accept(),
        var planned => Unless(Fixed(planned, "cancelled"), new InfusionCancelled(now, planned.Id, command.Reason, command.By)),
    };

    static PathwayDecision.Rejected? Counts(TreatmentPlan plan, InfusionKind kind)
    {
        if (kind is not (InfusionKind.Series or InfusionKind.Booster))
        {
            return Reject("infusion-kind", "An infusion is one of the series, or a booster; choose one.");
        }

        if (kind is InfusionKind.Series)
        {
            return plan.Taken < plan.Terms.Infusions
                ? null
                : Reject("series-full", $"All {plan.Terms.Infusions} infusions of the series are given or planned: revise the plan, or plan a booster.");
        }

        return plan.Infusions.Count(each => each is { Kind: InfusionKind.Booster, IsCancelled: false }) < plan.Terms.Boosters
            ? null
            : Reject("boosters-full", $"The plan has {plan.Terms.Boosters} boosters, and they are given or planned: revise the plan first.");
    }

    static PathwayDecision.Rejected? Fixed(InfusionAppointment planned, string what) => planned.Standing switch
    {
        InfusionStanding.Planned => null,
        InfusionStanding.Cancelled => Reject("infusion-cancelled", "This infusion is cancelled; plan a new one."),
        InfusionStanding.UnderWay => Reject("infusion-under-way", $"This infusion is under way at its chair, and is not {what} any more."),
        _ => Reject("infusion-given", $"This infusion has been given, and is not {what} any more."),
    };

    /// <summary>Which rule stands against an infusion at that time and chair.</summary>
    static PathwayDecision.Rejected? Refuse(PathwayNow clinic, TreatmentPlan plan, InfusionAppointment asked, DateTimeOffset now, bool leavesConflicts)
    {
        if (clinic.Clinic.Chairs.All(each => each.Code != asked.Chair))
        {
            return Reject("chair-unknown", $"There is no chair {asked.Chair} in this clinic.");
        }

        if (asked.Length < TimeSpan.FromMinutes(15) || asked.Length > TimeSpan.FromHours(12))
        {
            return Reject("length", "An infusion's appointment takes 15 to 720 minutes.");
        }

        if (asked.From < now)
        {
            return Reject("in-the-past", $"{clinic.Time.Words(asked.From)} has passed; choose a later time.");
        }

        var others = Others(clinic, plan, asked);
        if (Against(clinic, plan, others, asked, leavesConflicts) is not { } against)
        {
            return null;
        }

        var nearest = FreeTime.Nearest(asked.From, now, at => asked with { From = at } is var there
            && clinic.Settings.IsOpen(there.From, there.To, clinic.Time) && Against(clinic, plan, others, there, leavesConflicts: false) is null);
        return Reject(against.Code, $"{against.Sentence} {FreeTime.Words(nearest, clinic.Time)}");
    }

    static List<Booking> Others(PathwayNow clinic, TreatmentPlan plan, InfusionAppointment asked) =>
        [.. clinic.Pathway.Bookings.Where(each => each.Patient == plan.Patient || each.Chair == asked.Chair)];

    static (string Code, string Sentence)? Against(
        PathwayNow clinic, TreatmentPlan plan, List<Booking> others, InfusionAppointment asked, bool leavesConflicts)
    {
        var own = new Booking(asked.Id, plan.Patient, asked.Chair, null, asked.From, asked.To);
        if (others.Find(own.Clashes) is { } other)
        {
            return ("double-booked", own.ClashWith(other, clinic.Time));
        }

        var day = clinic.Time.Day(asked.From);
        foreach (var span in plan.Spans.Where(each => each.Infusion != asked.Id))
        {
            var there = clinic.Time.Day(span.From);
            if (Math.Abs(day.DayNumber - there.DayNumber) < plan.Terms.MinDaysBetween)
            {
                return ("spacing", $"Infusions of this plan are at least {Days(plan.Terms.MinDaysBetween)} apart, and one is on {ClinicTime.Words(there)}.");
            }
        }

        if (leavesConflicts)
        {
            return null;
        }

        foreach (var therapy in plan.Therapy.Where(each => each.Standing is TherapyStanding.Planned))
        {
            if (SeparationRule.Check(therapy.From, therapy.To, [asked.Span], clinic.Settings, clinic.Time) is { } separation)
            {
                var rule = separation.Fault is SeparationFault.SameDay
                    ? "talk therapy is not on the same day as an infusion"
                    : $"talk therapy begins at least {clinic.Settings.TherapyHoursAfterEnd} h after an infusion's end";
                return ("therapy-too-near", $"The patient has talk therapy {clinic.Time.Words(therapy.From, therapy.To)}, and {rule}.");
            }

            if (therapy.After == asked.Id && therapy.From < asked.From)
            {
                return ("therapy-before", $"The talk therapy that follows this infusion is {clinic.Time.Words(therapy.From, therapy.To)}, before it.");
            }
        }

        return null;
    }

    static string Days(int days) => days == 1 ? "1 day" : $"{days} days";

    static PathwayDecision.Rejected NoAppointment() => Reject("appointment-unknown", "There is no such appointment in this plan; look at the plan again.");
}
