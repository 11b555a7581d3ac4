using System.Numerics;
using Infusion.Core.Clinics;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety;

/// <summary>Finds what holds at one evaluation: cheaply, as every rule that it rules out is one not asked.</summary>
static class FactFinder
{
    /// <summary>What rules about a session as a whole may name.</summary>
    /// <param name="wanted">Facts beside these are found where that costs nothing.</param>
    public static Facts OfSession(SessionLive live, DateTimeOffset now, Facts wanted)
    {
        var facts = Facts.Always | Fact.In(live.State.Phase);
        if ((wanted & Facts.NothingOverdue) != Facts.None && live.Observations.IsNothingOverdue(live.State, now))
        {
            facts |= Facts.NothingOverdue;
        }

        if (live.State.Baseline.ContainsKey(Metric.NibpSystolic))
        {
            facts |= Facts.PressureBefore;
        }

        var bands = live.CalmBands;
        for (var vitals = Fact.VitalsOf(wanted); vitals != 0; vitals &= vitals - 1)
        {
            facts |= OfVital(live, bands, (Metric)BitOperations.TrailingZeroCount(vitals), now);
        }

        return facts;
    }

    /// <summary>What rules about a device may name.</summary>
    /// <param name="wanted">Facts beside these are found where that costs nothing.</param>
    public static Facts OfDevice(ClinicState state, SessionLive? live, DeviceLive device, DateTimeOffset now, Facts wanted)
    {
        var limits = live?.Limits ?? state.Configuration.Limits;
        var facts = Facts.Always
            | (live is not null ? Fact.In(live.State.Phase) : Facts.NoSession)
            | (device.IsRegistered ? Facts.Registered : Facts.None)
            | (device.RestartedAt is null ? Facts.NeverRestarted : Facts.None)
            | (device.Missing.IsNone ? Facts.NothingMissing : Facts.None);
        if (device.OfflineSince is null && device.LastLiveReceivedAt is { } heard && now - heard < limits.TelemetryLostAfter)
        {
            facts |= Facts.Heard;
        }

        if (device.HomeChair is not { } home || home == live?.State.Chair)
        {
            facts |= Facts.AtItsChair;
        }

        if (device.LastReport?.Battery is not { } battery || battery >= Rules.DeviceBatteryIsLow.Enough)
        {
            facts |= Facts.BatteryHolds;
        }

        if (device.Clock.UnusableSince is null && device.Clock.Jump is null)
        {
            facts |= Facts.ClockRuns;
        }

        return facts | (device.Kind == DeviceKind.Pump ? OfPump(state, live, device, limits, now, wanted) : Facts.NoPump);
    }

    static Facts OfPump(
        ClinicState state, SessionLive? live, DeviceLive pump, SafetyLimits limits, DateTimeOffset now, Facts wanted)
    {
        var facts = pump.IsDelivering(now) == true && pump.Pump!.Mode != PumpMode.KeepVeinOpen ? Facts.Delivers : Facts.None;
        if (live is null)
        {
            return facts;
        }

        // A tick asks about few of these, and each costs arithmetic.
        const Facts ofOrder = Facts.DoseNotIn | Facts.RateAsOrdered | Facts.VolumeAsOrdered | Facts.ConcentrationAsOrdered
            | Facts.DoseRateAsOrdered | Facts.BelowCaps | Facts.DrugAsOrdered;
        if ((wanted & ofOrder) != Facts.None)
        {
            var given = live.Given;
            facts |= live.AsOrdered(live.Protocol(state.Configuration)).Of(pump, given);
            facts |= given < live.State.Order.Dose ? Facts.DoseNotIn : Facts.None;
        }

        return facts
            | (live.Estimate.PlasmaPeakIfItGoesOn is not { } peak || peak <= limits.EstimatedPlasmaCeilingNgPerMl
                ? Facts.PeakBelowCeiling
                : Facts.None)
            | (live.Account.Bolus is null ? Facts.NoBolus : Facts.None)
            | (live.Account.WentBack is null ? Facts.CounterGoesOn : Facts.None);
    }

    static Facts OfVital(SessionLive live, CalmBands bands, Metric metric, DateTimeOffset now)
    {
        ref readonly var word = ref live.WordOn(metric);
        if (!word.HasValue)
        {
            return Fact.Absent(metric);
        }

        ref readonly var said = ref Nullable.GetValueRefOrDefaultRef(in word);
        return said.Quality == Quality.Valid
            && now - said.At < MetricTable.StaleAfter(metric) && bands.Hold(metric, said.Value.GetValueOrDefault())
            ? Fact.Calm(metric)
            : Facts.None;
    }
}
