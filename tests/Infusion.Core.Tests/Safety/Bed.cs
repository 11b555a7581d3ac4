using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

/// <summary>One patient on one monitor under the staged sample limits, the cuff measured at 120/80 (95) before the start.</summary>
static class Bed
{
    /// <summary>Asks for no SpO2 while the infusion runs, and for no check-in: most tests tell of one vital alone.</summary>
    static readonly SafetyLimits Staged = SampleLimits.Staged with { UnmonitoredAfter = null, CheckInDelay = TimeSpan.FromDays(1) };

    public static Ward Infusing(SafetyLimits? limits = null)
    {
        var ward = new Ward(limits ?? Staged).Ready().After(1);
        ward.Cuff(120m, own: ward.Now);
        return ward.Accept(new StartInfusion(ward.NextId(), Ward.FirstSession, "nurse-1")).After(1);
    }

    /// <summary>The staged set with only the limits of one side of a metric.</summary>
    public static SafetyLimits Only(Metric metric, LimitSide side) =>
        new() { Vitals = [.. SampleLimits.Staged.Of(metric, side)] };

    public static Ward Unmonitored(SafetyLimits? limits = null) => new Ward(limits ?? Staged).Planned().WithDevices().After(1);

    /// <summary>One message; null is "no value".</summary>
    public static Ward Tell(this Ward ward, params (Metric Metric, decimal? Value)[] values) => Tell(ward, Quality.Valid, values);

    public static Ward Tell(this Ward ward, Quality quality, params (Metric Metric, decimal? Value)[] values)
    {
        ward.Observe(ward.NewReading("mon-1", [.. values.Select(each =>
            MetricTable.ToSample(each.Metric, each.Value ?? -999m, each.Value is null ? Quality.Invalid : quality))]));
        return ward;
    }

    /// <summary>Told now, and again each second for so long.</summary>
    public static Ward Hold(this Ward ward, int seconds, params (Metric Metric, decimal? Value)[] values) =>
        Hold(ward, seconds, Quality.Valid, values);

    public static Ward Hold(this Ward ward, int seconds, Quality quality, params (Metric Metric, decimal? Value)[] values)
    {
        ward.Tell(quality, values);
        for (var second = 0; second < seconds; second++)
        {
            ward.After(1).Tell(quality, values);
        }

        return ward;
    }

    /// <summary>A cuff measurement of now.</summary>
    public static Ward Measure(this Ward ward, decimal systolic, decimal diastolic = 80m, decimal mean = 95m)
    {
        ward.Cuff(systolic, diastolic, mean, ward.Now);
        return ward;
    }

    public static Ward MeasureMean(this Ward ward, decimal mean) => ward.Measure(120m, 80m, mean);

    public static Ward MeasureDiastolic(this Ward ward, decimal diastolic) => ward.Measure(120m, diastolic);

    /// <summary>Alarms of these rules, as they stand: rule's code, metric, priority, presence.</summary>
    public static IEnumerable<(string Rule, Metric Metric, AlarmPriority Priority, AlarmPresence Presence)> Standing(this Ward ward) =>
        ward.Live.State.Alarms.Values.Where(alarm => alarm.Rule != "telemetry-lost").OrderBy(alarm => alarm.RaisedAt).ThenBy(alarm => alarm.Rule)
            .Select(alarm => (alarm.Rule, alarm.Metric, alarm.Priority, alarm.Presence));

    public static string Headline(this Ward ward, string rule) => AlarmText.Headline(ward.OnlyAlarm(rule));
}
