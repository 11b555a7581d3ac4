using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Dosing;

/// <summary>One account of an infusion: as ordered, as the pump is set, or as it was given. Null: unknown.</summary>
/// <param name="Rate">Delivered: what the pump runs at now, 0 while it does not.</param>
/// <param name="Minutes">Delivered: in which the pump said that it delivers.</param>
public sealed record DoseColumn(
    string? Drug, Mass? Dose, Volume? Volume, Concentration? Concentration, Rate? Rate, decimal? MilligramsPerKilogramPerHour, decimal? Minutes);

/// <summary>Where an account differs from the order by more than the limits allow.</summary>
[Flags]
public enum DoseDifference
{
    None = 0,
    ProgrammedDrug = 1,
    ProgrammedVolume = 2,
    ProgrammedConcentration = 4,
    ProgrammedRate = 8,
    DeliveredRate = 16,
    DeliveredDose = 32,

    /// <summary>What was given differs from what should have been by now.</summary>
    Expected = 64,
}

/// <summary>Order, programme and delivery of one session beside each other, as of an instant.</summary>
/// <param name="ExpectedByNow">By the ordered rate over the charted time, pauses left out, up to the ordered dose; null: not started.</param>
/// <param name="Segments">Stretches of one rate so far.</param>
public sealed record Reconciliation(
    DoseColumn Ordered,
    DoseColumn Programmed,
    DoseColumn Delivered,
    Mass? ExpectedByNow,
    DoseDifference Differences,
    int Segments,
    int Boluses,
    Volume BolusVolume,
    Volume KeepVeinOpen,
    TimeSpan Paused)
{
    /// <summary>Delivered less expected, mg; null: one of them is not known.</summary>
    public decimal? AheadMg => Delivered.Dose is { } given && ExpectedByNow is { } expected ? given.Milligrams - expected.Milligrams : null;

    /// <param name="pump">The attached one; null: none is.</param>
    /// <param name="protocol">By whose names the drug is judged; null: not known.</param>
    public static Reconciliation Of(SessionLive live, DeviceLive? pump, InfusionProtocol? protocol, DateTimeOffset now)
    {
        var (order, state) = (live.State.Order, live.State);
        var (ordered, programmed, delivered) = (OrderedBy(order), ProgrammedOn(pump, order), DeliveredTo(live, pump, order, now));
        Mass? expected = state.InfusingTime(now) is { } time && time >= TimeSpan.Zero
            ? Less(order.Rate * time * order.Concentration, order.Dose)
            : null;
        return new Reconciliation(
            ordered, programmed, delivered, expected, Compare(live, protocol, programmed, delivered, expected),
            state.SegmentCount, state.BolusCount, state.BolusVolume, live.Flow.KeepVeinOpen,
            state.PausedTime + (state.Phase == SessionPhase.Paused ? now - state.PhaseSince : TimeSpan.Zero));
    }

    static DoseColumn OrderedBy(InfusionOrder order) => new(
        order.Drug, order.Dose, order.Volume, order.Concentration, order.Rate, order.MilligramsPerKilogramPerHour, Minutes(order.Duration));

    static DoseColumn ProgrammedOn(DeviceLive? pump, InfusionOrder order)
    {
        Volume? volume = pump?.ToBeInfusedMl is { } millilitres ? Volume.FromMillilitres(millilitres) : null;
        Rate? rate = pump?.ProgrammedRateMlPerHour is { } perHour ? Rate.FromMillilitresPerHour(perHour) : null;
        Concentration? concentration = pump?.ConcentrationMgPerMl is { } stated ? Concentration.FromMilligramsPerMillilitre(stated) : null;
        return new DoseColumn(
            pump?.Pump?.Drug,
            volume * concentration,
            volume,
            concentration,
            rate,
            (rate * concentration)?.MilligramsPerKilogramPerHour(order.Weight),
            volume?.Millilitres * 60m / (rate is { MillilitresPerHour: > 0m } running ? running.MillilitresPerHour : null));
    }

    static DoseColumn DeliveredTo(SessionLive live, DeviceLive? pump, InfusionOrder order, DateTimeOffset now)
    {
        Rate? rate = pump is { LastLiveAt: { } at } && now - at < DeviceLive.PumpStaleAfter
            ? pump.Pump?.Status switch
            {
                PumpStatus.Infusing when pump.RateMlPerHour is { } perHour => Rate.FromMillilitresPerHour(perHour),
                PumpStatus.NotInfusing => default(Rate),
                _ => null,
            }
            : null;
        return new DoseColumn(
            null,
            live.Given,
            live.Delivered,
            null,
            rate,
            (rate * order.Concentration)?.MilligramsPerKilogramPerHour(order.Weight),
            live.Delivered is null ? null : Minutes(live.Flow.Delivering));
    }

    static DoseDifference Compare(SessionLive live, InfusionProtocol? protocol, DoseColumn programmed, DoseColumn delivered, Mass? expected)
    {
        var (limits, order) = (live.Limits, live.State.Order);
        var (dose, rate, volume) = (order.Dose.Milligrams, order.Rate.MillilitresPerHour, programmed.Volume?.Millilitres);
        var left = order.Volume.Since(live.Delivered ?? default).Millilitres;
        var isRunning = delivered.Rate is { MillilitresPerHour: > 0m } && live.State.Phase == SessionPhase.Infusing;
        var isWhole = !Differs(order.Volume.Millilitres, volume, limits.VolumeToleranceFraction, limits.VolumeToleranceMl);
        var isRest = !Differs(left, volume, limits.VolumeToleranceFraction, limits.VolumeToleranceMl);
        var isConcentration = !Differs(
            order.Concentration.MilligramsPerMillilitre, programmed.Concentration?.MilligramsPerMillilitre, limits.ConcentrationToleranceFraction);
        return Flag(DoseDifference.ProgrammedDrug, programmed.Drug is { } drug && protocol?.IsDrug(drug) == false)
            | Flag(DoseDifference.ProgrammedVolume, !isWhole && !isRest)
            | Flag(DoseDifference.ProgrammedConcentration, !isConcentration)
            | Flag(DoseDifference.ProgrammedRate, Differs(rate, programmed.Rate?.MillilitresPerHour, limits.RateToleranceFraction))
            | Flag(DoseDifference.DeliveredRate, isRunning && Differs(rate, delivered.Rate.GetValueOrDefault().MillilitresPerHour, limits.RateToleranceFraction))
            | Flag(DoseDifference.DeliveredDose, delivered.Dose?.Milligrams > dose * (1 + limits.DoseToleranceFraction))
            | Flag(
                DoseDifference.Expected,
                Differs(expected?.Milligrams, delivered.Dose?.Milligrams, 0m, dose * limits.DoseToleranceFraction));
    }

    /// <summary>What is not known does not differ: it is unknown, and shown so.</summary>
    static bool Differs(decimal? expected, decimal? observed, decimal fraction, decimal atLeast = 0m) =>
        expected is { } wanted && observed is { } seen
        && PumpRule.Against(wanted, seen, fraction, atLeast, default).Verdict == Verdict.Breach;

    static DoseDifference Flag(DoseDifference flag, bool isUp) => isUp ? flag : DoseDifference.None;

    static Mass Less(Mass left, Mass right) => left < right ? left : right;

    static decimal Minutes(TimeSpan span) => (decimal)span.Ticks / TimeSpan.TicksPerMinute;
}
