namespace Infusion.Core.Pathway;

/// <summary>A time that a patient, and a chair or a therapist, is taken.</summary>
/// <param name="Chair">Null: it is talk therapy.</param>
/// <param name="Therapist">Null: it is an infusion.</param>
public sealed record Booking(Guid Appointment, Guid Patient, string? Chair, string? Therapist, DateTimeOffset From, DateTimeOffset To)
{
    public static IEnumerable<Booking> Of(TreatmentPlan plan) =>
        plan.Infusions.Where(each => !each.IsCancelled)
            .Select(each => new Booking(each.Id, plan.Patient, each.Chair, null, each.From, each.To))
            .Concat(plan.Therapy.Where(each => each.Standing is not TherapyStanding.Cancelled)
                .Select(each => new Booking(each.Id, plan.Patient, null, each.Therapist, each.From, each.To)));

    /// <summary>Nobody and nothing is in two places. One that ends when the other begins is none.</summary>
    public bool Clashes(Booking other) => Appointment != other.Appointment && From < other.To && other.From < To
        && (Patient == other.Patient || (Chair is not null && Chair == other.Chair) || (Therapist is not null && Therapist == other.Therapist));

    /// <summary>A sentence; the other patient stays unnamed.</summary>
    public string ClashWith(Booking other, ClinicTime time)
    {
        var when = time.Words(other.From, other.To);
        return Patient == other.Patient
            ? $"The patient has {(other.Chair is null ? "talk therapy" : $"an infusion on chair {other.Chair}")} {when}."
            : Chair is not null && Chair == other.Chair
                ? $"Chair {Chair} is taken by another patient's infusion {when}."
                : $"The therapist has another appointment {when}.";
    }
}
