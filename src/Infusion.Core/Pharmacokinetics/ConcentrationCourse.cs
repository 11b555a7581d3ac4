using System.Collections.Immutable;
using Infusion.Core.Charting;
using Infusion.Core.Dosing;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Pharmacokinetics;

/// <summary>The band at an instant of chart time.</summary>
/// <param name="IsAfterSilence">The pump was not heard since the point before; the two are not to be joined.</param>
public readonly record struct CoursePoint(DateTimeOffset At, ConcentrationBand Plasma, ConcentrationBand EffectSite, bool IsAfterSilence);

/// <summary>A session's estimate told once more from its pumps' readings: the way it took, and where it stands.</summary>
public sealed record ConcentrationCourse(ConcentrationEstimate Estimate, ImmutableArray<CoursePoint> Points)
{
    /// <param name="readings">Stored readings and their chart times, in the order the writer took them in.</param>
    /// <param name="every">Points are at least so far apart.</param>
    public static ConcentrationCourse Of(SessionState state, IEnumerable<(Reading Reading, DateTimeOffset At)> readings, TimeSpan every)
    {
        var fold = new ConcentrationFold(state.Associations, state.Order, every);
        foreach (var (reading, at) in readings)
        {
            fold.Take(reading, at);
        }

        return new ConcentrationCourse(fold.Estimate, fold.Points);
    }
}

/// <summary>Tells it reading by reading, in the order the writer took them in.</summary>
/// <param name="every">Points are at least so far apart.</param>
public sealed class ConcentrationFold(ImmutableArray<Association> associations, InfusionOrder order, TimeSpan every)
{
    readonly PumpsTold _pumps = new(associations);
    readonly DeliveryAccount _account = new();
    readonly ImmutableArray<CoursePoint>.Builder _points = ImmutableArray.CreateBuilder<CoursePoint>();

    /// <summary>Where it stands; goes on with the readings.</summary>
    public ConcentrationEstimate Estimate { get; } = new(order.Weight);

    public ImmutableArray<CoursePoint> Points => _points.ToImmutable();

    public void Take(Reading reading, DateTimeOffset at)
    {
        if (_pumps.Hear(reading) is not { } pump)
        {
            return;
        }

        if (_pumps.At(reading.Device, at) is { } association)
        {
            var heardBefore = Estimate.HeardAt;
            _account.Take(pump, association.From, reading);
            Estimate.Take(pump, association.From, reading, at, _account.Delivered, order);
            Add(heardBefore);
        }

        pump.Take(reading, at);
    }

    void Add(DateTimeOffset? heardBefore)
    {
        if (Estimate.AsOf is not { } asOf || (_points.Count > 0 && asOf <= _points[^1].At))
        {
            return;
        }

        var isAfterSilence = heardBefore is { } heard && asOf - heard >= DeviceLive.PumpStaleAfter;
        if (_points.Count == 0 || isAfterSilence || asOf - _points[^1].At >= every)
        {
            _points.Add(new CoursePoint(asOf, Estimate.Plasma, Estimate.EffectSite, isAfterSilence));
        }
    }
}
