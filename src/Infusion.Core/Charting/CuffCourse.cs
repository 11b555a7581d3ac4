using Infusion.Core.Telemetry;

namespace Infusion.Core.Charting;

/// <summary>A cuff measurement as charted.</summary>
public sealed record ChartedPressure(DateTimeOffset At, decimal? Systolic, decimal? Diastolic, decimal? Mean, string Device);

/// <summary>What one monitor told of its cuff, in the order of chart time, whenever it came.</summary>
sealed class CuffCourse(string device)
{
    /// <summary>What was told, in a row: a measurement told each second stands here once.</summary>
    readonly List<CuffMeasurement> _said = [];

    /// <summary>Each telling, and which it told. By time; of one time, as they came.</summary>
    readonly List<(DateTimeOffset At, int Said)> _tellings = [];

    public string Device => device;

    public void Take(Reading reading, DateTimeOffset at)
    {
        if (CuffMemory.Read(reading, at) is not { } said)
        {
            return;
        }

        if (_said.Count == 0 || _said[^1] != said)
        {
            _said.Add(said);
        }

        var place = _tellings.Count;
        while (place > 0 && _tellings[place - 1].At > at)
        {
            place--;
        }

        _tellings.Insert(place, (at, _said.Count - 1));
    }

    public IEnumerable<ChartedPressure> Pressures()
    {
        var (cuff, before) = (new CuffMemory(), -1);
        foreach (var (_, index) in _tellings)
        {
            var said = _said[index];

            // Told again under the same time of its own, a measurement changes nothing.
            if ((index != before || !said.HasOwnTime) && cuff.Take(said, clockIsUnsettled: false) is { Pressure: var pressure } taken)
            {
                yield return new ChartedPressure(taken.At, pressure.Systolic, pressure.Diastolic, pressure.Mean, device);
            }

            before = index;
        }
    }
}
