using System.Net;
using Hl7.Fhir.Model;
using Infusion.Core.Pathway;

namespace Infusion.Server.Fhir.Mapping;

/// <summary>
/// A plan, what it asks for and its appointments. What is said in talk therapy is no part of it: of therapy there are times and
/// whether somebody came.
/// </summary>
static partial class FhirMapper
{
    /// <summary>What says something else than before.</summary>
    public static IReadOnlyList<Resource> FromPlan(string clinic, TreatmentPlan? before, TreatmentPlan after)
    {
        var was = before is null ? [] : OfPlan(clinic, before).ToDictionary(resource => (resource.TypeName, resource.Id));
        return [.. OfPlan(clinic, after).Where(now => !was.TryGetValue((now.TypeName, now.Id), out var known) || !now.IsExactly(known))];
    }

    static IEnumerable<Resource> OfPlan(string clinic, TreatmentPlan plan) =>
    [
        CarePlanOf(clinic, plan),
        InfusionRequest(clinic, plan),
        .. plan.Therapy.IsEmpty ? [] : new[] { TherapyRequest(clinic, plan) },
        .. plan.Infusions.Select(each => InfusionAppointmentOf(clinic, plan, each)),
        .. plan.Therapy.Select(each => TherapyAppointmentOf(clinic, plan, each)),
    ];

    static CarePlan CarePlanOf(string clinic, TreatmentPlan plan)
    {
        var title = TitleOf(plan);
        return new CarePlan
        {
            Id = FhirId.Of(plan.Id),
            Meta = FhirCodes.Claims("ket-plan"),
            Text = new Narrative
            {
                Status = Narrative.NarrativeStatus.Generated,
                Div = $"<div xmlns=\"http://www.w3.org/1999/xhtml\">{WebUtility.HtmlEncode(title)}</div>",
            },
            Identifier = [new Identifier(FhirCodes.PlanIdentifier, FhirId.Of(plan.Id))],
            Status = StatusOf(plan),
            Intent = CarePlan.CarePlanIntent.Plan,
            Category = [new CodeableConcept { Coding = [new Coding("http://hl7.org/fhir/us/core/CodeSystem/careplan-category", "assess-plan")] }],
            Title = title,
            Subject = FhirCodes.Patient(plan.Patient),
            Period = FhirTime.Period(plan.OpenedAt, plan.Closed?.At),
            CreatedElement = FhirTime.DateTime(plan.OpenedAt),
            Author = FhirCodes.Person(clinic, plan.OpenedBy),
            Activity =
            [
                new() { Reference = RequestReference(plan, "infusions") },
                .. plan.Therapy.IsEmpty ? [] : new[] { new CarePlan.ActivityComponent { Reference = RequestReference(plan, "therapy") } },
            ],
        };
    }

    static string TitleOf(TreatmentPlan plan) =>
        $"{Indications.Of(plan.Terms.Indication)?.Name ?? "Ketamine"}: {plan.Terms.Infusions} ketamine infusions, {plan.Terms.MinDaysBetween} to {plan.Terms.MaxDaysBetween} days apart";

    static RequestStatus StatusOf(TreatmentPlan plan) => plan.Closed?.End switch
    {
        null => RequestStatus.Active,
        PlanEnd.Completed => RequestStatus.Completed,
        _ => RequestStatus.Revoked,
    };

    static ResourceReference RequestReference(TreatmentPlan plan, string what) => new($"ServiceRequest/{RequestId(plan, what)}");

    static string RequestId(TreatmentPlan plan, string what) => FhirId.Derive("request", $"{FhirId.Of(plan.Id)}:{what}");

    static ServiceRequest InfusionRequest(string clinic, TreatmentPlan plan)
    {
        var terms = plan.Terms;
        var request = Request(clinic, plan, "infusions", KetCodes.Infusion);
        request.Code!.Text = TitleOf(plan);
        request.Occurrence = new Timing
        {
            Repeat = new()
            {
                Count = terms.Infusions,
                Frequency = 1,
                Period = terms.MinDaysBetween,
                PeriodMax = terms.MaxDaysBetween,
                PeriodUnit = Timing.UnitsOfTime.D,
            },
        };
        var words = Indications.Of(terms.Indication)?.Codes.FirstOrDefault(code => code.Code == terms.Icd10)?.Text;
        request.ReasonCode = [new CodeableConcept { Coding = [new Coding(FhirCodes.Icd10, terms.Icd10, words)] }];
        return request;
    }

    static ServiceRequest TherapyRequest(string clinic, TreatmentPlan plan) => Request(clinic, plan, "therapy", KetCodes.TalkTherapy);

    static ServiceRequest Request(string clinic, TreatmentPlan plan, string what, string code) => new()
    {
        Id = RequestId(plan, what),
        Identifier = [new Identifier(FhirCodes.PlanIdentifier, $"{FhirId.Of(plan.Id)}:{what}")],
        BasedOn = [new ResourceReference($"CarePlan/{FhirId.Of(plan.Id)}")],
        Status = StatusOf(plan),
        Intent = RequestIntent.Plan,
        Code = KetCodes.Concept(code),
        Subject = FhirCodes.Patient(plan.Patient),
        AuthoredOnElement = FhirTime.DateTime(plan.OpenedAt),
        Requester = FhirCodes.Person(clinic, plan.OpenedBy),
    };

    static Appointment InfusionAppointmentOf(string clinic, TreatmentPlan plan, InfusionAppointment each)
    {
        var status = each.Standing switch
        {
            InfusionStanding.Cancelled => Appointment.AppointmentStatus.Cancelled,
            InfusionStanding.Given => Appointment.AppointmentStatus.Fulfilled,
            InfusionStanding.UnderWay => Appointment.AppointmentStatus.Arrived,
            _ => Appointment.AppointmentStatus.Booked,
        };
        var appointment = AppointmentOf(plan, each.Id, status, KetCodes.Infusion, "infusions", each.From, each.To, FhirCodes.Chair(clinic, each.Chair));
        appointment.SupportingInformation = each.Session is { } session ? [FhirCodes.Encounter(session)] : [];
        return appointment;
    }

    static Appointment TherapyAppointmentOf(string clinic, TreatmentPlan plan, TherapyAppointment each)
    {
        var status = each.Standing switch
        {
            TherapyStanding.Attended => Appointment.AppointmentStatus.Fulfilled,
            TherapyStanding.NotAttended => Appointment.AppointmentStatus.Noshow,
            TherapyStanding.Cancelled => Appointment.AppointmentStatus.Cancelled,
            _ => Appointment.AppointmentStatus.Booked,
        };
        return AppointmentOf(plan, each.Id, status, KetCodes.TalkTherapy, "therapy", each.From, each.To, FhirCodes.Person(clinic, each.Therapist));
    }

    static Appointment AppointmentOf(
        TreatmentPlan plan, Guid id, Appointment.AppointmentStatus status, string code, string what, DateTimeOffset from, DateTimeOffset to,
        ResourceReference with) => new()
        {
            Id = FhirId.Of(id),
            Meta = FhirCodes.Claims("ket-appointment"),
            Identifier = [new Identifier(FhirCodes.AppointmentIdentifier, FhirId.Of(id))],
            Status = status,
            ServiceType = [KetCodes.Concept(code)],
            Start = from,
            End = to,
            BasedOn = [RequestReference(plan, what)],
            Participant = [Participant(FhirCodes.Patient(plan.Patient)), Participant(with)],
        };

    static Appointment.ParticipantComponent Participant(ResourceReference actor) =>
        new() { Actor = actor, Status = ParticipationStatus.Accepted };
}
