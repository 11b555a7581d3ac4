using Infusion.Core.Charting;

namespace Infusion.Server.Charts;

/// <summary>The readings of a session, told for its chart.</summary>
/// <param name="Through">Taken in: all that was stored then.</param>
sealed record FoldedReadings(ChartFold Fold, WrittenThrough Through);

/// <summary>One session whose chart was opened. Whoever opens it again takes their turn.</summary>
sealed class OpenedChart(string clinic, Guid session)
{
    FoldedReadings? _folded;

    public (string, Guid) Key { get; } = (clinic, session);

    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>Once: what is not put back, because reading on failed, is never used again.</summary>
    public FoldedReadings? Take()
    {
        var folded = _folded;
        _folded = null;
        return folded;
    }

    public void Put(FoldedReadings folded) => _folded = folded;
}

/// <summary>What was folded for the charts that were opened last. Only ever spares work: without it a chart is the same.</summary>
sealed class ChartMemory
{
    /// <summary>Some hundred KiB each.</summary>
    public const int Kept = 64;

    readonly Lock _lock = new();

    /// <summary>The one opened last is last.</summary>
    readonly List<OpenedChart> _opened = [];

    public OpenedChart Of(string clinic, Guid session)
    {
        lock (_lock)
        {
            var opened = _opened.Find(each => each.Key == (clinic, session)) ?? new OpenedChart(clinic, session);
            _opened.Remove(opened);
            _opened.Add(opened);
            if (_opened.Count > Kept)
            {
                _opened.RemoveAt(0);
            }

            return opened;
        }
    }
}
