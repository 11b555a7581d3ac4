using Infusion.Core.DrugLibrary;
using Infusion.Core.Pathway;
using Infusion.Server.Clinics;

namespace Infusion.Server.Operations;

/// <summary>Plans of the demo's first three patients: one with everything planned, one who declined something, one with nothing planned yet.</summary>
static class DemoPlans
{
    const string Therapist = "therapist";

    const string SeededBy = "physician";

    public static IEnumerable<ClinicCommand> Of(int chair, string code, Guid patient, Guid session, ClinicTime time, DateTimeOffset now)
    {
        var plan = Guid.NewGuid();
        ClinicCommand Send(Func<Guid, PathwayCommand> command) => new ClinicCommand.OfPathway(command(Guid.NewGuid()), []);
        ClinicCommand Answer(Offer what, OfferAnswer answer, DateOnly? again = null) =>
            Send(id => new AnswerOffer(id, plan, SeededBy, what, null, answer, again, null));
        if (Terms(chair) is not { } terms)
        {
            yield break;
        }

        // Who sits at the chair now has the first of the series there.
        yield return Send(id => new OpenPlan(id, plan, SeededBy, patient, terms));
        var days = Weekdays(time.Day(now).AddDays(2)).Take(2 * (terms.Infusions - 1)).ToList();
        if (chair == 2)
        {
            yield return Answer(Offer.MentalHealthAssessment, OfferAnswer.Declined, days[^1]);
        }

        if (chair == 3)
        {
            yield break;
        }

        yield return Answer(Offer.TalkTherapy, OfferAnswer.Accepted);
        var last = SessionFollower.AppointmentOf(session);
        for (var index = 0; index < days.Count; index += 2)
        {
            // Talk therapy after the infusion before, and the next infusion on the working day after it.
            var (before, next, hour) = (last, Guid.NewGuid(), 12 + chair);
            var (first, then) = (time.At(days[index], new TimeOnly(hour, 0))!.Value, time.At(days[index + 1], new TimeOnly(9, 0))!.Value);
            yield return Send(id => new PlanTherapy(id, plan, SeededBy, Guid.NewGuid(), before, Therapist, first, null));
            yield return Send(id => new PlanInfusion(id, plan, SeededBy, next, InfusionKind.Series, then, null, code));
            last = next;
        }
    }

    static PlanTerms? Terms(int chair)
    {
        var terms = new PlanTerms(Indication.TreatmentResistantDepression, "F33.2", SampleProtocols.Mood.Id, 0, 6, 2, 5)
        {
            Boosters = 2,
            BoosterEveryDays = 28,
            ReviewAfterInfusion = 4,
            StopWithoutResponseAfterInfusion = 6,
        };
        return chair switch
        {
            1 => terms,
            2 => terms with { Indication = Indication.NeuropathicPain, Icd10 = "M79.2", Infusions = 4, StopWithoutResponseAfterInfusion = null },
            3 => terms with { Indication = Indication.PostTraumaticStress, Icd10 = "F43.12" },
            _ => null,
        };
    }

    static IEnumerable<DateOnly> Weekdays(DateOnly from) =>
        Enumerable.Range(0, 60).Select(from.AddDays).Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
}
