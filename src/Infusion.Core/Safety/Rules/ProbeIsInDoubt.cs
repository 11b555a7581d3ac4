using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// SpO2 (percent) is below one of its limits and the perfusion index (percent) is so low that the probe hardly sees a pulse: the
/// number may be the probe's. Where the pulse itself is lost, the lost signal says so (SR-006). Beside the SpO2 stands the index.
/// </summary>
public static class ProbeIsInDoubt
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-027",
        Code = "probe-in-doubt",
        Priority = AlarmPriority.Medium,
        Action = "Look at the patient first: colour, breathing. Then warm the finger, move the probe, loosen the cuff.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.SpO2],
        Delay = static _ => TimeSpan.FromSeconds(5),
        RuledOutBy = static (limits, metric) => limits.ProbeDoubt is null
            ? Facts.Always
            : Fact.NotMonitored | Fact.CalmOrAbsent(metric) | Fact.Absent(Metric.PerfusionIndex),
        Judge = Judge,
        Headline = static alarm =>
            $"SpO2 {AlarmText.Number(alarm.Observed)} % with a perfusion index of {AlarmText.Number(alarm.Beside)} %: check patient and probe",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (!view.IsMonitored || view.Limits.ProbeDoubt is not { } settings)
        {
            return Judgement.Clear;
        }

        if (view.Fresh(metric) is not { Value: { } value } word || view.Fresh(Metric.PerfusionIndex) is not { Value: { } index })
        {
            return Judgement.Unknown;
        }

        if (index >= settings.PerfusionBelow || !IsBelowALimit(view, metric, value))
        {
            return Judgement.Clear;
        }

        return ProbeDoubt.IsByCuff(view, word, settings)
            ? Judgement.Unknown
            : new Judgement(Verdict.Breach, value, null, word.At) { Beside = index };
    }

    static bool IsBelowALimit(in SafetyView view, Metric metric, decimal value)
    {
        foreach (var limit in view.Limits.Vitals.AsSpan())
        {
            if (limit.Metric == metric && limit.Side == LimitSide.Low && value < limit.Against(view.Baseline(metric)))
            {
                return true;
            }
        }

        return false;
    }
}
