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
    public static bool HoldsBack(in SafetyView view, Metric metric, string code)
    {
        if (view.IsLate || !view.IsMonitored || view.Limits.ProbeDoubt is not { } settings
            || view.Session!.ProbeDoubtSince is not { } since || view.Fresh(metric) is not { } value)
        {
            return false;
        }

        return value.At - since < settings.AtMost
            && view.Session.Slots.Find(code, metric, null) is null
            && (IsByCuff(view, value, settings) || HasHardlyAnyPulse(view, settings) || HasLostThePulse(view, metric));
    }

    /// <summary>The cuff of this session may be blowing up: nothing of the probe is told of for so long.</summary>
    public static bool IsByCuff(in SafetyView view, in LiveValue value, ProbeDoubtSettings settings)
    {
        var since = view.Session!.ProbeDoubtSince.GetValueOrDefault();
        return value.Quality == Quality.Questionable
            && value.At - since < settings.AtMost
            && view.Fresh(Metric.NibpSystolic) is { } cuff && cuff.At <= since;
    }

    public static bool HasHardlyAnyPulse(in SafetyView view, ProbeDoubtSettings settings) =>
        view.Fresh(Metric.PerfusionIndex) is { Value: { } index } && index < settings.PerfusionBelow;

    static bool HasLostThePulse(in SafetyView view, Metric metric) =>
        metric == Metric.SpO2 && view.Fresh(Metric.PulseRate) is { Value: null };
}
