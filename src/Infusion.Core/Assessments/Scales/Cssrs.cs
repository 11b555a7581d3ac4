using System.Collections.Immutable;

namespace Infusion.Core.Assessments.Scales;

/// <summary>
/// Posner and colleagues, Am J Psychiatry 2011;168:1266; the screener "since last visit" with the triage of its own paper. Questions 3
/// to 5 are asked after a yes to 2 only.
/// </summary>
static class Cssrs
{
    static readonly ImmutableArray<string> NoYes = ["No", "Yes"];

    public static InstrumentInfo Info { get; } = new(
        Instrument.Cssrs,
        "C-SSRS screener",
        "Suicidality since the last visit",
        [
            Item("Wish to be dead"), Item("Thoughts of suicide"), Item("Thoughts with a method"), Item("Some intent to act"),
            Item("A plan, with intent"), Item("Behaviour or preparation"),
        ])
    {
        Question = "Since the last visit, asked in the words of the screener's own paper",
        TotalLabel = "Risk by the screener's triage",
        Highest = 3,
        Bands = [new(0, "no risk found"), new(1, "low risk"), new(2, "moderate risk"), new(3, "high risk")],
        Validity = "1, 2 and 6 are always asked, 3 to 5 after a yes to 2. With one of them missing there is no result below high.",
        Licence = "Copyright of the Research Foundation for Mental Hygiene; free in care, on its own terms, and its wording is not part of this program. Ask by the screener's own paper and enter yes or no.",
        Score = Score,
        Safety = Safety,
        Contradiction = items => items[1] == 0 && items[2..5].Any(answer => answer == 1)
            ? "Questions 3 to 5 of the C-SSRS screener are asked after a yes to 2: correct 2, or leave 3 to 5 open."
            : null,
    };

    static InstrumentScore Score(ImmutableArray<int?> items)
    {
        var asked = Asked(items).ToList();
        var risk = items[3..].Any(answer => answer == 1) ? 3 : items[2] == 1 ? 2 : items[..2].Any(answer => answer == 1) ? 1 : 0;
        var missing = InstrumentScore.MissingIn(asked);
        return new InstrumentScore(missing == 0 || risk == 3 ? risk : null, missing, []);
    }

    static SafetyReason? Safety(ImmutableArray<int?> items) => items.Any(answer => answer == 1)
        ? SafetyReason.PositiveScreen
        : Asked(items).Any(answer => answer is null) ? SafetyReason.NotAnswered : null;

    /// <summary>Those that ought to be answered.</summary>
    static IEnumerable<int?> Asked(ImmutableArray<int?> items) => items.Where((_, index) => index is 0 or 1 or 5 || items[1] == 1);

    static InstrumentItem Item(string label) => new(label, 1, NoYes);
}
