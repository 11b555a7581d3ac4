using System.Collections.Immutable;
using Infusion.Core.Clinics;

namespace Infusion.Core.Pathway;

/// <summary>Every open plan of a clinic, and its rules: what decides whether two appointments can be.</summary>
public sealed record ClinicPathway
{
    public static ClinicPathway None { get; } = new();

    public PathwaySettings Settings { get; init; } = PathwaySettings.Default;

    /// <summary>Events of the clinic's own pathway stream so far.</summary>
    public int EventCount { get; init; }

    /// <summary>By id; a plan that was closed by this writer stays until the next one begins.</summary>
    public ImmutableDictionary<Guid, TreatmentPlan> Plans { get; init; } = ImmutableDictionary<Guid, TreatmentPlan>.Empty;

    public IEnumerable<TreatmentPlan> Open => Plans.Values.Where(plan => plan.Closed is null);

    /// <summary>What the chairs, the therapists and the patients are taken by.</summary>
    public IEnumerable<Booking> Bookings => Open.SelectMany(Booking.Of);

    /// <summary>The stream of a clinic's own rules.</summary>
    public static Guid StreamOf(string clinic) => DerivedId.Of($"{clinic}|pathway");

    /// <summary>The stream, and the notes, of a plan. A client makes a plan's id, and must not meet another stream by it.</summary>
    public static Guid StreamOf(Guid plan) => DerivedId.Of($"{plan:N}|plan");

    public TreatmentPlan? OfPatient(Guid patient) => Open.FirstOrDefault(plan => plan.Patient == patient);

    /// <summary>An appointment's id is the client's too, and is given once.</summary>
    public bool Knows(Guid appointment) =>
        Plans.Values.Any(plan => plan.Infusion(appointment) is not null || plan.TherapyOf(appointment) is not null);

    /// <param name="plan">Of the clinic's own rules: any.</param>
    public ClinicPathway With(Guid plan, PathwayEvent happened) => happened is PathwayConfigured configured
        ? this with { Settings = configured.Settings, EventCount = EventCount + 1 }
        : TreatmentPlan.Evolve(Plans.GetValueOrDefault(plan), happened, plan) is { } after
            ? this with { Plans = Plans.SetItem(plan, after) }
            : this;
}
