using System.Collections.Immutable;
using Infusion.Core.Dosing;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Charting;

/// <summary>What the pump was doing from an instant on.</summary>
/// <param name="Rate">Null: it did not say.</param>
/// <param name="Delivered">In this session until then; null: no counter had been heard.</param>
/// <param name="IsAfterSilence">The pump was not heard since the point before; the two are not to be joined.</param>
public readonly record struct DeliveryPoint(DateTimeOffset At, decimal? RateMlPerHour, Volume? Delivered, bool IsAfterSilence);

/// <summary>The delivery of a session told once more from its pumps' readings, by the very account that ran then.</summary>
/// <param name="Delivered">In all, as it was charted then; null: no counter was heard.</param>
public sealed record DeliveryCourse(Volume? Delivered, ImmutableArray<DeliveryPoint> Points);

/// <summary>Tells it reading by reading, in the order the writer took them in.</summary>
/// <param name="every">Points at one rate are at least so far apart.</param>
public sealed class DeliveryFold(ImmutableArray<Association> associations, TimeSpan every)
{
    readonly PumpsTold _pumps = new(associations);
    readonly DeliveryAccount _account = new();
    readonly ImmutableArray<DeliveryPoint>.Builder _points = ImmutableArray.CreateBuilder<DeliveryPoint>();
    DateTimeOffset? _heardAt;
    DeliveryPoint _last;

    public void Take(Reading reading, DateTimeOffset at)
    {
        if (_pumps.Hear(reading) is not { } pump)
        {
            return;
        }

        if (_pumps.At(reading.Device, at) is { } association)
        {
            _account.Take(pump, association.From, reading);
            pump.Take(reading, at);
            Add(new DeliveryPoint(at, RateOf(pump), _account.Delivered, _heardAt is { } heard && at - heard >= DeviceLive.PumpStaleAfter));
            _heardAt = at;
        }
        else
        {
            pump.Take(reading, at);
        }
    }

    /// <param name="state">As far as the readings go.</param>
    public DeliveryCourse Course(SessionState state)
    {
        var points = _points.ToImmutable();
        return new DeliveryCourse(
            InAll(state, _account.Delivered), points.Length > 0 && points[^1].At < _last.At ? points.Add(_last) : points);
    }

    void Add(in DeliveryPoint point)
    {
        _last = point;
        if (_points.Count == 0 || point.IsAfterSilence || point.RateMlPerHour != _points[^1].RateMlPerHour || point.At - _points[^1].At >= every)
        {
            _points.Add(point);
        }
    }

    /// <summary>By the segments that were charted when they ended; while one is open, by the counter.</summary>
    static Volume? InAll(SessionState state, Volume? counted) => state switch
    {
        { SegmentCount: 0 } => counted,
        { OpenSegment: null } => state.ClosedSegmentsVolume,
        _ => counted > state.ClosedSegmentsVolume ? counted : state.ClosedSegmentsVolume,
    };

    static decimal? RateOf(DeviceLive pump) => pump.Pump?.Status == PumpStatus.NotInfusing ? 0m : pump.RateMlPerHour;
}
