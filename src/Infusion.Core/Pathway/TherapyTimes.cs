namespace Infusion.Core.Pathway;

/// <param name="IsSuggested">24 to 72 h after the infusion's end.</param>
public sealed record TherapyTime(DateTimeOffset From, DateTimeOffset To, bool IsSuggested);

/// <summary>When talk therapy can be: every rule, the hours, the patient and the therapist.</summary>
public static class TherapyTimes
{
    const int Shown = 5;

    /// <summary>The first time of each of the next days, the next day first where 24 h have passed by then.</summary>
    public static IReadOnlyList<TherapyTime> After(
        PathwayNow clinic, TreatmentPlan plan, InfusionSpan infusion, string therapist, TimeSpan length, DateTimeOffset now)
    {
        var asked = new TherapyAppointment(Guid.Empty, infusion.Infusion, therapist, default, length);
        var begin = SeparationRule.Suggested(infusion).From;
        var fits = Fits(clinic, plan, asked);
        return [.. FreeTime.OfEachDay(begin > now ? begin : now, Shown, clinic.Time, fits)
            .Select(at => new TherapyTime(at, at + length, SeparationRule.IsSuggested(at, infusion)))];
    }

    /// <summary>What is against an appointment that is planned and not over yet; null: nothing.</summary>
    /// <remarks>Asked at each look: an infusion that moves, or ends late, says so at once, and nothing is moved by itself.</remarks>
    public static string? Conflict(PathwayNow clinic, TreatmentPlan plan, TherapyAppointment therapy, DateTimeOffset now)
    {
        if (therapy.Standing is not TherapyStanding.Planned || therapy.To <= now)
        {
            return null;
        }

        return (OutOfOrder(plan, therapy, clinic.Time) ?? SeparationRule.Check(therapy.From, therapy.To, plan.Spans, clinic.Settings, clinic.Time)?.Sentence) is { } sentence
            ? $"{sentence} {Nearest(clinic, plan, therapy, now)}"
            : null;
    }

    internal static string Nearest(PathwayNow clinic, TreatmentPlan plan, TherapyAppointment therapy, DateTimeOffset now) =>
        FreeTime.Words(FreeTime.Nearest(therapy.From, now, Fits(clinic, plan, therapy)), clinic.Time);

    /// <returns>A sentence; null: it follows its infusion.</returns>
    internal static string? OutOfOrder(TreatmentPlan plan, TherapyAppointment therapy, ClinicTime time) =>
        (therapy.After is { } after ? plan.Infusion(after) : null) switch
        {
            { IsCancelled: true } => "The infusion that it follows is cancelled.",
            { Span: var span } when therapy.From < span.From => $"It is before the infusion that it follows, {time.Words(span.From, span.To)}.",
            _ => null,
        };

    static Func<DateTimeOffset, bool> Fits(PathwayNow clinic, TreatmentPlan plan, TherapyAppointment therapy)
    {
        var spans = plan.Spans.ToList();
        var earliest = therapy.After is { } after && plan.Infusion(after) is { IsCancelled: false, Span.To: var end } ? end : DateTimeOffset.MinValue;
        var own = new Booking(therapy.Id, plan.Patient, null, therapy.Therapist, default, default);
        var others = clinic.Pathway.Bookings.Where(each => each.Patient == own.Patient || each.Therapist == own.Therapist).ToList();
        return at => at >= earliest && clinic.Settings.IsOpen(at, at + therapy.Length, clinic.Time)
            && SeparationRule.Check(at, at + therapy.Length, spans, clinic.Settings, clinic.Time) is null
            && !others.Exists((own with { From = at, To = at + therapy.Length }).Clashes);
    }
}
