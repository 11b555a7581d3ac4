using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety;

/// <summary>Finds what holds at one evaluation: cheaply, as every rule that it rules out is one not asked.</summary>
static class FactFinder
{
    /// <summary>What rules about a session as a whole may name.</summary>
    public static Facts OfSession(SessionLive live, DateTimeOffset now)
    {
        var facts = Facts.Always | Fact.In(live.State.Phase);
        if (live.Observations.IsNothingOverdue(live.State, now))
        {
            facts |= Facts.NothingOverdue;
        }

        if (live.State.Baseline.ContainsKey(Metric.NibpSystolic))
        {
            facts |= Facts.PressureBefore;
        }

        for (var metric = Metric.HeartRate; metric <= Metric.NibpPulseRate; metric++)
        {
            facts |= OfVital(live, metric, now);
        }

        return facts;
    }

    /// <summary>What rules about a device may name.</summary>
    public static Facts OfDevice(in SafetyView view, DeviceLive device)
    {
        var facts = Facts.Always
            | (view.Session is { } live ? Fact.In(live.State.Phase) : Facts.NoSession)
            | (device.IsRegistered ? Facts.Registered : Facts.None)
            | (device.RestartedAt is null ? Facts.NeverRestarted : Facts.None)
            | (device.Missing.IsNone ? Facts.NothingMissing : Facts.None);
        if (device.OfflineSince is null && device.LastLiveReceivedAt is { } heard && view.Now - heard < view.Limits.TelemetryLostAfter)
        {
            facts |= Facts.Heard;
        }

        if (device.HomeChair is not { } home || home == view.Session?.State.Chair)
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

        return facts | (device.Kind == DeviceKind.Pump ? OfPump(view, device) : Facts.NoPump);
    }

    static Facts OfPump(in SafetyView view, DeviceLive pump)
    {
        var facts = view.IsDelivering == true && pump.Pump!.Mode != PumpMode.KeepVeinOpen ? Facts.Delivers : Facts.None;
        if (view.Session is not { } live)
        {
            return facts;
        }

        var dose = live.State.Order.Dose;
        return facts
            | (live.Account.Bolus is null ? Facts.NoBolus : Facts.None)
            | (live.Account.WentBack is null ? Facts.CounterGoesOn : Facts.None)
            | (live.Given is { } given && given < dose ? Facts.DoseNotIn : Facts.None);
    }

    static Facts OfVital(SessionLive live, Metric metric, DateTimeOffset now)
    {
        ref readonly var word = ref live.WordOn(metric);
        if (!word.HasValue)
        {
            return Fact.Absent(metric);
        }

        ref readonly var said = ref Nullable.GetValueRefOrDefaultRef(in word);
        return said.Quality == Quality.Valid
            && now - said.At < MetricTable.StaleAfter(metric) && live.CalmBands.Hold(metric, said.Value.GetValueOrDefault())
            ? Fact.Calm(metric)
            : Facts.None;
    }
}
