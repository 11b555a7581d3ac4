using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety;

public static partial class AlarmText
{
    /// <summary>Why an alarm was decided as it was, in sentences for people: rule, limit, inputs. Empty: nothing was decided by a rule.</summary>
    public static IReadOnlyList<string> Explain(Alarm alarm, AlarmBasis? basis, DateTimeOffset decidedAt)
    {
        if (basis is null)
        {
            return ["What this was decided by was not kept."];
        }

        var sentences = new List<string> { By(alarm.Rule, basis), Crossed(alarm, basis) };
        if (basis.IsAdjusted)
        {
            sentences.Add("The limit was set for this session; the protocol has another.");
        }

        if (basis.Values.IsEmpty)
        {
            sentences.Add("No measured value was looked at.");
        }

        sentences.AddRange(basis.Values.Select(value => Looked(value, decidedAt)));
        return sentences;
    }

    static string By(string code, AlarmBasis basis)
    {
        var under = basis.Protocol is { } protocol ? $"protocol {protocol} version {basis.ProtocolVersion}" : "the clinic's own limits";
        return $"Rule {basis.Rule} ({code}) version {basis.Version}, under {under}.";
    }

    static string Crossed(Alarm alarm, AlarmBasis basis)
    {
        var priority = alarm.Priority.ToString().ToLowerInvariant();
        if (basis.Limit is not { } limit)
        {
            return basis.Delay > TimeSpan.Zero
                ? $"Of {priority} priority, raised once it had lasted {Seconds(basis.Delay)}."
                : $"Of {priority} priority, raised at once.";
        }

        var row = MetricTable.Of(alarm.Metric);
        var side = limit.Side == LimitSide.High ? "above" : "below";
        var at = limit.IsInclusive ? $"at or {side}" : side;
        return $"{row.Label} {Number(alarm.Observed)} {row.UnitText} is {at} the limit for {priority} priority, "
            + $"{Number(alarm.HardLimit)} {row.UnitText}{FromBaseline(limit, basis, row)}; {After(limit, row)}, "
            + $"ends {Number(limit.Hysteresis)} {row.UnitText} inside it.";
    }

    static string FromBaseline(VitalLimit limit, AlarmBasis basis, MetricInfo row) => limit.BaselineChange is { } change
        ? $" ({(limit.Value is { } value ? $"{Number(value)} {row.UnitText} or " : "")}{Number(change * 100)} % from the baseline, "
            + $"{(basis.Baseline is { } baseline ? $"{Number(baseline)} {row.UnitText}" : "which is unknown")})"
        : "";

    static string After(VitalLimit limit, MetricInfo row)
    {
        if (limit.RepeatAfter is { } repeat)
        {
            return $"raised by a second measurement at least {Seconds(repeat)} later";
        }

        var sooner = limit.DepthSeconds is { } depth ? $", sooner once depth times time reaches {Number(depth)} {row.UnitText} s" : "";
        return limit.Delay > TimeSpan.Zero ? $"raised after {Seconds(limit.Delay)}{sooner}" : "raised at once";
    }

    static string Looked(BasisValue value, DateTimeOffset decidedAt)
    {
        var row = MetricTable.Of(value.Metric);
        var number = value.Value is { } known ? $"{Number(known)} {row.UnitText}" : "no value";
        return $"Looked at: {row.Label} {number}, {value.Quality.ToString().ToLowerInvariant()}, by {value.Device}, {Seconds(decidedAt - value.At)} before.";
    }

    static string Seconds(TimeSpan span) => $"{Number((decimal)span.Ticks / TimeSpan.TicksPerSecond)} s";
}
