using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// Two sources of the heart's rate (a minute) are apart by more than configured for the time: the pulse at the finger against the
/// heart rate, and the pulse of a cuff measurement within a minute after it against either. One of them is wrong, or beats do not
/// reach the pulse. Observed is the pulse, beside it the other.
/// </summary>
public static class HeartRatesDisagree
{
    static readonly TimeSpan CuffCounts = TimeSpan.FromMinutes(1);

    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-029",
        Code = "heart-rates-disagree",
        Priority = AlarmPriority.Low,
        Action = "Feel the pulse and count. Check electrodes and probe; look at the rhythm.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.PulseRate, Metric.NibpPulseRate],
        Delay = static limits => limits.RateDisagreement?.For ?? TimeSpan.Zero,
        IsTechnical = true,
        RuledOutBy = static (limits, metric) => limits.RateDisagreement is null ? Facts.Always : Fact.NotMonitored | Fact.Absent(metric),
        Judge = Judge,
        Headline = static alarm =>
            $"{MetricTable.Of(alarm.Metric).Label} {AlarmText.Number(alarm.Observed)} /min against {AlarmText.Number(alarm.Beside)} /min: the sources disagree",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (!view.IsMonitored || view.Limits.RateDisagreement is not { } settings)
        {
            return Judgement.Clear;
        }

        if (Valid(view, metric) is not { } pulse || Other(view, metric) is not { } other || !Counts(view, metric, pulse))
        {
            return Judgement.Unknown;
        }

        return Math.Abs(pulse.Value!.Value - other.Value!.Value) > settings.By
            ? new Judgement(Verdict.Breach, pulse.Value, null, pulse.At > other.At ? pulse.At : other.At) { Beside = other.Value }
            : Judgement.Clear;
    }

    static LiveValue? Other(in SafetyView view, Metric metric) =>
        Valid(view, Metric.HeartRate) ?? (metric == Metric.NibpPulseRate ? Valid(view, Metric.PulseRate) : null);

    static LiveValue? Valid(in SafetyView view, Metric metric) =>
        view.Fresh(metric) is { Value: not null, Quality: Quality.Valid } value ? value : null;

    /// <summary>The pulse of a cuff is that of its measurement. Told without a time of its own it looks new for ever: then it is not judged.</summary>
    static bool Counts(in SafetyView view, Metric metric, in LiveValue pulse) =>
        metric != Metric.NibpPulseRate
        || (view.Now - pulse.At < CuffCounts && view.Session![Metric.NibpSystolic] is { } cuff && cuff.At == pulse.At);
}
