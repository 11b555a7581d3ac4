using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;

namespace Infusion.Core.DrugLibrary;

/// <summary>Whether each vital limit can breach and clear, and whether they stand in order towards each other.</summary>
static class VitalLimitValidation
{
    const int MostLimits = 120;
    static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(10);
    static readonly TimeSpan ShortestRepeat = TimeSpan.FromSeconds(20);
    static readonly TimeSpan LongestRepeat = TimeSpan.FromMinutes(30);

    public static void Check(ImmutableArray<VitalLimit> limits, FaultList faults)
    {
        if (limits.IsDefault)
        {
            faults.Missing("safety.vitals");
            return;
        }

        if (!faults.Require(limits.Length <= MostLimits, "safety.vitals", $"has more than {MostLimits} limits"))
        {
            return;
        }

        var isKnown = new bool[limits.Length];
        for (var index = 0; index < limits.Length; index++)
        {
            isKnown[index] = CheckAlone(limits[index], PathOf(index), faults);
        }

        for (var index = 0; index < limits.Length; index++)
        {
            for (var other = 0; other < limits.Length; other++)
            {
                if (other != index && isKnown[index] && isKnown[other] && limits[index].Metric == limits[other].Metric)
                {
                    CheckPair(limits[index], index, limits[other], other, faults);
                }
            }
        }
    }

    /// <returns>Whether it is known which limit it is.</returns>
    static bool CheckAlone(VitalLimit? limit, string path, FaultList faults)
    {
        if (limit is null)
        {
            faults.Missing(path);
            return false;
        }

        var isVital = faults.Require(MetricTable.IsFrom(limit.Metric, DeviceKind.Monitor), $"{path}.metric", "is no vital sign that is known");
        var isKnown = faults.Require(limit.Side is LimitSide.Low or LimitSide.High, $"{path}.side", "must be low or high")
            & faults.Require(
                limit.Priority is AlarmPriority.Low or AlarmPriority.Medium or AlarmPriority.High, $"{path}.priority", "must be low, medium or high");
        faults.Require(limit.Value is not null || limit.BaselineChange is not null, path, "has neither value nor baselineChange: it never breaches");
        if (limit.BaselineChange is { } change)
        {
            faults.Require(
                change is >= 0.01m and <= 2m && !(change >= 1m && limit.Side == LimitSide.Low), $"{path}.baselineChange",
                "must lie between 0.01 and 2, and below 1 on the low side");
        }

        CheckTimes(limit, path, faults);
        if (isVital)
        {
            CheckNumbers(limit, MetricTable.Of(limit.Metric), path, faults);
        }

        return isVital && isKnown;
    }

    static void CheckTimes(VitalLimit limit, string path, FaultList faults)
    {
        faults.Between(limit.Delay, TimeSpan.Zero, LongestDelay, $"{path}.delay");
        faults.Require(limit.DepthSeconds is null or > 0, $"{path}.depthSeconds", "must be above 0");
        if (limit.RepeatAfter is not { } repeat)
        {
            return;
        }

        faults.Require(
            limit.Metric is Metric.NibpSystolic or Metric.NibpDiastolic or Metric.NibpMean, $"{path}.repeatAfter",
            "is for what a cuff measures; anything else is measured all the time");
        faults.Between(repeat, ShortestRepeat, LongestRepeat, $"{path}.repeatAfter");
        faults.Require(limit.Delay == TimeSpan.Zero, $"{path}.delay", "has no effect beside repeatAfter: leave one of them out");
    }

    static void CheckNumbers(VitalLimit limit, MetricInfo metric, string path, FaultList faults)
    {
        bool IsPossible(decimal? value) => !(value < metric.Lowest) && !(value > metric.Highest);
        var range = $"must lie between {FaultList.Number(metric.Lowest)} and {FaultList.Number(metric.Highest)} {metric.UnitText}";
        var isSound = faults.Require(IsPossible(limit.Value), $"{path}.value", range)
            & faults.Require(
                limit.Hysteresis >= 0 && limit.Hysteresis <= metric.Highest - metric.Lowest, $"{path}.hysteresis",
                $"must lie between 0 and {FaultList.Number(metric.Highest - metric.Lowest)} {metric.UnitText}");
        if (isSound && ClearsAt(limit) is { } clears)
        {
            faults.Require(
                IsPossible(clears), $"{path}.hysteresis", $"lets it clear only at {FaultList.Number(clears)} {metric.UnitText}, which is never measured");
        }

        faults.Require(
            limit.Value is not null || (limit.AdjustableFrom is null && limit.AdjustableTo is null), $"{path}.adjustableFrom",
            "needs a value to adjust");
        faults.Require(IsPossible(limit.AdjustableFrom), $"{path}.adjustableFrom", range);
        faults.Require(IsPossible(limit.AdjustableTo), $"{path}.adjustableTo", range);
        faults.Require(!(limit.AdjustableFrom > limit.Value), $"{path}.adjustableFrom", "must not lie above value");
        faults.Require(!(limit.AdjustableTo < limit.Value), $"{path}.adjustableTo", "must not lie below value");
    }

    static void CheckPair(VitalLimit limit, int index, VitalLimit other, int otherIndex, FaultList faults)
    {
        var path = PathOf(index);
        if (limit.Side == other.Side)
        {
            if (limit.Priority == other.Priority)
            {
                faults.Require(index < otherIndex, path, $"is a second one beside {PathOf(otherIndex)}: one for each metric, side and priority");
            }
            else if (limit.Priority > other.Priority)
            {
                CheckFartherOut(limit, other, path, PathOf(otherIndex), faults);
            }
        }
        else if (limit.Side == LimitSide.Low && limit.Value is { } low && other.Value is { } high)
        {
            faults.Require(low < high, $"{path}.value", $"must lie below {FaultList.Number(high)}, the high limit of {PathOf(otherIndex)}");
        }

        if (limit.Side != other.Side && other.Value is { } opposite && limit.Value is { } own
            && (limit.Side == LimitSide.Low ? own < opposite : own > opposite) && ClearsAt(limit) is { } clears)
        {
            faults.Require(
                limit.Side == LimitSide.Low ? clears < opposite : clears > opposite, $"{path}.hysteresis",
                $"lets it clear only at {FaultList.Number(clears)}, where {PathOf(otherIndex)} is breached");
        }
    }

    static void CheckFartherOut(VitalLimit graver, VitalLimit milder, string path, string otherPath, FaultList faults)
    {
        if (graver.Value is { } value && milder.Value is { } other)
        {
            var isHigh = graver.Side == LimitSide.High;
            faults.Require(
                isHigh ? value > other : value < other, $"{path}.value",
                $"must lie {(isHigh ? "above" : "below")} {FaultList.Number(other)} of {otherPath}: the graver the farther out");
        }

        faults.Require(
            !(graver.BaselineChange <= milder.BaselineChange), $"{path}.baselineChange",
            $"must be more than that of {otherPath}: the graver the farther out");
    }

    /// <summary>Null where the numbers themselves are absurd, or there is no fixed one.</summary>
    static decimal? ClearsAt(VitalLimit limit) =>
        limit.Value is { } value && Math.Abs(value) < 1_000_000m && limit.Hysteresis is >= 0 and < 1_000_000m
            ? value + (limit.Side == LimitSide.Low ? limit.Hysteresis : -limit.Hysteresis)
            : null;

    static string PathOf(int index) => $"safety.vitals[{index}]";
}
