using Infusion.Core.Quantities;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Dosing;

/// <summary>What a pump's counter gave, and what its rate would have given in the same time.</summary>
public readonly record struct Flow(Volume Counted, Volume ByRate);

/// <summary>
/// Follows a pump from one live reading to the next: how long it delivered, what keep-vein-open gave, and whether the counter
/// goes as the rate says. What a pump says holds until its next word, if that comes before the word is stale.
/// </summary>
sealed class FlowMemory
{
    /// <summary>With the spacing: what is compared goes back five minutes at most.</summary>
    const int Kept = 32;

    static readonly TimeSpan Spacing = TimeSpan.FromSeconds(10);

    (DateTimeOffset At, Volume Counted, decimal RateTicks)[]? _points;
    int _count;
    int _newest;
    string? _device;
    DateTimeOffset _at;
    Volume? _counted;
    PumpState? _pump;
    decimal? _rate;

    /// <summary>mL/h times ticks, divided only when read: a rate for one second mostly has no exact decimal.</summary>
    decimal _rateTicks;

    /// <summary>Time in which the pump said that it delivers.</summary>
    public TimeSpan Delivering { get; private set; }

    public Volume KeepVeinOpen { get; private set; }

    /// <summary>Takes in a live reading that <paramref name="device"/> and the account already hold.</summary>
    public void Take(DeviceLive device, Volume? counted, bool isCounterReset, DateTimeOffset chartTime)
    {
        var step = chartTime - _at;
        var isNext = _device == device.Device && step >= TimeSpan.Zero && step < DeviceLive.PumpStaleAfter;
        if (isNext && _pump?.Status == PumpStatus.Infusing)
        {
            Delivering += step;
            KeepVeinOpen += _pump.Mode == PumpMode.KeepVeinOpen && counted is { } now ? now.Since(_counted ?? now) : default;
            _rateTicks += (_rate ?? 0m) * step.Ticks;
        }

        var isSteady = isNext && !isCounterReset && IsJudged(_pump, _rate);
        (_device, _at, _counted, _pump, _rate) = (device.Device, chartTime, counted, device.Pump, device.RateMlPerHour);
        Keep(isSteady);
    }

    /// <summary>Over at least so long, and no longer than needed; null: not known for so long without a break.</summary>
    public Flow? Over(TimeSpan window)
    {
        // Points lie in the order of their times: the newest that is old enough is found by halves.
        var (near, far) = (0, _count);
        while (near < far)
        {
            var middle = (near + far) / 2;
            if (_at - Back(middle).At >= window)
            {
                far = middle;
            }
            else
            {
                near = middle + 1;
            }
        }

        if (near == _count)
        {
            return null;
        }

        ref readonly var point = ref Back(near);
        return new Flow(
            _counted!.Value.Since(point.Counted), Volume.FromMillilitres((_rateTicks - point.RateTicks) / TimeSpan.TicksPerHour));
    }

    ref readonly (DateTimeOffset At, Volume Counted, decimal RateTicks) Back(int back) => ref _points![(_newest - back + Kept) % Kept];

    void Keep(bool isSteady)
    {
        if (!isSteady)
        {
            _count = 0;
        }

        if (_counted is not { } counted || !IsJudged(_pump, _rate))
        {
            _count = 0;
            return;
        }

        if (_count == 0 || _at - _points![_newest].At >= Spacing)
        {
            _points ??= new (DateTimeOffset, Volume, decimal)[Kept];
            _newest = (_newest + 1) % Kept;
            _points[_newest] = (_at, counted, _rateTicks);
            _count = Math.Min(_count + 1, Kept);
        }
    }

    /// <summary>A bolus is given by its own motor speed, whatever rate is shown.</summary>
    static bool IsJudged(PumpState? pump, decimal? rate) =>
        rate is not null && pump is { Status: PumpStatus.Infusing, Mode: not PumpMode.Bolus };
}
