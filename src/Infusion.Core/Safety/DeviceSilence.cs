using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety;

/// <summary>Which devices a session needs, since when one is silent, and which of two rules speaks of it.</summary>
static class DeviceSilence
{
    /// <summary>The monitor from the start of the infusion until discharge, the pump while the infusion runs.</summary>
    public static bool IsNeeded(DeviceKind kind, SessionPhase phase) => kind switch
    {
        DeviceKind.Monitor => phase is SessionPhase.Infusing or SessionPhase.Paused or SessionPhase.Recovery,
        DeviceKind.Pump => phase is SessionPhase.Infusing,
        _ => false,
    };

    /// <summary>The last live word; silence before it was attached, or while nobody watched, does not count.</summary>
    public static DateTimeOffset Since(in SafetyView view, DeviceLive device)
    {
        var since = view.WatchingSince;
        since = device.LastLiveReceivedAt is { } heard && heard > since ? heard : since;
        return device.AttachedAt > since ? device.AttachedAt.Value : since;
    }

    /// <summary>
    /// Since when it is known to be offline, if that was said before its silence spoke for itself: then only that is raised, and
    /// otherwise only the silence. Null: its silence speaks.
    /// </summary>
    public static DateTimeOffset? OfflineSince(in SafetyView view, DeviceLive device)
    {
        var since = Since(view, device);
        return device.OfflineSince is { } offline && !(device.LastLiveReceivedAt > offline) && offline < since + view.Limits.TelemetryLostAfter
            ? offline > since ? offline : since
            : null;
    }
}
