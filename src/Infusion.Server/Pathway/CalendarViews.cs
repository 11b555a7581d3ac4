using Infusion.Core.Pathway;

namespace Infusion.Server.Pathway;

/// <summary>Days of chairs, therapists and patients.</summary>
static class CalendarViews
{
    public static CalendarView Build(
        PathwayNow clinic, IReadOnlyCollection<TreatmentPlan> plans, IReadOnlyDictionary<Guid, PlanPatientView> patients,
        IReadOnlyList<TherapistView> therapists, DateOnly from, int days, DateTimeOffset now)
    {
        var (begin, end) = (clinic.Time.StartOf(from), clinic.Time.StartOf(from.AddDays(days)));
        return new CalendarView(
            from, clinic.Time.Day(now), clinic.Clinic.TimeZone,
            [.. Enumerable.Range(0, days).Select(day => Day(clinic.Settings, from.AddDays(day)))],
            [.. clinic.Clinic.Chairs.Select(chair => chair.Code)],
            therapists,
            [.. plans.SelectMany(plan => Entries(clinic, plan, patients[plan.Patient], now))
                .Where(entry => entry.When.At < end && entry.When.EndsAt > begin).OrderBy(entry => entry.When.At).ThenBy(entry => entry.Appointment)]);
    }

    /// <summary>Their own, and no chairs.</summary>
    public static CalendarView OfTherapist(CalendarView whole, string therapist) => whole with
    {
        Chairs = [],
        Therapists = [.. whole.Therapists.Where(each => each.Name == therapist)],
        Entries = [.. whole.Entries.Where(each => each.Therapist == therapist)],
    };

    static CalendarDayView Day(PathwaySettings settings, DateOnly day)
    {
        var hours = settings.ClosedOn.Contains(day) ? [] : settings.Hours.Where(each => each.Day == day.DayOfWeek).ToList();
        return new CalendarDayView(day, hours.Count == 0 ? null : hours.Min(each => each.From), hours.Count == 0 ? null : hours.Max(each => each.To));
    }

    static IEnumerable<CalendarEntryView> Entries(PathwayNow clinic, TreatmentPlan plan, PlanPatientView patient, DateTimeOffset now) =>
    [
        .. plan.Infusions.Where(each => !each.IsCancelled).Select(each => new CalendarEntryView(
            each.Id, plan.Id, patient, CalendarKind.Infusion, Word(each.Standing.ToString()), PlanViews.When(each.From, each.To, clinic.Time),
            each.Chair, null, PlanViews.Number(plan, each.Id), plan.Terms.Infusions, each.Session, null)),
        .. plan.Therapy.Where(each => each.Standing is not TherapyStanding.Cancelled).Select(each => new CalendarEntryView(
            each.Id, plan.Id, patient, CalendarKind.Therapy, Word(each.Standing.ToString()), PlanViews.When(each.From, each.To, clinic.Time),
            null, each.Therapist, PlanViews.Number(plan, each.After), plan.Terms.Infusions, null,
            plan.Closed is null ? TherapyTimes.Conflict(clinic, plan, each, now) : null)),
    ];

    static string Word(string name) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
