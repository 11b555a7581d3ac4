using Infusion.Core.Clinics;

namespace Infusion.Core.Pathway;

/// <summary>What the writer of a clinic knows when it decides.</summary>
public sealed record PathwayNow(ClinicPathway Pathway, ClinicConfiguration Clinic, ClinicTime Time)
{
    public PathwaySettings Settings => Pathway.Settings;
}

/// <summary>What may be planned. Every rule that two appointments can break is asked here, in one place.</summary>
public static partial class PathwayDecider
{
    const int MostInfusions = 60;
    const int MostBoosters = 52;
    const int MostDays = 120;

    public static PathwayDecision Decide(PathwayNow clinic, PathwayCommand command, DateTimeOffset now)
    {
        if (command is ConfigurePathway { Settings: var settings })
        {
            return settings.Fault() is { } fault
                ? Reject("settings", fault)
                : settings == clinic.Settings ? Accept() : Accept(new PathwayConfigured(now, settings, command.By));
        }

        var ofPlan = (PlanCommand)command;
        var plan = clinic.Pathway.Plans.GetValueOrDefault(ofPlan.Plan);
        return ofPlan is OpenPlan open
            ? Open(clinic, plan, open, now)
            : plan is null
                ? Reject("plan-unknown", "There is no open plan with this id in this clinic; look at the patient's plans.")
                : plan.Closed is { } closed
                    ? Reject("plan-closed", $"The plan was closed {clinic.Time.Words(closed.At)}; open a new one.")
                    : Of(clinic, plan, ofPlan, now);
    }

