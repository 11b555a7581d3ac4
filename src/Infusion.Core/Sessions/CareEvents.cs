using System.Collections.Immutable;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Sessions;

/// <summary>What people saw and did at the chair. <see cref="SessionEvent.At"/> is when it was, which may be before it was charted.</summary>
public abstract record CareEvent(DateTimeOffset At, string By) : EnteredEvent(At);

/// <summary>A value that a person measured, in the metric's unit.</summary>
public readonly record struct HandVital(Metric Metric, decimal Value);

public sealed record VitalsCharted(DateTimeOffset At, ImmutableArray<HandVital> Values, string By) : CareEvent(At, By)
{
    /// <summary>What the schedule may have asked for.</summary>
    public IEnumerable<Observation> Observed() =>
        Values.Select(each => each.Metric switch
        {
            Metric.NibpSystolic => Observation.BloodPressure,
            Metric.SpO2 => Observation.SpO2,
            _ => Observation.Unknown,
        }).Where(what => what is not Observation.Unknown);

    /// <returns>Null: not measured.</returns>
    public decimal? Of(Metric metric)
    {
        foreach (var each in Values)
        {
            if (each.Metric == metric)
            {
                return each.Value;
            }
        }

        return null;
    }
}

/// <summary>What a person says of what a device measured then. The reading itself stands as it was sent.</summary>
public sealed record VitalReviewed(DateTimeOffset At, Metric Metric, string Device, VitalVerdict Verdict, string By) : CareEvent(At, By);

/// <summary>From now on people measure what a monitor would, or no more.</summary>
public sealed record VitalsByHandSet(DateTimeOffset At, bool IsOn, string By) : CareEvent(At, By);

/// <summary>The one dose of a session that is no infusion.</summary>
public sealed record DoseGiven(DateTimeOffset At, DoseRoute Route, Mass Dose, string By) : CareEvent(At, By);

/// <param name="Grade">1 mild to 5 death.</param>
public sealed record AdverseEventCharted(DateTimeOffset At, Guid AdverseEvent, AdverseEventCode Code, int Grade, string By) : CareEvent(At, By);

public sealed record AdverseEventOutcomeCharted(
    DateTimeOffset At, Guid AdverseEvent, AdverseEventOutcome Outcome, string By) : CareEvent(At, By);

/// <param name="Note">The erasable document that names a medication not on the list; null: it is on it.</param>
public sealed record RescueGiven(
    DateTimeOffset At, Guid Rescue, RescueMedication Medication, decimal Dose, RescueUnit Unit, RescueRoute Route, Guid? Note, string By) : CareEvent(At, By);

public sealed record RescueResponseCharted(DateTimeOffset At, Guid Rescue, RescueResponse Response, string By) : CareEvent(At, By);

public sealed record SettingCharted(DateTimeOffset At, SettingItem Item, bool IsOn, string By) : CareEvent(At, By);

public sealed record EmergencyCalled(DateTimeOffset At, EmergencyKind Kind, string By) : CareEvent(At, By);

public sealed record EmergencyArrived(DateTimeOffset At, Responder Who, string By) : CareEvent(At, By);

public sealed record EmergencyEnded(DateTimeOffset At, string By) : CareEvent(At, By);
