using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety;

/// <summary>
/// When a finger probe is not believed at once: a low value that begins while the cuff may be blowing up, or with hardly any
/// pulse at the probe. It holds a true alarm back by <paramref name="AtMost"/> and no longer.
/// </summary>
/// <param name="PerfusionBelow">Perfusion index in percent, exclusive: with less there is hardly any pulse.</param>
/// <param name="AtMost">From the first doubtful value on; after it the probe is believed.</param>
/// <param name="NotAgainFor">From the same instant on: no second time within so long.</param>
public sealed record ProbeDoubtSettings(decimal PerfusionBelow, TimeSpan AtMost, TimeSpan NotAgainFor);

/// <summary>A vital that moves towards a limit: by so much, in the metric's unit, within so long.</summary>
/// <param name="By">Inclusive.</param>
/// <param name="Within">At most 3 min for what is measured all the time: no more is remembered.</param>
public sealed record TrendLimit(Metric Metric, decimal By, TimeSpan Within);

/// <summary>One half of a combination: a vital beyond a bound (exclusive), back inside by the hysteresis.</summary>
public sealed record Half(Metric Metric, LimitSide Side, decimal Bound, decimal Hysteresis);

/// <summary>Two vitals, each beyond a bound of its own, that together mean more than either alone.</summary>
public sealed record Combination(Half First, Half Second);

/// <summary>Two sources of the heart's rate that are apart.</summary>
/// <param name="By">Beats a minute, exclusive.</param>
public sealed record RateDisagreement(decimal By, TimeSpan For);
