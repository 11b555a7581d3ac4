using System.Collections.Immutable;
using Infusion.Core.Clinics;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Alarms;

/// <summary>A value as it stood when an alarm was decided, in its metric's unit.</summary>
/// <param name="At">Chart time.</param>
public sealed record BasisValue(Metric Metric, decimal? Value, Quality Quality, DateTimeOffset At, string Device);

/// <summary>What an alarm rests on: enough to say afterwards why it was raised, without the build or the configuration of then.</summary>
/// <param name="Rule">Its id.</param>
/// <param name="Version">Of the rule.</param>
/// <param name="Protocol">Its id; null: no session, or a protocol that is no longer there.</param>
/// <param name="Limit">As it was in force; null: the rule judges none.</param>
/// <param name="Delay">How long the breach had to last.</param>
/// <param name="IsAdjusted">The limit is not the protocol's but was set for this session.</param>
/// <param name="Baseline">Before the infusion, in the metric's unit; null: not known.</param>
/// <param name="Values">Those the rule looked at; fewer than there are metrics.</param>
public sealed record AlarmBasis(
    string Rule,
    int Version,
    string? Protocol,
    int? ProtocolVersion,
    VitalLimit? Limit,
    TimeSpan Delay,
    bool IsAdjusted,
    decimal? Baseline,
    ImmutableArray<BasisValue> Values)
{
    public bool Equals(AlarmBasis? other) =>
        other is not null
        && (Rule, Version, Protocol, ProtocolVersion, Limit, Delay, IsAdjusted, Baseline)
            == (other.Rule, other.Version, other.Protocol, other.ProtocolVersion, other.Limit, other.Delay, other.IsAdjusted, other.Baseline)
        && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => HashCode.Combine(Rule, Version, Limit, Delay, Values.Length);

    /// <summary>Asks the rule once more, to see what it looks at: rules are pure, and alarms are rare.</summary>
    internal static AlarmBasis Of(in Finding finding, in EventStream stream)
    {
        var (asked, level, protocol) = (finding.Asked, finding.Level, stream.Protocol);
        var view = finding.View;
        var looked = new LookedAt();
        looked.Add(asked.Metric);
        asked.Rule.Judge(view.At(level) with { Looked = looked }, asked.Metric);
        return new AlarmBasis(
            asked.Rule.Id,
            asked.Rule.Version,
            protocol?.Id,
            protocol?.Version,
            level.Limit,
            level.Delay,
            level.Limit is { } limit && protocol is not null && !protocol.Safety.Vitals.Contains(limit),
            view.Baseline(asked.Metric),
            ValuesOf(looked, view));
    }

    static ImmutableArray<BasisValue> ValuesOf(LookedAt looked, in SafetyView view)
    {
        var values = ImmutableArray.CreateBuilder<BasisValue>();
        foreach (var row in MetricTable.All)
        {
            if (looked.Has(row.Metric) && view.Session?[row.Metric] is { } value)
            {
                values.Add(new BasisValue(row.Metric, value.Value, value.Quality, value.At, value.Device));
            }
        }

        return values.ToImmutable();
    }
}
