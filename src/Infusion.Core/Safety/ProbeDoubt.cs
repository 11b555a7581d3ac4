using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety;

/// <summary>
/// Whether a low value of the finger probe may come from the probe: the cuff of the same arm blows up, or there is hardly any
/// pulse at the finger. No message says which arm, or that a cuff blows up; so it is concluded from a questionable value in a
/// session whose cuff is in use, until a new measurement has come.
/// </summary>
static class ProbeDoubt
{
    /// <summary>
    /// True for at most <see cref="ProbeDoubtSettings.AtMost"/>, and only for what begins within that: a condition that values
    /// already believed have begun is not held back.
    /// </summary>
    /// <param name="code">The asking rule's own.</param>
    public static bool HoldsBack(in SafetyView view, Metric metric, string code) =>
        !view.IsLate
        && view is { Limits.ProbeDoubt: { } settings, Session: { ProbeDoubtSince: { } since } live }
        && view.Fresh(metric) is { } value && value.At - since < settings.AtMost
        && live.Slots.Find(code, metric, null) is null
        && (IsByCuff(view, value) || HasHardlyAnyPulse(view) || (metric == Metric.SpO2 && view.Fresh(Metric.PulseRate) is { Value: null }));

    /// <summary>The cuff of this session may be blowing up: nothing of the probe is told of for so long.</summary>
    public static bool IsByCuff(in SafetyView view, in LiveValue value) =>
        value.Quality == Quality.Questionable
        && view is { Limits.ProbeDoubt: { } settings, Session.ProbeDoubtSince: { } since }
        && value.At - since < settings.AtMost
        && view.Fresh(Metric.NibpSystolic) is { } cuff && cuff.At <= since;

    public static bool HasHardlyAnyPulse(in SafetyView view) =>
        view.Limits.ProbeDoubt is { } settings && view.Fresh(Metric.PerfusionIndex)?.Value < settings.PerfusionBelow;
}
