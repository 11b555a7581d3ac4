using System.Collections.Immutable;

namespace Infusion.Core.Assessments;

/// <param name="Value">Null: too little is answered.</param>
public sealed record ScorePart(string Label, decimal? Value, decimal Highest);

/// <summary>What answers come to.</summary>
/// <param name="Total">Null: not valid, because too little is answered. Never a sum of what is there.</param>
/// <param name="Missing">Items that ought to be answered and are not.</param>
/// <param name="Parts">Sub-scores; empty: it has none.</param>
public sealed record InstrumentScore(decimal? Total, int Missing, ImmutableArray<ScorePart> Parts)
{
    /// <summary>Beside the number, as a sentence: what a published rule makes of the items. Null: no rule, or not valid.</summary>
    public string? Finding { get; init; }

    /// <summary>The sum of all; null while one is missing.</summary>
    internal static InstrumentScore Sum(ImmutableArray<int?> items) => new(SumOf(items), MissingIn(items), []);

    internal static int MissingIn(IEnumerable<int?> items) => items.Count(answer => answer is null);

    internal static int? SumOf(IEnumerable<int?> items) => items.Aggregate((int?)0, (sum, answer) => sum + answer);

    /// <summary>To one decimal, halves up; null while fewer than <paramref name="atLeast"/> are answered.</summary>
    internal static decimal? MeanOf(IEnumerable<int?> items, int atLeast)
    {
        var known = items.OfType<int>().ToList();
        return known.Count < atLeast ? null : Math.Round((decimal)known.Sum() / known.Count, 1, MidpointRounding.AwayFromZero);
    }
}
