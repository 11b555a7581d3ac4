namespace Infusion.Core.Telemetry;

/// <summary>From this message of this boot on the clock was off by so much.</summary>
readonly record struct ClockEra(string Boot, long FirstSeq, TimeSpan Offset);

/// <summary>
/// What a device's clock was off by before it jumped or the device restarted, so that a message sent again later is charted
/// by the clock that stamped it. Told apart by boot and seq alone.
/// </summary>
sealed class ClockEras
{
    const int Kept = 8;

    readonly List<ClockEra> _eras = [];

    public bool IsOf(string boot) => _eras.Count > 0 && _eras[^1].Boot == boot;

    /// <summary>The era before ends with what its offset came to.</summary>
    public void Begin(string boot, long seq, TimeSpan offset, TimeSpan? before)
    {
        if (_eras.Count > 0 && before is { } ended)
        {
            _eras[^1] = _eras[^1] with { Offset = ended };
        }

        if (_eras.Count == Kept)
        {
            _eras.RemoveAt(0);
        }

        _eras.Add(new ClockEra(boot, seq, offset));
    }

    /// <param name="current">The offset of the last era, which is still being followed.</param>
    public TimeSpan? OffsetOf(string boot, long seq, TimeSpan? current)
    {
        var found = -1;
        for (var index = _eras.Count - 1; index >= 0 && (found < 0 || seq < _eras[found].FirstSeq); index--)
        {
            found = _eras[index].Boot == boot ? index : found;
        }

        return found < 0 || found == _eras.Count - 1 ? current : _eras[found].Offset;
    }
}
