using Infusion.Core.Telemetry;

namespace Infusion.Core.Admission;

/// <param name="At">Chart time.</param>
/// <param name="Device">Or the person who charted it.</param>
public sealed record PressureSeen(DateTimeOffset At, decimal Systolic, decimal Diastolic, string Device);

/// <summary>
/// The last blood pressures before the infusion, by device and by hand, in the order of their times. That one was over the limit must
/// not be forgotten by the next.
/// </summary>
sealed class PressureMemory
{
    const int Kept = 60;

    readonly List<PressureSeen> _seen = [];
    readonly List<(DateTimeOffset At, string Device)> _artefacts = [];

    public IReadOnlyList<PressureSeen> Seen => _seen;

    public void Add(DateTimeOffset at, decimal? systolic, decimal? diastolic, string device)
    {
        if (systolic is not { } high || diastolic is not { } low || _artefacts.Contains((at, device)))
        {
            return;
        }

        var place = _seen.FindLastIndex(each => each.At <= at);
        if (place >= 0 && _seen[place].At == at && _seen[place].Device == device)
        {
            return;
        }

        _seen.Insert(place + 1, new PressureSeen(at, high, low, device));
        if (_seen.Count > Kept)
        {
            _seen.RemoveAt(0);
        }
    }

    /// <summary>Whoever charted it took it back.</summary>
    public void Remove(DateTimeOffset at, string person) => _seen.RemoveAll(each => each.At == at && each.Device == person);

    /// <summary>What a person calls an artefact is no pressure; confirmed, it is one again only when it is measured again.</summary>
    public void Review(Metric metric, string device, DateTimeOffset at)
    {
        if (metric is Metric.NibpSystolic or Metric.NibpDiastolic or Metric.NibpMean)
        {
            _artefacts.Add((at, device));
            _seen.RemoveAll(each => each.At == at && each.Device == device);
        }
    }
}
