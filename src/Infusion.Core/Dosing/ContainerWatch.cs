using Infusion.Core.Clinics;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Dosing;

/// <summary>
/// Notices a new bag or syringe in the middle of an infusion: the pump is set to give more again, or its counter began anew
/// while it went on running its boot. A restart is none.
/// </summary>
sealed class ContainerWatch
{
    string? _device;
    string? _boot;
    decimal? _toBeInfused;

    /// <summary>Takes in a live reading that <paramref name="device"/> and the session's account already hold.</summary>
    public void Take(SessionLive live, DeviceLive device, Reading reading, DateTimeOffset chartTime, in EventStream stream)
    {
        var isSameRun = _device == device.Device && _boot == reading.Boot;
        var isRaised = isSameRun && device.ToBeInfusedMl > _toBeInfused;
        var isReset = isSameRun && live.Account.WentBack is not null;
        (_device, _boot, _toBeInfused) = (device.Device, reading.Boot, device.ToBeInfusedMl ?? (isSameRun ? _toBeInfused : null));
        if ((isRaised || isReset) && live.Delivered is { Millilitres: > 0m } delivered)
        {
            Volume? toBeInfused = device.ToBeInfusedMl is { } millilitres ? Volume.FromMillilitres(millilitres) : null;
            stream.Emit(new ContainerChanged(chartTime, device.Device, toBeInfused, delivered));
        }
    }
}
