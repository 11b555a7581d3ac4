using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety;

/// <summary>What all rules about one side of a vital have in common. A questionable value may breach, but only a valid one clears.</summary>
static class LimitRule
{
    public static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (!view.IsMonitored)
        {
            return Judgement.Clear;
        }

        var limit = view.Limit!;
        if (limit.Against(view.Baseline(metric)) is not { } bound
            || view.Fresh(metric) is not { Value: { } number } value)
        {
            return Judgement.Unknown;
        }

        var judgement = Against(value, number, limit, bound);
        return limit.RepeatAfter is null ? judgement : judgement with { ClockAt = view.Session!.NibpClockAt ?? judgement.At };
    }

    public static Facts RuledOutBy(SafetyLimits limits, Metric metric) => Fact.NotMonitored | Fact.CalmOrAbsent(metric);

    /// <summary>
    /// Whether no level can be breached: what is true of nearly every reading, and found without judging each. A rule may make
    /// less of a breach than its limits do, never more.
    /// </summary>
    public static bool IsInside(RuleInForce asked, in SafetyView view)
    {
        if (!view.HasFreshNumber(asked.Metric, out var number))
        {
            return true;
        }

        foreach (var level in asked.Levels)
        {
            var limit = level.Limit!;
            var bound = limit.BaselineChange is null ? limit.Value : limit.Against(view.Baseline(asked.Metric));
            if (limit.Side == LimitSide.High ? number >= bound : number <= bound)
            {
                return false;
            }
        }

        return true;
    }

    static Judgement Against(in Sessions.LiveValue value, decimal number, VitalLimit limit, decimal bound)
    {
        var beyond = limit.Side == LimitSide.High ? number - bound : bound - number;
        var verdict = beyond > 0 || (beyond == 0 && limit.IsInclusive) ? Verdict.Breach
            : -beyond >= limit.Hysteresis ? Verdict.Clear
            : Verdict.Between;
        return verdict != Verdict.Breach && value.Quality != Quality.Valid
            ? Judgement.Unknown
            : new Judgement(verdict, number, bound, value.At, value.At) { Depth = Math.Max(beyond, 0m), IsByHand = value.IsByHand };
    }
}
