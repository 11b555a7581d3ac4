using System.Collections.Immutable;

namespace Infusion.Core.Pathway;

/// <summary>A patient's plan: what its events say.</summary>
public sealed record TreatmentPlan(Guid Id, Guid Patient, PlanTerms Terms, DateTimeOffset OpenedAt, string OpenedBy)
{
    public ImmutableArray<InfusionAppointment> Infusions { get; init; } = [];

    public ImmutableArray<TherapyAppointment> Therapy { get; init; } = [];

    /// <summary>Oldest first.</summary>
    public ImmutableArray<OfferAnswered> Offers { get; init; } = [];

    /// <summary>Oldest first.</summary>
    public ImmutableArray<PlanReviewed> Reviews { get; init; } = [];

    /// <summary>Infusions shortly before it was opened.</summary>
    public ImmutableArray<InfusionSpan> Before { get; init; } = [];

    public bool PainReported { get; init; }

    /// <summary>Null: it goes on.</summary>
    public PlanClosed? Closed { get; init; }

    /// <summary>Events so far.</summary>
    public int EventCount { get; init; }

    /// <summary>Every infusion that talk therapy is kept apart from.</summary>
    public IEnumerable<InfusionSpan> Spans => Before.Concat(Infusions.Where(each => !each.IsCancelled).Select(each => each.Span));

    /// <summary>Given, of the series.</summary>
    public int Given => Infusions.Count(each => each is { Kind: InfusionKind.Series, Standing: InfusionStanding.Given });

    /// <summary>Given, under way or planned, of the series.</summary>
    public int Taken => Infusions.Count(each => each is { Kind: InfusionKind.Series, IsCancelled: false });

    public InfusionAppointment? Infusion(Guid appointment) => Infusions.FirstOrDefault(each => each.Id == appointment);

    public TherapyAppointment? TherapyOf(Guid appointment) => Therapy.FirstOrDefault(each => each.Id == appointment);

    /// <returns>The newest word on it; null: it was never offered.</returns>
    public OfferAnswered? Answer(Offer what, Guid? infusion = null) => Offers.LastOrDefault(each => each.What == what && each.Infusion == infusion);

    /// <returns>Null: the stream does not begin with an opening.</returns>
    public static TreatmentPlan? Of(Guid plan, IEnumerable<PathwayEvent> events) =>
        events.Aggregate((TreatmentPlan?)null, (state, happened) => Evolve(state, happened, plan));

    public static TreatmentPlan? Evolve(TreatmentPlan? plan, PathwayEvent happened, Guid id) => happened is PlanOpened opened
        ? new TreatmentPlan(id, opened.Patient, opened.Terms, opened.At, opened.By) { Before = opened.Before, EventCount = 1 }
        : plan?.With(happened) is { } after ? after with { EventCount = plan.EventCount + 1 } : null;

    TreatmentPlan With(PathwayEvent happened) => happened switch
    {
        PlanRevised e => this with { Terms = e.Terms },
        PlanReviewed e => this with { Reviews = Reviews.Add(e) },
        PlanClosed e => this with { Closed = e },
        OfferAnswered e => this with { Offers = Offers.Add(e) },
        Pathway.PainReported => this with { PainReported = true },
        InfusionPlanned e => this with { Infusions = Infusions.Add(new(e.Appointment, e.Kind, e.From, e.Length, e.Chair)) },
        InfusionMoved e => OnInfusion(e.Appointment, each => each with { From = e.From, Length = e.Length, Chair = e.Chair, Moves = each.Moves + 1 }),
        InfusionCancelled e => OnInfusion(e.Appointment, each => each with { IsCancelled = true }),
        InfusionLinked e => OnInfusion(e.Appointment, each => each with { Session = e.Session }),
        InfusionUnlinked e => OnInfusion(e.Appointment, each => each with { Session = null, StartedAt = null }),
        InfusionBegan e => OnInfusion(e.Appointment, each => each with { StartedAt = e.StartedAt }),
        InfusionEnded e => OnInfusion(e.Appointment, each => each with { EndedAt = e.EndedAt }),
        TherapyPlanned e => this with { Therapy = Therapy.Add(new(e.Appointment, e.After, e.Therapist, e.From, e.Length)) },
        TherapyMoved e => OnTherapy(e.Appointment, each => each with { Therapist = e.Therapist, From = e.From, Length = e.Length, Moves = each.Moves + 1 }),
        TherapyCancelled e => OnTherapy(e.Appointment, each => each with { Standing = TherapyStanding.Cancelled }),
        TherapyRecorded e => OnTherapy(e.Appointment, each => each with
        {
            Standing = e.Attended ? TherapyStanding.Attended : TherapyStanding.NotAttended,
            Themes = e.Themes,
            NextSteps = e.NextSteps,
        }),
        HandOffSeen e => OnTherapy(e.Appointment, each => each with { HandOffSeenAt = e.At }),
        _ => this,
    };

    TreatmentPlan OnInfusion(Guid appointment, Func<InfusionAppointment, InfusionAppointment> change) =>
        this with { Infusions = [.. Infusions.Select(each => each.Id == appointment ? change(each) : each)] };

    TreatmentPlan OnTherapy(Guid appointment, Func<TherapyAppointment, TherapyAppointment> change) =>
        this with { Therapy = [.. Therapy.Select(each => each.Id == appointment ? change(each) : each)] };
}
