using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety;

/// <summary>
/// What the two rules about the heart's rate have in common: one heart is not alarmed for twice. While there is a valid heart
/// rate the pulse says nothing new; an alarm of the pulse goes on until the heart rate is inside the limit or has its own.
/// </summary>
static class BeatRule
{
    /// <summary>A valid heart rate speaks for the pulse, whatever both are.</summary>
    public static Facts RuledOutBy(Metric metric) =>
        Fact.NotMonitored | Fact.CalmOrAbsent(metric) | (metric == Metric.PulseRate ? Fact.Calm(Metric.HeartRate) : Facts.None);

    /// <param name="code">The asking rule's own.</param>
    public static Judgement Judge(in SafetyView view, Metric metric, string code)
    {
        if (metric != Metric.PulseRate || !view.IsMonitored)
        {
            return LimitRule.Judge(view, metric);
        }

        if (!view.IsLate && view.Fresh(Metric.HeartRate) is { Value: not null, Quality: Quality.Valid })
        {
            var isSpokenFor = view.Session!.Slots.Find(code, Metric.HeartRate, null) is { Alarm: not null };
            return isSpokenFor || LimitRule.Judge(view, Metric.HeartRate).Verdict != Verdict.Breach ? Judgement.Clear : Judgement.Unknown;
        }

        return ProbeDoubt.HoldsBack(view, metric, code) ? Judgement.Unknown : LimitRule.Judge(view, metric);
    }
}
