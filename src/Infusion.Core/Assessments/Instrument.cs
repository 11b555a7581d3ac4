using System.Collections.Immutable;

namespace Infusion.Core.Assessments;

/// <summary>The scales of clinical reference 6 that are followed over time. The numbers are stored: never renumber, never reuse.</summary>
public enum Instrument : byte
{
    Unknown = 0,
    Phq9 = 1,
    Gad7 = 2,
    Pcl5 = 3,

    /// <summary>The screener, since the last visit.</summary>
    Cssrs = 4,
    PainNrs = 5,
    Bpi = 6,
    Ybocs = 7,
    QidsSr16 = 8,
}

/// <summary>Why somebody must look at a patient's safety now. The numbers are stored: never renumber, never reuse.</summary>
public enum SafetyReason : byte
{
    Unknown = 0,

    /// <summary>The one item that asks for thoughts of death or self-harm is above 0.</summary>
    ThoughtsOfSelfHarm = 1,

    /// <summary>A screen for suicidality with any yes.</summary>
    PositiveScreen = 2,

    /// <summary>Asked and not answered, which is no "no".</summary>
    NotAnswered = 3,
}

/// <summary>One line of an instrument.</summary>
/// <param name="Label">Its wording, or, where that may not be shipped, only what it is about.</param>
/// <param name="Highest">The lowest is 0.</param>
/// <param name="Answers">What each number means, from 0; empty: numbers between <paramref name="Ends"/>, or by the instrument's own paper.</param>
/// <param name="Ends">What the lowest and the highest mean; null: by the instrument's own paper, or said by the answers.</param>
public sealed record InstrumentItem(string Label, int Highest, ImmutableArray<string> Answers, (string Lowest, string Highest)? Ends = null);

/// <param name="From">The lowest total in it.</param>
public sealed record InstrumentBand(decimal From, string Label);

/// <summary>What counts as a response to treatment, from the baseline. One of the two.</summary>
public sealed record ResponseRule(decimal? Percent, decimal? Points);

/// <summary>What an instrument is made of, and how it is judged.</summary>
public sealed record InstrumentInfo(Instrument Instrument, string Name, string About, ImmutableArray<InstrumentItem> Items)
{
    /// <summary>What is asked, above the items.</summary>
    public required string Question { get; init; }

    /// <summary>What the total is; its range is 0 to <see cref="Highest"/>.</summary>
    public required string TotalLabel { get; init; }

    public required decimal Highest { get; init; }

    /// <summary>From the lowest; the first begins at 0.</summary>
    public required ImmutableArray<InstrumentBand> Bands { get; init; }

    /// <summary>How it is scored, and when not, in one or two sentences.</summary>
    public required string Validity { get; init; }

    /// <summary>On whose terms it is used.</summary>
    public required string Licence { get; init; }

    /// <summary>The wording is part of this program; without it the clinic's own paper is read and its numbers are entered.</summary>
    public bool IsWordingShipped { get; init; }

    /// <summary>Calendar days that must lie between two of them; 0: none.</summary>
    public int DaysApart { get; init; }

    /// <summary>Calendar days from which on a repetition is on schedule; what is sooner is kept and marked.</summary>
    public int DaysOnSchedule { get; init; }

    /// <summary>Null: none is agreed on.</summary>
    public ResponseRule? Response { get; init; }

    /// <summary>The highest total of a remission; null: none is agreed on.</summary>
    public decimal? RemissionAtMost { get; init; }

    /// <summary>One answer per item, null where there is none. Called only with answers that <see cref="Fault"/> lets pass.</summary>
    public required Func<ImmutableArray<int?>, InstrumentScore> Score { get; init; }

    /// <summary>Null: nothing that somebody must look at now.</summary>
    public Func<ImmutableArray<int?>, SafetyReason?> Safety { get; init; } = static _ => null;

    /// <summary>What else cannot be, beside counts and ranges.</summary>
    public Func<ImmutableArray<int?>, string?> Contradiction { get; init; } = static _ => null;

    /// <param name="mayBeEmpty">A patient may leave out every item; who enters what is on paper enters something.</param>
    /// <returns>Null: they may be kept.</returns>
    public string? Fault(ImmutableArray<int?> items, bool mayBeEmpty = false)
    {
        if (items.IsDefault || items.Length != Items.Length)
        {
            return $"{Name} has {Items.Length} items, and {(items.IsDefault ? 0 : items.Length)} came: send one answer an item, null where there is none.";
        }

        for (var index = 0; index < items.Length; index++)
        {
            if (items[index] is { } answer && (answer < 0 || answer > Items[index].Highest))
            {
                return $"Item {index + 1} of {Name} is 0 to {Items[index].Highest}, not {answer}.";
            }
        }

        return !mayBeEmpty && items.All(answer => answer is null) ? $"Nothing of {Name} is answered: answer at least one item." : Contradiction(items);
    }

    /// <returns>Null: no total, so no band.</returns>
    public string? BandOf(decimal? total) => total is { } known ? Bands.Last(band => band.From <= known).Label : null;
}
