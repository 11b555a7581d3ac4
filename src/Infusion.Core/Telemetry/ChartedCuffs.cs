using Infusion.Core.Sessions;

namespace Infusion.Core.Telemetry;

/// <summary>A cuff measurement charted with a time of its own, and the span of times it was told under.</summary>
readonly record struct ChartedCuff(NibpMeasurement Pressure, DateTimeOffset From, DateTimeOffset To, bool IsLate);

/// <summary>
/// The measurements of one cuff that are charted, so that one sent again later is charted once. Known by chart time and pressures:
/// the device's own times may come round again after its clock was set back.
/// </summary>
sealed class ChartedCuffs
{
    /// <summary>Eight hours at one each five minutes. What is older than all of a full memory is not charted late.</summary>
    const int Kept = 96;

    readonly List<ChartedCuff> _charted = [];

    /// <returns>False: it is charted already; a live one is, only if it came late before.</returns>
    public bool TryAdd(in CuffMeasurement measurement, bool isLate)
    {
        var oldest = 0;
        for (var index = 0; index < _charted.Count; index++)
        {
            var known = _charted[index];
            if ((isLate || known.IsLate) && known.Pressure == measurement.Pressure && IsNear(known, measurement.At))
            {
                _charted[index] = known with { From = Earlier(known.From, measurement.At), To = Later(known.To, measurement.At) };
                return false;
            }

            oldest = known.From < _charted[oldest].From ? index : oldest;
        }

        if (_charted.Count == Kept)
        {
            if (isLate && measurement.At < _charted[oldest].From)
            {
                return false;
            }

            _charted.RemoveAt(oldest);
        }

        // All at once: a list that grew would take more in the end, and would take it in the middle of an infusion.
        _charted.EnsureCapacity(Kept);
        _charted.Add(new ChartedCuff(measurement.Pressure, measurement.At, measurement.At, isLate));
        return true;
    }

    /// <summary>The measurement charted last is told again, under this time.</summary>
    public void Extend(in CuffMeasurement repeated)
    {
        if (_charted.Count > 0 && _charted[^1] is var newest && newest.Pressure == repeated.Pressure && repeated.At > newest.To)
        {
            _charted[^1] = newest with { To = repeated.At };
        }
    }

    static bool IsNear(in ChartedCuff known, DateTimeOffset at) =>
        at > known.From - CuffMemory.ShortestCycle && at < known.To + CuffMemory.ShortestCycle;

    static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;

    static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;
}
