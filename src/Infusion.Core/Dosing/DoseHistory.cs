using Infusion.Core.Quantities;
using Infusion.Core.Sessions;

namespace Infusion.Core.Dosing;

/// <summary>What one person had been given before an order, by this clinic's closed sessions.</summary>
public sealed record DoseHistory(Mass GivenLast24Hours, Mass GivenInSeries, BodyWeight? LastWeight = null, DateTimeOffset? LastWeightAt = null)
{
    /// <summary>Known to be the first.</summary>
    public static DoseHistory Nothing { get; } = new(default, default);

    /// <param name="seriesBreak">A pause this long, inclusive, ends a series.</param>
    public static DoseHistory Of(IEnumerable<PastSession> sessions, DateTimeOffset now, TimeSpan seriesBreak)
    {
        var history = Nothing;
        var seriesGoesBackTo = now;
        foreach (var past in sessions.OrderByDescending(past => past.EndedAt))
        {
            seriesGoesBackTo = seriesGoesBackTo - past.EndedAt < seriesBreak ? past.EndedAt : DateTimeOffset.MaxValue;
            history = history with
            {
                GivenLast24Hours = history.GivenLast24Hours + (now - past.EndedAt < TimeSpan.FromHours(24) ? past.Given : default),
                GivenInSeries = history.GivenInSeries + (seriesGoesBackTo == past.EndedAt ? past.Given : default),
                LastWeight = history.LastWeight ?? past.Weight,
                LastWeightAt = history.LastWeightAt ?? (past.Weight is null ? null : past.EndedAt),
            };
        }

        return history;
    }

    /// <summary>The same with what is being given in a session still open.</summary>
    public DoseHistory With(Mass given) =>
        this with { GivenLast24Hours = GivenLast24Hours + given, GivenInSeries = GivenInSeries + given };
}

/// <summary>What a session gave.</summary>
/// <param name="EndedAt">The last instant at which it may have given something.</param>
/// <param name="Weight">The actual one; null: not kept.</param>
public sealed record PastSession(DateTimeOffset EndedAt, Mass Given, BodyWeight? Weight)
{
    /// <summary>
    /// Null: it gave nothing. Where it was started and no counter was heard, the ordered dose counts: unknown is not nothing.
    /// </summary>
    public static PastSession? Of(SessionState state)
    {
        var counted = state.ClosedSegmentsVolume * state.Order.Concentration;
        var began = state.StartedAt ?? state.DeliveryBeganAt;
        return began is null
            ? null
            : new PastSession(state.StoppedAt ?? state.PhaseSince, state.Care.Dose?.Dose ?? (counted > default(Mass) ? counted : state.Order.Dose), state.Order.ActualWeight);
    }
}
