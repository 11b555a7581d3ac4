using Infusion.Core.Quantities;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Dosing;

/// <summary>
/// What a session was given, by its pump's volume counter.
/// The counter starts counting here at the association: from its last word just before, or else from its first word after.
/// </summary>
sealed class DeliveryAccount
{
    readonly VolumeCounter _counter = new();
    (string? Device, DateTimeOffset AttachedAt) _from;

    /// <summary>Null: no counter has been heard here.</summary>
    public Volume? Delivered => _counter.Total;

    /// <summary>What had been delivered when the bolus under way began; null: none is.</summary>
    public Volume? BolusFrom { get; private set; }

    /// <summary>The bolus under way, or the one that ended with the last reading; null: none.</summary>
    public Volume? Bolus { get; private set; }

    /// <summary>What the counter said before and with the last reading, mL, where it was reset between; null: it was not.</summary>
    public (decimal From, decimal To)? WentBack { get; private set; }

    /// <summary>Takes in a live pump reading. <paramref name="device"/> still holds what was known before it.</summary>
    /// <returns>The volume of the bolus that ended with this reading; null: none did.</returns>
    public Volume? Take(DeviceLive device, DateTimeOffset attachedAt, Reading reading)
    {
        // Also when the same pump comes back: what it gave elsewhere meanwhile is not this session's.
        var from = ((string?)device.Device, attachedAt);
        if (!_from.Equals(from))
        {
            _from = from;
            _counter.Begin(BaselineOf(device, attachedAt));
            BolusFrom = null;
        }

        var mode = reading.Pump?.Mode ?? PumpMode.Unknown;
        if (mode == PumpMode.Bolus && BolusFrom is null)
        {
            BolusFrom = Delivered ?? default(Volume);
        }

        WentBack = null;
        foreach (ref readonly var sample in reading.Samples.AsSpan())
        {
            if (sample is { Metric: Metric.VolumeDeliveredTotal, Value: { } total })
            {
                _counter.Take(total);
                WentBack = _counter.WentBack;
            }
        }

        Bolus = BolusFrom is { } began ? (Delivered ?? began).Since(began) : null;
        var isOver = mode is PumpMode.Continuous or PumpMode.KeepVeinOpen || reading.Pump?.Status == PumpStatus.NotInfusing;
        return isOver && BolusFrom is { } before ? EndBolus(before) : null;
    }

    Volume EndBolus(Volume from)
    {
        BolusFrom = null;
        return (Delivered ?? from).Since(from);
    }

    static decimal? BaselineOf(DeviceLive device, DateTimeOffset attachedAt) =>
        device.TotalAt is { } at && attachedAt - at < DeviceLive.PumpStaleAfter ? device.TotalMl : null;
}
