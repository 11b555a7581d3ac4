using Infusion.Core.Sessions;

namespace Infusion.Server.Live;

public sealed record ArrivalView(Responder Who, DateTimeOffset At);

public sealed record EmergencyView(EmergencyKind Kind, DateTimeOffset CalledAt, string CalledBy, IReadOnlyList<ArrivalView> Arrivals);

/// <param name="Outcome">Null: none is charted yet.</param>
public sealed record AdverseEventView(
    Guid Id, AdverseEventCode Code, int Grade, DateTimeOffset Onset, AdverseEventOutcome? Outcome, DateTimeOffset? EndedAt);

/// <param name="Medication">"other": its name stands in the chart.</param>
/// <param name="Response">Null: none is charted yet.</param>
public sealed record RescueView(
    Guid Id, RescueMedication Medication, decimal Dose, RescueUnit Unit, RescueRoute Route, DateTimeOffset At, RescueResponse? Response);

public sealed record SingleDoseView(DoseRoute Route, decimal DoseMg, DateTimeOffset At);

/// <summary>What people charted at the chair, as it stands.</summary>
/// <param name="Route">As ordered.</param>
/// <param name="VitalsByHand">People measure what a monitor would.</param>
/// <param name="PumpBeganAt">When drug first flowed by the pump; null: not yet, or not known.</param>
/// <param name="Emergency">Null: none is under way.</param>
public sealed record CareView(
    DoseRoute Route,
    bool VitalsByHand,
    DateTimeOffset? PumpBeganAt,
    SingleDoseView? Dose,
    IReadOnlyList<AdverseEventView> AdverseEvents,
    IReadOnlyList<RescueView> Rescues,
    IReadOnlyList<SettingItem> Setting,
    EmergencyView? Emergency);

/// <summary>Pure.</summary>
static class CareViews
{
    public static CareView Build(SessionState state)
    {
        var care = state.Care;
        return new CareView(
            state.Order.Route,
            care.VitalsByHand,
            state.DeliveryBeganAt,
            care.Dose is { } dose ? new SingleDoseView(dose.Route, dose.Dose.Milligrams, dose.At) : null,
            [.. care.AdverseEvents.Select(each => new AdverseEventView(each.Id, each.Code, each.Grade, each.Onset, each.Outcome, each.EndedAt))],
            [.. care.Rescues.Select(each => new RescueView(each.Id, each.Medication, each.Dose, each.Unit, each.Route, each.At, each.Response))],
            care.Setting,
            care.Emergency is { } emergency
                ? new EmergencyView(
                    emergency.Kind, emergency.CalledAt, emergency.CalledBy,
                    [.. emergency.Arrivals.Select(each => new ArrivalView(each.Who, each.At))])
                : null);
    }
}
