namespace Infusion.Core.Telemetry;

/// <summary>The numbers met of one device, by boot. Boots are forgotten oldest first.</summary>
public sealed class SequenceMemory
{
    /// <summary>Power-ons remembered; a device that restarts more often than this in 48 h has other troubles.</summary>
    public const int BootsKept = 64;

    readonly Dictionary<string, SequenceRanges> _boots = [];
    readonly Queue<string> _order = [];

    /// <summary>The boot first met last; null: none yet.</summary>
    public string? LatestBoot { get; private set; }

    public SequenceVerdict Add(string boot, long seq)
    {
        if (!_boots.TryGetValue(boot, out var ranges))
        {
            ranges = new SequenceRanges(KeptOf(boot));
            _boots.Add(boot, ranges);
            _order.Enqueue(boot);
            LatestBoot = boot;
            if (_order.Count > BootsKept)
            {
                _boots.Remove(_order.Dequeue());
            }
        }

        return ranges.Add(seq);
    }

    /// <summary>Replaces what is known of a boot by its stored runs, inclusive, ascending and apart from each other.</summary>
    public void Restore(string boot, IEnumerable<(long First, long Last)> runs)
    {
        if (!_boots.ContainsKey(boot))
        {
            _order.Enqueue(boot);
        }

        _boots[boot] = new SequenceRanges(runs, KeptOf(boot));
        LatestBoot ??= boot;
    }

    /// <summary>Null: nothing of this boot is known.</summary>
    public SequenceRanges? Of(string boot) => _boots.GetValueOrDefault(boot);

    static int KeptOf(string boot) => UnnumberedBoot.Is(boot) ? UnnumberedBoot.RangesKept : SequenceRanges.RangesKept;
}
