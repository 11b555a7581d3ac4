using System.Diagnostics.CodeAnalysis;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety;

/// <summary>What rules about an attached pump have in common.</summary>
static class PumpRule
{
    /// <summary>The device judged is a pump, and its session is one between check-in and discharge.</summary>
    public static bool IsAtPatient(in SafetyView view, [NotNullWhen(true)] out DeviceLive? pump, [NotNullWhen(true)] out SessionLive? session)
    {
        (pump, session) = (view.Device, view.Session);
        return pump is { Kind: DeviceKind.Pump } && session is { State.IsMonitored: true };
    }

    /// <summary>The same, with the session ready, infusing or paused and the ordered dose not yet in: the pump is to be set as ordered.</summary>
    public static bool IsUnderOrder(in SafetyView view, [NotNullWhen(true)] out DeviceLive? pump, [NotNullWhen(true)] out SessionLive? session) =>
        IsAtPatient(view, out pump, out session) && session.State.IsUnderOrder && !(session.Given >= session.State.Order.Dose);

    /// <summary>Breach beyond a fraction of what is expected, and beyond so much at least (both exclusive); the limit is the bound crossed.</summary>
    public static Judgement Against(decimal expected, decimal observed, decimal fraction, decimal atLeast, DateTimeOffset at)
    {
        if (observed == expected)
        {
            return Judgement.Clear;
        }

        var tolerance = Math.Max(expected * fraction, atLeast);
        var (lower, upper) = (expected - tolerance, expected + tolerance);
        return observed >= lower && observed <= upper
            ? Judgement.Clear
            : new Judgement(Verdict.Breach, observed, observed < lower ? lower : upper, at);
    }

    /// <summary>
    /// What was given before and is given here, in mg, against a cap: beyond it, or on it while the pump still delivers.
    /// </summary>
    public static Judgement AgainstCap(in SafetyView view, decimal? cap, Mass? before)
    {
        if (!IsAtPatient(view, out _, out var session) || cap is not { } most)
        {
            return Judgement.Clear;
        }

        if (before is not { } earlier || session.Given is not { } given)
        {
            return Judgement.Unknown;
        }

        var total = (earlier + given).Milligrams;
        return total > most || (total == most && view.IsDelivering == true)
            ? new Judgement(Verdict.Breach, total, most, view.HeardAt)
            : Judgement.Clear;
    }
}
