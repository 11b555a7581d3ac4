using System.Collections.Immutable;
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
    /// <param name="readings">Stored readings and their chart times, in the order the writer took them in. Late ones count as little as they did then.</param>
    /// <param name="every">Points are at least so far apart.</param>
    public static ConcentrationCourse Of(SessionState state, IEnumerable<(Reading Reading, DateTimeOffset At)> readings, TimeSpan every)
    {
        var estimate = new ConcentrationEstimate(state.Order.Weight);
        var account = new DeliveryAccount();
        var pumps = new Dictionary<string, DeviceLive>();
        var points = ImmutableArray.CreateBuilder<CoursePoint>();
        foreach (var (reading, at) in readings)
        {
            if (!IsOfPump(state, reading.Device))
            {
                continue;
            }

            if (!pumps.TryGetValue(reading.Device, out var pump))
            {
                pumps[reading.Device] = pump = new DeviceLive(reading.Device, DeviceKind.Pump, null);
            }

            if (!IsLive(pump, reading))
            {
                continue;
            }

            if (AssociationAt(state, reading.Device, at) is { } association)
            {
                var heardBefore = estimate.HeardAt;
                account.Take(pump, association.From, reading);
                estimate.Take(pump, association.From, reading, at, account.Delivered, state.Order);
                Add(points, estimate, heardBefore, every);
            }

            pump.Take(reading, at);
        }

        return new ConcentrationCourse(estimate, points.ToImmutable());
    }

    static void Add(ImmutableArray<CoursePoint>.Builder points, ConcentrationEstimate estimate, DateTimeOffset? heardBefore, TimeSpan every)
    {
        if (estimate.AsOf is not { } asOf || (points.Count > 0 && asOf <= points[^1].At))
        {
            return;
        }

        var isAfterSilence = heardBefore is { } heard && asOf - heard >= DeviceLive.PumpStaleAfter;
        if (points.Count == 0 || isAfterSilence || asOf - points[^1].At >= every)
        {
            points.Add(new CoursePoint(asOf, estimate.Plasma, estimate.EffectSite, isAfterSilence));
        }
    }

    static bool IsLive(DeviceLive pump, Reading reading)
    {
        var sequence = pump.Sequences.Add(reading.Boot, reading.Seq);
        return sequence.IsNew && !reading.FlaggedLate && !sequence.IsBelowHighest;
    }

    static bool IsOfPump(SessionState state, string device)
    {
        foreach (var association in state.Associations)
        {
            if (association.Device == device && association.Kind == DeviceKind.Pump)
            {
                return true;
            }
        }

        return false;
    }

    static Association? AssociationAt(SessionState state, string device, DateTimeOffset at)
    {
        foreach (var association in state.Associations)
        {
            if (association.Device == device && association.Covers(at))
            {
                return association;
            }
        }

        return null;
    }
}
