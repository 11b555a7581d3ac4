using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Live;

/// <summary>The limits of a session as they stand, and which of them a physician has moved. Pure.</summary>
static class LimitViews
{
    public static IReadOnlyList<LimitView> Build(SessionLive session) =>
        [.. session.Limits.Vitals
            .OrderBy(limit => limit.Metric).ThenBy(limit => limit.Side).ThenBy(limit => limit.Priority)
            .Select(limit => Of(limit, session.State))];

    static LimitView Of(VitalLimit limit, SessionState state)
    {
        var row = MetricTable.Of(limit.Metric);
        decimal? baseline = state.Baseline.TryGetValue(limit.Metric, out var known) ? known : null;
        var adjusted = state.Adjustments.FirstOrDefault(each => each.IsOf(limit.Metric, limit.Side, limit.Priority));
        return new LimitView(
            limit.Metric,
            row.Label,
            row.UnitText,
            limit.Side,
            limit.Priority,
            limit.Value,
            (limit with { Value = null }).Against(baseline),
            (limit.RepeatAfter ?? limit.Delay).TotalSeconds,
            limit.RepeatAfter is not null,
            limit.AdjustableFrom,
            limit.AdjustableTo,
            adjusted is null ? null : new AdjustmentView(adjusted.Approved, adjusted.By, adjusted.At));
    }
}
