using Infusion.Core.Clinics;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Dosing;

/// <summary>
/// Cuts delivery into segments of one rate. A new one begins at a programmed change, or when the rate differs from the
/// segment's by more than 2 % for 5 s (then at the instant it began to). Closed segments and the open one make up what was delivered.
/// </summary>
sealed class SegmentTracker
{
    const decimal Tolerance = 0.02m;
    static readonly TimeSpan Lasting = TimeSpan.FromSeconds(5);

    decimal? _programmed;
    (DateTimeOffset Since, Volume Delivered)? _deviation;

    /// <summary>Takes in a live reading that <paramref name="device"/> and the session's account already hold.</summary>
    public void Take(SessionLive live, DeviceLive device, Volume? bolus, DateTimeOffset chartTime, in EventStream stream)
    {
        if (bolus is { Millilitres: > 0m } given)
        {
            stream.Emit(new BolusDelivered(chartTime, device.Device, given));
        }

        var programmedBefore = _programmed;
        _programmed = device.ProgrammedRateMlPerHour ?? _programmed;
        switch (device.Pump?.Status)
        {
            case PumpStatus.Infusing when live.State.OpenSegment is { } open:
                Follow(open, live, device, programmedBefore, chartTime, stream);
                break;
            case PumpStatus.Infusing when StartingRate(device) is { } rate:
                stream.Emit(new DeliveryStarted(chartTime, device.Device, Rate.FromMillilitresPerHour(rate)));
                _deviation = null;
                break;
            case PumpStatus.NotInfusing when live.State.OpenSegment is { } open:
                stream.Emit(new DeliveryStopped(chartTime, open.Device, Unclosed(live, live.Delivered)));
                _deviation = null;
                break;
            default:
                break;
        }
    }

    /// <summary>What the open segment has given up to when so much had been delivered.</summary>
    public static Volume Unclosed(SessionLive live, Volume? delivered) =>
        (delivered ?? default(Volume)).Since(live.State.ClosedSegmentsVolume);

    void Follow(
        Segment open, SessionLive live, DeviceLive device, decimal? programmedBefore, DateTimeOffset chartTime, in EventStream stream)
    {
        if (device.Pump!.Mode == PumpMode.Bolus || device.RateMlPerHour is not { } rate)
        {
            _deviation = null;
            return;
        }

        var segmentRate = open.Rate.MillilitresPerHour;
        if (programmedBefore is { } before && _programmed is { } programmed && programmed != before && programmed != segmentRate)
        {
            Change(open, programmed, chartTime, live.Delivered, live, stream);
        }
        else if (Math.Abs(rate - segmentRate) <= segmentRate * Tolerance)
        {
            _deviation = null;
        }
        else
        {
            var (since, delivered) = _deviation ??= (chartTime, live.Delivered ?? default(Volume));
            if (chartTime - since >= Lasting)
            {
                Change(open, rate, since, delivered, live, stream);
            }
        }
    }

    void Change(Segment open, decimal to, DateTimeOffset at, Volume? delivered, SessionLive live, in EventStream stream)
    {
        _deviation = null;
        stream.Emit(new RateChanged(at, open.Device, open.Rate, Rate.FromMillilitresPerHour(to), Unclosed(live, delivered)));
    }

    static decimal? StartingRate(DeviceLive device) => device.Pump!.Mode == PumpMode.Bolus
        ? device.ProgrammedRateMlPerHour ?? device.CurrentRateMlPerHour
        : device.RateMlPerHour;
}
