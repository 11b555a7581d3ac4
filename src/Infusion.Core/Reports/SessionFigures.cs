using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;

namespace Infusion.Core.Reports;

/// <summary>What can be said of the dose that a session gave.</summary>
public enum DoseStanding : byte
{
    /// <summary>No pump was heard to deliver and no dose was charted by hand: nothing is said, least of all zero.</summary>
    NotKnown = 0,

    /// <summary>The pump delivers: what stands here is of the segments that have ended, and more flows.</summary>
    StillFlows = 1,

    Known = 2,
}

/// <summary>How many alarms of a priority, the gravest that each had, and of how many of them somebody did something.</summary>
public readonly record struct AlarmCount(int High, int Medium, int Low, int ActedOn)
{
    public int All => High + Medium + Low;

    public static AlarmCount Of(IReadOnlyCollection<AlarmSpan> alarms) => new(
        alarms.Count(each => each.Gravest == AlarmPriority.High),
        alarms.Count(each => each.Gravest == AlarmPriority.Medium),
        alarms.Count(each => each.Gravest == AlarmPriority.Low),
        alarms.Count(each => each.ActedAt is not null));
}

/// <summary>One session in numbers: what was ordered, how the pump was set, what was given, and the alarms, by its events alone.</summary>
/// <param name="Order">As it stands now.</param>
/// <param name="SetRates">At which the pump began to deliver or went on, in their order; of this patient's pumps alone.</param>
/// <param name="Delivered">By the charted segments and boluses at the ordered concentration, or by hand; null: not known.</param>
/// <param name="Infused">By the charted start, stop and pauses; null: not started, or not stopped yet.</param>
public sealed record SessionFigures(
    Guid Session,
    Guid Patient,
    string Chair,
    SessionPhase Phase,
    DateTimeOffset PlannedAt,
    DateTimeOffset? CheckedInAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? StoppedAt,
    DateTimeOffset? DischargedAt,
    InfusionOrder Order,
    ImmutableArray<Rate> SetRates,
    Mass? Delivered,
    DoseStanding Standing,
    TimeSpan? Infused,
    AlarmCount Alarms)
{
    /// <summary>Given by the weight of the order; null: not known.</summary>
    public decimal? DeliveredMilligramsPerKilogram => Delivered?.Milligrams / Order.Weight.Kilograms;

    /// <summary>Given less ordered, in percent of ordered. Null: not known, still flowing, or nothing was ordered to compare with.</summary>
    public decimal? DeviationPercent => Standing == DoseStanding.Known && Delivered is { } given && Order.Dose.Milligrams > 0m
        ? (given.Milligrams - Order.Dose.Milligrams) * 100m / Order.Dose.Milligrams
        : null;

    /// <summary>The highest rate that the pump was set to less the ordered one, in percent of it; null: no rate was told, or none was ordered.</summary>
    public decimal? RateDeviationPercent => !SetRates.IsEmpty && Order.Rate.MillilitresPerHour > 0m
        ? (SetRates.Max(rate => rate.MillilitresPerHour) - Order.Rate.MillilitresPerHour) * 100m / Order.Rate.MillilitresPerHour
        : null;

    /// <param name="events">Those that made the state, in order.</param>
    public static SessionFigures Of(SessionState state, IReadOnlyCollection<SessionEvent> events)
    {
        var (delivered, standing) = Dose(state);
        return new SessionFigures(
            state.Id, state.Patient, state.Chair, state.Phase, state.PlannedAt, state.CheckedInAt, state.StartedAt, state.StoppedAt, state.DischargedAt,
            state.Order, [.. SetRatesOf(state, events)], delivered, standing,
            state.StoppedAt is { } stopped ? state.InfusingTime(stopped) : null,
            AlarmCount.Of(SessionAlarms.Of(state.Id, events).Alarms));
    }

    static (Mass? Delivered, DoseStanding Standing) Dose(SessionState state) => state switch
    {
        { Care.Dose: { } byHand } => (byHand.Dose, DoseStanding.Known),
        { OpenSegment: not null } => (state.ClosedSegmentsVolume * state.Order.Concentration, DoseStanding.StillFlows),
        { SegmentCount: 0, BolusCount: 0 } => (null, DoseStanding.NotKnown),
        _ => (state.ClosedSegmentsVolume * state.Order.Concentration, DoseStanding.Known),
    };

    /// <summary>After a correction of whose a device was, its associations say which of the pump's words are about this patient.</summary>
    static IEnumerable<Rate> SetRatesOf(SessionState state, IEnumerable<SessionEvent> events)
    {
        foreach (var happened in events)
        {
            (string Device, Rate Rate)? set = happened switch
            {
                DeliveryStarted e => (e.Device, e.Rate),
                RateChanged e => (e.Device, e.To),
                _ => null,
            };
            if (set is var (device, rate) && state.Associations.Any(each => each.Device == device && each.Covers(happened.At)))
            {
                yield return rate;
            }
        }
    }
}
