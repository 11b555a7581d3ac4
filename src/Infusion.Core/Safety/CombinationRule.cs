using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety;

/// <summary>What rules about two vitals together have in common. Only valid values count; one half inside its bound ends it.</summary>
static class CombinationRule
{
    /// <param name="pair">Null: not judged.</param>
    public static Judgement Judge(in SafetyView view, Combination? pair)
    {
        if (pair is null || !view.IsMonitored)
        {
            return Judgement.Clear;
        }

        var (first, second) = (Word(view, pair.First.Metric), Word(view, pair.Second.Metric));
        var (one, other) = (Against(first, pair.First), Against(second, pair.Second));
        if (one == Verdict.Clear || other == Verdict.Clear)
        {
            return Judgement.Clear;
        }

        return one == Verdict.Breach && other == Verdict.Breach
            ? new Judgement(Verdict.Breach, first!.Value.Value, pair.First.Bound, Later(first.Value.At, second!.Value.At)) { Beside = second.Value.Value }
            : new Judgement(one == Verdict.Unknown || other == Verdict.Unknown ? Verdict.Unknown : Verdict.Between);
    }

    /// <summary>A half that is inside its bound, or of which nothing is told.</summary>
    /// <param name="pair">Null: not judged.</param>
    public static Facts RuledOutBy(Combination? pair) =>
        pair is null ? Facts.Always : Fact.NotMonitored | RuledOutBy(pair.First.Metric) | RuledOutBy(pair.Second.Metric);

    /// <summary>For example: Respiratory rate 9 /min with SpO2 92 %.</summary>
    public static string Headline(Alarm alarm, Metric first, Metric second) =>
        $"{Words(first, alarm.Observed)} with {Words(second, alarm.Beside)}";

    static string Words(Metric metric, decimal? number)
    {
        var row = MetricTable.Of(metric);
        return $"{row.Label} {AlarmText.Number(number)} {row.UnitText}";
    }

    static Facts RuledOutBy(Metric metric) => metric == Metric.HeartRate ? Fact.Calm(metric) : Fact.CalmOrAbsent(metric);

    /// <summary>The heart's rate is told by the pulse where there is no other.</summary>
    static LiveValue? Word(in SafetyView view, Metric metric) => view.Fresh(metric) switch
    {
        { Value: not null } value => value,
        _ when metric == Metric.HeartRate => view.Fresh(Metric.PulseRate),
        var none => none,
    };

    static Verdict Against(in LiveValue? word, Half half)
    {
        if (word is not { Value: { } value, Quality: Quality.Valid })
        {
            return Verdict.Unknown;
        }

        var beyond = half.Side == LimitSide.High ? value - half.Bound : half.Bound - value;
        return beyond > 0 ? Verdict.Breach : -beyond >= half.Hysteresis ? Verdict.Clear : Verdict.Between;
    }

    static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;
}
