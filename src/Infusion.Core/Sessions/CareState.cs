using System.Collections.Immutable;
using Infusion.Core.Quantities;

namespace Infusion.Core.Sessions;

public sealed record AdverseEvent(Guid Id, AdverseEventCode Code, int Grade, DateTimeOffset Onset)
{
    public AdverseEventOutcome? Outcome { get; init; }

    /// <summary>When the outcome was; null: none is charted.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}

public sealed record Rescue(
    Guid Id, RescueMedication Medication, decimal Dose, RescueUnit Unit, RescueRoute Route, DateTimeOffset At, Guid? Note)
{
    public RescueResponse? Response { get; init; }
}

public sealed record Arrival(Responder Who, DateTimeOffset At);

/// <summary>Somebody called for help here, and nobody has ended it yet.</summary>
public sealed record Emergency(EmergencyKind Kind, DateTimeOffset CalledAt, string CalledBy, ImmutableArray<Arrival> Arrivals);

/// <summary>The one dose of a session that is no infusion.</summary>
public sealed record SingleDose(DoseRoute Route, Mass Dose, DateTimeOffset At);

/// <summary>What people charted at the chair, as it stands.</summary>
public sealed record CareState
{
    public static CareState None { get; } = new();

    /// <summary>People measure what a monitor would.</summary>
    public bool VitalsByHand { get; init; }

    public SingleDose? Dose { get; init; }

    public ImmutableArray<AdverseEvent> AdverseEvents { get; init; } = [];

    public ImmutableArray<Rescue> Rescues { get; init; } = [];

    /// <summary>What is on.</summary>
    public ImmutableArray<SettingItem> Setting { get; init; } = [];

    /// <summary>Null: none is under way.</summary>
    public Emergency? Emergency { get; init; }

    internal CareState With(CareEvent happened) => happened switch
    {
        VitalsByHandSet e => this with { VitalsByHand = e.IsOn },
        DoseGiven e => this with { Dose = new SingleDose(e.Route, e.Dose, e.At) },
        AdverseEventCharted e => this with { AdverseEvents = AdverseEvents.Add(new AdverseEvent(e.AdverseEvent, e.Code, e.Grade, e.At)) },
        AdverseEventOutcomeCharted e => this with
        {
            AdverseEvents = [.. AdverseEvents.Select(each =>
                each.Id == e.AdverseEvent ? each with { Outcome = e.Outcome, EndedAt = e.At } : each)],
        },
        RescueGiven e => this with { Rescues = Rescues.Add(new Rescue(e.Rescue, e.Medication, e.Dose, e.Unit, e.Route, e.At, e.Note)) },
        RescueResponseCharted e => this with
        {
            Rescues = [.. Rescues.Select(each => each.Id == e.Rescue ? each with { Response = e.Response } : each)],
        },
        SettingCharted { IsOn: true } e => this with { Setting = Setting.Contains(e.Item) ? Setting : Setting.Add(e.Item) },
        SettingCharted e => this with { Setting = Setting.Remove(e.Item) },
        EmergencyCalled e => this with { Emergency = new Emergency(e.Kind, e.At, e.By, []) },
        EmergencyArrived e => this with
        {
            Emergency = Emergency is { } known ? known with { Arrivals = known.Arrivals.Add(new Arrival(e.Who, e.At)) } : null,
        },
        EmergencyEnded => this with { Emergency = null },
        _ => this,
    };
}