    static PathwayDecision Of(PathwayNow clinic, TreatmentPlan plan, PlanCommand command, DateTimeOffset now) => command switch
    {
        RevisePlan c => Revise(clinic, plan, c, now),
        ReviewPlan c => Enum.IsDefined(c.Outcome) && c.Outcome is not ReviewOutcome.Unknown
            ? Accept(new PlanReviewed(now, c.Outcome, c.Note, c.By))
            : Reject("review-outcome", "A review continues, changes or stops the plan; choose one."),
        ClosePlan c => Close(clinic, plan, c, now),
        PlanInfusion c => Plan(clinic, plan, c, now),
        MoveInfusion c => Move(clinic, plan, c, now),
        CancelInfusion c => Cancel(plan, c, now),
        AnswerOffer c => Answer(clinic, plan, c, now),
        ReportPain => plan.PainReported ? Accept() : Accept(new PainReported(now, command.By)),
        PlanTherapy c => Plan(clinic, plan, c, now),
        MoveTherapy c => Move(clinic, plan, c, now),
        CancelTherapy c => Cancel(plan, c, now),
        RecordTherapy c => Record(clinic, plan, c, now),
        SeeHandOff c => See(plan, c, now),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "no such command"),
    };

    static PathwayDecision Open(PathwayNow clinic, TreatmentPlan? plan, OpenPlan command, DateTimeOffset now)
    {
        if (plan is not null || command.IsKnown)
        {
            return Reject("plan-open", "There is a plan with this id already; a new plan has a new one.");
        }

        return clinic.Pathway.OfPatient(command.Patient) is { } standing
            ? Reject("plan-open", $"The patient has had an open plan since {clinic.Time.Words(standing.OpenedAt)}: revise that one, or close it first.")
            : Terms(clinic, command.Terms) is { } refused
                ? refused
                : Accept(new PlanOpened(now, command.Patient, Completed(clinic, command.Terms), command.Before, command.By));
    }

    static PathwayDecision Revise(PathwayNow clinic, TreatmentPlan plan, RevisePlan command, DateTimeOffset now)
    {
        if (command.Terms.Infusions < plan.Taken)
        {
            return Reject("terms-infusions", $"{plan.Taken} infusions of the series are given or planned: cancel some first, or plan at least that many.");
        }

        if (Terms(clinic, command.Terms) is { } refused)
        {
            return refused;
        }

        var terms = Completed(clinic, command.Terms);
        return terms == plan.Terms ? Accept() : Accept(new PlanRevised(now, terms, command.By));
    }

    /// <summary>Nothing is left behind that nobody would look at any more.</summary>
    static PathwayDecision Close(PathwayNow clinic, TreatmentPlan plan, ClosePlan command, DateTimeOffset now)
    {
        if (!Enum.IsDefined(command.End) || command.End is PlanEnd.Unknown)
        {
            return Reject("plan-end", "Say why the plan ends; choose one from the list.");
        }

        if (plan.Infusions.FirstOrDefault(each => each.Standing is InfusionStanding.Planned or InfusionStanding.UnderWay) is { } infusion)
        {
            return Reject(
                "plan-has-appointments",
                infusion.Standing is InfusionStanding.UnderWay
                    ? "An infusion of the plan is under way: close the plan after it has ended."
                    : $"An infusion is planned {clinic.Time.Words(infusion.From)}: cancel what is planned, then close the plan.");
        }

        return plan.Therapy.FirstOrDefault(each => each.Standing is TherapyStanding.Planned) is { } therapy
            ? Reject(
                "plan-has-appointments",
                therapy.To > now
                    ? $"Talk therapy is planned {clinic.Time.Words(therapy.From)}: cancel what is planned, then close the plan."
                    : $"Nobody has recorded whether the patient came to talk therapy {clinic.Time.Words(therapy.From)}: record or cancel it, then close the plan.")
            : Accept(new PlanClosed(now, command.End, command.Note, command.By));
    }

    static PlanTerms Completed(PathwayNow clinic, PlanTerms terms) =>
        terms.ProtocolVersion == 0 ? terms with { ProtocolVersion = clinic.Clinic.InUse(terms.Protocol)!.Version } : terms;

    static PathwayDecision.Rejected? Terms(PathwayNow clinic, PlanTerms terms)
    {
        if (Indications.Of(terms.Indication) is not { } indication)
        {
            return Reject("indication", "Choose an indication from the list.");
        }

        if (indication.Codes.All(each => each.Code != terms.Icd10))
        {
            return Reject(
                "indication-code",
                $"{terms.Icd10} is no code of {indication.Name} here; one of {string.Join(", ", indication.Codes.Select(each => each.Code))} is.");
        }

        if ((terms.ProtocolVersion == 0 ? clinic.Clinic.InUse(terms.Protocol) : clinic.Clinic.Protocol(terms.Protocol, terms.ProtocolVersion)) is null)
        {
            return Reject("protocol-unknown", $"There is no protocol {terms.Protocol} version {terms.ProtocolVersion} in this clinic; choose one from the library.");
        }

        return terms switch
        {
            { Infusions: < 1 or > MostInfusions } => Reject("terms-infusions", $"A series has 1 to {MostInfusions} infusions."),
            { MinDaysBetween: < 1 or > MostDays } => Reject("terms-spacing", $"Infusions are at least 1 to {MostDays} days apart."),
            _ when terms.MaxDaysBetween < terms.MinDaysBetween || terms.MaxDaysBetween > MostDays => Reject(
                "terms-spacing", $"At most as many days apart as {MostDays}, and not fewer than at least."),
            { Boosters: < 0 or > MostBoosters } => Reject("terms-boosters", $"A plan has 0 to {MostBoosters} boosters."),
            { BoosterEveryDays: < 1 or > 365 } => Reject("terms-boosters", "Boosters are 1 to 365 days apart, or as it comes."),
            _ when terms.ReviewAfterInfusion is { } review && (review < 1 || review > terms.Infusions) => Reject(
                "terms-review", $"The review is after one of the {terms.Infusions} infusions, or the plan asks for none."),
            _ when terms.StopWithoutResponseAfterInfusion is { } stop && (stop < 1 || stop > terms.Infusions) => Reject(
                "terms-stop", $"The stop rule names one of the {terms.Infusions} infusions, or there is none."),
            _ => null,
        };
    }

    static PathwayDecision Unless(PathwayDecision.Rejected? refused, params IReadOnlyList<PathwayEvent> events) => refused is null ? Accept(events) : refused;

    static PathwayDecision.Accepted Accept(params IReadOnlyList<PathwayEvent> events) => new(events);

    static PathwayDecision.Rejected Reject(string code, string reason) => new(code, reason);
}
