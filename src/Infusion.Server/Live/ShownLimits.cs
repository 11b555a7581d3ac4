using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Live;

/// <summary>
/// Of each vital the gravest limit on each side: what it must not cross. Worked out once for a session's limits and baseline, which
/// are replaced and never changed.
/// </summary>
sealed class ShownLimits
{
    static readonly ConditionalWeakTable<SessionLive, ShownLimits> Known = [];

    readonly SafetyLimits _limits;
    readonly ImmutableDictionary<Metric, decimal> _baseline;
    readonly Dictionary<Metric, (decimal? Low, decimal? High)> _gravest;

    ShownLimits(SafetyLimits limits, ImmutableDictionary<Metric, decimal> baseline)
    {
        (_limits, _baseline) = (limits, baseline);
        _gravest = limits.Vitals.Select(limit => limit.Metric).Distinct()
            .ToDictionary(metric => metric, metric => (Gravest(metric, LimitSide.Low), Gravest(metric, LimitSide.High)));
    }

    public (decimal? Low, decimal? High) this[Metric metric] => _gravest.GetValueOrDefault(metric);

    public static ShownLimits Of(SessionLive session)
    {
        var baseline = session.State.Baseline;
        if (!Known.TryGetValue(session, out var known) || !ReferenceEquals(known._limits, session.Limits) || !ReferenceEquals(known._baseline, baseline))
        {
            known = new ShownLimits(session.Limits, baseline);
            Known.AddOrUpdate(session, known);
        }

        return known;
    }

    decimal? Gravest(Metric metric, LimitSide side)
    {
        decimal? baseline = _baseline.TryGetValue(metric, out var before) ? before : null;
        VitalLimit? gravest = null;
        foreach (var limit in _limits.Vitals)
        {
            if (limit.Metric == metric && limit.Side == side && !(limit.Priority <= gravest?.Priority))
            {
                gravest = limit;
            }
        }

        return gravest?.Against(baseline);
    }
}
