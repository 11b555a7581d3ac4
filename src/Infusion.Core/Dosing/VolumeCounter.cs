using Infusion.Core.Quantities;

namespace Infusion.Core.Dosing;

/// <summary>
/// Volume from the differences of a pump's own counter, which only counts up: it may flicker, and it may be reset.
/// Never falls, never counts a volume twice.
/// </summary>
public sealed class VolumeCounter
{
    /// <summary>A fall to this share of the last word or above is noise of the counter; below it, the counter was reset.</summary>
    static readonly decimal NoiseShare = 0.9m;

    decimal? _last;

    /// <summary>Null: no counter has been heard.</summary>
    public Volume? Total { get; private set; }

    /// <summary>What the last word said after which earlier one, where it fell so far that the counter was reset; null: it did not.</summary>
    public (decimal From, decimal To)? WentBack { get; private set; }

    /// <summary>Another counter goes on here, from its last word if that is known, or else from its next one.</summary>
    public void Begin(decimal? baselineMillilitres) => _last = baselineMillilitres;

    /// <param name="millilitres">What the counter says.</param>
    public void Take(decimal millilitres)
    {
        var before = _last ?? millilitres;
        WentBack = null;
        if (millilitres < before && millilitres >= before * NoiseShare)
        {
            return;
        }

        var isReset = millilitres < before;
        WentBack = isReset ? (before, millilitres) : null;
        var given = isReset ? millilitres : millilitres - before;
        _last = millilitres;
        Total = (Total ?? default(Volume)) + Volume.FromMillilitres(given);
    }
}
