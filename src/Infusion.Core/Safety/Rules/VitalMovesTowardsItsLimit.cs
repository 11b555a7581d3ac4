using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// A vital is still inside its limits and moves: SpO2 (percent) or respiratory rate (a minute) fell, or systolic pressure (mmHg)
/// rose over three measurements, by as much as configured (inclusive) within the time. What is beyond a limit has an alarm of its
/// own. Observed is the latest value, beside it by how much it moved.
/// </summary>
public static class VitalMovesTowardsItsLimit
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-022",
        Code = "vital-trend",
        Priority = AlarmPriority.Low,
        Action = "Look at the patient now, and again in a minute: a limit may be reached soon.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.SpO2, Metric.RespiratoryRate, Metric.NibpSystolic],
        Delay = static _ => TimeSpan.FromSeconds(10),
        RuledOutBy = static (limits, metric) => Of(limits, metric) is null ? Facts.Always : Fact.NotMonitored | Fact.Absent(metric),
        Judge = Judge,
        Headline = Headline,
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (!view.IsMonitored || Of(view.Limits, metric) is not { } trend)
        {
            return Judgement.Clear;
        }

        if (view.Fresh(metric) is not { Value: { } value, Quality: Quality.Valid } word)
        {
            return Judgement.Unknown;
        }

        var moved = metric == Metric.NibpSystolic
            ? view.Session!.Trends.RiseOfThree(metric, trend.Within)
            : view.Session!.Trends.Fall(metric, trend.Within);
        return moved >= trend.By && !HasLimitAlarm(view, metric)
            ? new Judgement(Verdict.Breach, value, null, word.At) { Beside = moved }
            : Judgement.Clear;
    }

    static TrendLimit? Of(SafetyLimits limits, Metric metric)
    {
        foreach (var trend in limits.Trends.AsSpan())
        {
            if (trend.Metric == metric)
            {
                return trend;
            }
        }

        return null;
    }

    static bool HasLimitAlarm(in SafetyView view, Metric metric) => view.Session!.Slots.Find(
        metric switch
        {
            Metric.SpO2 => SpO2BelowLimit.Rule.Code,
            Metric.RespiratoryRate => RespiratoryRateBelowLimit.Rule.Code,
            _ => SystolicAboveLimit.Rule.Code,
        },
        metric,
        null) is { Alarm: not null };

    static string Headline(Alarm alarm)
    {
        var row = MetricTable.Of(alarm.Metric);
        var (way, before) = alarm.Metric == Metric.NibpSystolic ? ("rises", -alarm.Beside) : ("falls", alarm.Beside);
        return $"{row.Label} {way}: {AlarmText.Number(alarm.Observed)} {row.UnitText} after {AlarmText.Number(alarm.Observed + before)} {row.UnitText}";
    }
}
