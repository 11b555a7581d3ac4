using Infusion.Core.Telemetry;

namespace Infusion.Core.Charting;

/// <summary>A stretch that a device's messages leave empty.</summary>
/// <param name="Missing">How many messages of its numbering are missing there; null: silence alone, no number is missing.</param>
public readonly record struct EmptyStretch(DateTimeOffset From, DateTimeOffset To, long? Missing);

/// <summary>When a device was heard and by which numbers, message by message in any order. What it keeps grows with the gaps, not with the messages.</summary>
public sealed class HeardTimes
{
    public static readonly TimeSpan SilenceAfter = TimeSpan.FromSeconds(15);

    /// <summary>Ascending; a silence lies between each two.</summary>
    readonly List<(DateTimeOffset From, DateTimeOffset To)> _spans = [];
    readonly List<(string Boot, List<Run> Runs)> _boots = [];

    /// <summary>The earliest message; null: none.</summary>
    public DateTimeOffset? First => _spans.Count == 0 ? null : _spans[0].From;

    public DateTimeOffset? Last => _spans.Count == 0 ? null : _spans[^1].To;

    public void Take(string boot, long seq, DateTimeOffset at)
    {
        TakeTime(at);
        if (!UnnumberedBoot.Is(boot))
        {
            Take(RunsOf(boot), seq, at);
        }
    }

    /// <summary>Where numbers are missing, and silence where none is. In no order.</summary>
    public IEnumerable<EmptyStretch> Empty()
    {
        var holes = _boots.SelectMany(boot => boot.Runs.Zip(boot.Runs.Skip(1), Hole)).ToList();
        return holes.Concat(_spans.Zip(_spans.Skip(1), (before, after) => new EmptyStretch(before.To, after.From, null))
            .Where(silence => !holes.Any(hole => hole.From < silence.To && silence.From < hole.To)));
    }

    static EmptyStretch Hole(Run before, Run after)
    {
        var missing = after.First - before.Last - 1;
        return before.LastAt < after.FirstAt
            ? new EmptyStretch(before.LastAt, after.FirstAt, missing)
            : new EmptyStretch(after.FirstAt, before.LastAt, missing);
    }

    void TakeTime(DateTimeOffset at)
    {
        var index = _spans.Count - 1;
        while (index >= 0 && _spans[index].From > at)
        {
            index--;
        }

        var joinsBefore = index >= 0 && at - _spans[index].To <= SilenceAfter;
        var joinsAfter = index + 1 < _spans.Count && _spans[index + 1].From - at <= SilenceAfter;
        switch (joinsBefore, joinsAfter)
        {
            case (true, true):
                _spans[index] = (_spans[index].From, _spans[index + 1].To);
                _spans.RemoveAt(index + 1);
                break;
            case (true, false):
                _spans[index] = (_spans[index].From, at > _spans[index].To ? at : _spans[index].To);
                break;
            case (false, true):
                _spans[index + 1] = (at, _spans[index + 1].To);
                break;
            default:
                _spans.Insert(index + 1, (at, at));
                break;
        }
    }

    static void Take(List<Run> runs, long seq, DateTimeOffset at)
    {
        var index = runs.Count - 1;
        while (index >= 0 && runs[index].First > seq)
        {
            index--;
        }

        if (index >= 0 && runs[index].Last >= seq)
        {
            return;
        }

        var joinsBefore = index >= 0 && runs[index].Last == seq - 1;
        var joinsAfter = index + 1 < runs.Count && runs[index + 1].First == seq + 1;
        switch (joinsBefore, joinsAfter)
        {
            case (true, true):
                runs[index] = runs[index] with { Last = runs[index + 1].Last, LastAt = runs[index + 1].LastAt };
                runs.RemoveAt(index + 1);
                break;
            case (true, false):
                runs[index] = runs[index] with { Last = seq, LastAt = at };
                break;
            case (false, true):
                runs[index + 1] = runs[index + 1] with { First = seq, FirstAt = at };
                break;
            default:
                runs.Insert(index + 1, new Run(seq, at, seq, at));
                break;
        }
    }

    List<Run> RunsOf(string boot)
    {
        foreach (var (known, runs) in _boots)
        {
            if (known == boot)
            {
                return runs;
            }
        }

        _boots.Add((boot, []));
        return _boots[^1].Runs;
    }

    /// <summary>Numbers without a hole.</summary>
    readonly record struct Run(long First, DateTimeOffset FirstAt, long Last, DateTimeOffset LastAt);
}
