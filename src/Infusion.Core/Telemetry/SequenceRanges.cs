namespace Infusion.Core.Telemetry;

/// <summary>What one message's number meant to the memory of its boot.</summary>
/// <param name="IsNew">False: (boot, seq) was here before.</param>
/// <param name="IsBelowHighest">A higher number of this boot was here before: the message is late.</param>
/// <param name="FirstMissing">First number of the hole this message opened; null: none.</param>
/// <param name="LastMissing">Last number of that hole, inclusive.</param>
public readonly record struct SequenceVerdict(bool IsNew, bool IsBelowHighest, long? FirstMissing, long? LastMissing);

/// <summary>
/// The numbers met of one boot, as merged ranges: one pair while a device counts up without holes.
/// The first number met opens no hole: what came before it is not known here.
/// </summary>
public sealed class SequenceRanges
{
    /// <summary>More holes than this drop the lowest range: a copy that old may then be taken twice, never lost.</summary>
    public const int RangesKept = 4096;

    readonly List<(long First, long Last)> _ranges = [];
    readonly int _kept;

    public SequenceRanges(int kept = RangesKept) => _kept = kept;

    /// <param name="runs">Inclusive, ascending, apart from each other; the highest are kept.</param>
    internal SequenceRanges(IEnumerable<(long First, long Last)> runs, int kept)
        : this(kept) => _ranges.AddRange(runs.TakeLast(kept));

    /// <summary>Null until the first number.</summary>
    public long? Highest => _ranges.Count == 0 ? null : _ranges[^1].Last;

    public IReadOnlyList<(long First, long Last)> Ranges => _ranges;

    /// <summary>Whether every number from <paramref name="first"/> to <paramref name="last"/> was here.</summary>
    public bool Holds(long first, long last)
    {
        for (var index = _ranges.Count - 1; index >= 0 && _ranges[index].Last >= last; index--)
        {
            if (_ranges[index].First <= first)
            {
                return true;
            }
        }

        return false;
    }

    public SequenceVerdict Add(long seq)
    {
        if (_ranges.Count == 0)
        {
            _ranges.Add((seq, seq));
            return new SequenceVerdict(true, false, null, null);
        }

        var (first, highest) = _ranges[^1];
        if (seq > highest)
        {
            return AddAbove(seq, first, highest);
        }

        return new SequenceVerdict(Insert(seq), true, null, null);
    }

    SequenceVerdict AddAbove(long seq, long first, long highest)
    {
        if (seq - 1 == highest)
        {
            _ranges[^1] = (first, seq);
            return new SequenceVerdict(true, false, null, null);
        }

        _ranges.Add((seq, seq));
        DropLowest();
        return new SequenceVerdict(true, false, highest + 1, seq - 1);
    }

    /// <returns>False when a range holds it already.</returns>
    bool Insert(long seq)
    {
        var index = _ranges.Count - 1;
        while (index >= 0 && _ranges[index].First > seq)
        {
            index--;
        }

        if (index >= 0 && _ranges[index].Last >= seq)
        {
            return false;
        }

        var joinsLower = index >= 0 && _ranges[index].Last == seq - 1;
        var joinsUpper = _ranges[index + 1].First == seq + 1;
        switch (joinsLower, joinsUpper)
        {
            case (true, true):
                _ranges[index] = (_ranges[index].First, _ranges[index + 1].Last);
                _ranges.RemoveAt(index + 1);
                break;
            case (true, false):
                _ranges[index] = (_ranges[index].First, seq);
                break;
            case (false, true):
                _ranges[index + 1] = (seq, _ranges[index + 1].Last);
                break;
            default:
                _ranges.Insert(index + 1, (seq, seq));
                DropLowest();
                break;
        }

        return true;
    }

    void DropLowest()
    {
        if (_ranges.Count > _kept)
        {
            _ranges.RemoveAt(0);
        }
    }
}
