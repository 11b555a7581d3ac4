using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Sessions;

/// <summary>A condition as it was held: the levels that waited or were up.</summary>
sealed record HeldCondition(string Rule, Metric Metric, string? Source, ImmutableArray<AlarmLevel> Levels)
{
    public static HeldCondition Of(AlarmSlot slot) => new(slot.Rule, slot.Metric, slot.Source, [.. slot.Levels.Select(level => level.Copy())]);

    /// <summary>Whether a condition of a session, and of no device, looks at the metric.</summary>
    public static bool LooksAt(string rule, Metric judged, string? source, Metric metric) =>
        AlarmSource.DeviceOf(source) is null && (judged == metric || SafetyRules.Find(rule)?.Beside == metric);

    public bool LooksAt(Metric metric) => LooksAt(Rule, Metric, Source, metric);
}

/// <summary>Vitals that a person charted in the last minute, and what they found of each metric.</summary>
sealed class HandEntry
{
    public HandEntry(VitalsCharted charted)
    {
        (Entry, By, At, ChartedAt) = (charted.Entry, charted.By, charted.At, EntryMemory.ChartedAtOf(charted));
        Parts = [.. charted.Values.Select(each => new Part(each.Metric, each.Value)), .. MeanOfOthers(charted)];
    }

    /// <summary>The id of the command that charted them; null: they are from before it was kept.</summary>
    public Guid? Entry { get; }

    public string By { get; }

    public DateTimeOffset At { get; }

    public DateTimeOffset ChartedAt { get; }

    /// <summary>The mean comes last: it goes by what became of the pressures.</summary>
    public ImmutableArray<Part> Parts { get; }

    /// <summary>Conditions of these metrics that were held then; null: not known any more.</summary>
    public ImmutableArray<HeldCondition>? Held { get; set; }

    public Part? PartOf(Metric metric) => Parts.FirstOrDefault(each => each.Metric == metric);

    /// <returns>Null: not measured.</returns>
    public decimal? Value(Metric metric) => PartOf(metric)?.Value;

    /// <summary>The entry before counts no more: what this one found of the metric is what that one had found.</summary>
    public void Follow(HandEntry before, Part part)
    {
        if (PartOf(part.Metric) is not { } mine || mine.Found != part.Made)
        {
            return;
        }

        mine.Take(part);
        Held = Held is { } held && before.Held is { } theirs
            ? [.. held.Where(each => !each.LooksAt(part.Metric)), .. theirs.Where(each => each.LooksAt(part.Metric))]
            : null;
    }

    static IEnumerable<Part> MeanOfOthers(VitalsCharted charted) =>
        charted.Of(Metric.NibpSystolic) is not null && charted.Of(Metric.NibpMean) is null ? [new Part(Metric.NibpMean, null)] : [];

    /// <param name="Value">Null: not measured; the mean that stands beside pressures goes when they do.</param>
    internal sealed record Part(Metric Metric, decimal? Value)
    {
        public LiveValue? Found { get; private set; }

        public DateTimeOffset? OwnTime { get; private set; }

        public DateTimeOffset Before { get; private set; }

        public DateTimeOffset? ClockAt { get; private set; }

        public TrendMemory.Ring? Trend { get; private set; }

        /// <summary>The word on the metric as this made it, or left it.</summary>
        public LiveValue? Made { get; set; }

        public void Find(SessionLive live, DateTimeOffset? ownTime, TrendMemory.Ring? trend) =>
            (Found, OwnTime, Before, ClockAt, Trend) = (live[Metric], ownTime, live.Before(Metric), live.NibpClockAt, trend);

        public void Take(Part other) =>
            (Found, OwnTime, Before, ClockAt, Trend) = (other.Found, other.OwnTime, other.Before, other.ClockAt, other.Trend);
    }
}
