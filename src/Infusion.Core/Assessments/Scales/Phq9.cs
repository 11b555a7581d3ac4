using System.Collections.Immutable;

namespace Infusion.Core.Assessments.Scales;

/// <summary>Kroenke, Spitzer and Williams, J Gen Intern Med 2001;16:606.</summary>
static class Phq9
{
    internal static readonly ImmutableArray<string> Frequencies = ["Not at all", "Several days", "More than half the days", "Nearly every day"];

    internal const string Question = "Over the last 2 weeks, how often have you been bothered by any of the following problems?";

    internal const string Licence = "Developed by Drs. Spitzer, Williams, Kroenke and colleagues. No permission is required to reproduce, translate, display or distribute it.";

    public static InstrumentInfo Info { get; } = new(
        Instrument.Phq9,
        "PHQ-9",
        "Depression",
        [
            Item("Little interest or pleasure in doing things"),
            Item("Feeling down, depressed, or hopeless"),
            Item("Trouble falling or staying asleep, or sleeping too much"),
            Item("Feeling tired or having little energy"),
            Item("Poor appetite or overeating"),
            Item("Feeling bad about yourself, or that you are a failure or have let yourself or your family down"),
            Item("Trouble concentrating on things, such as reading the newspaper or watching television"),
            Item("Moving or speaking so slowly that other people could have noticed. Or the opposite: being so fidgety or restless that you have been moving around a lot more than usual"),
            Item("Thoughts that you would be better off dead or of hurting yourself in some way"),
        ])
    {
        Question = Question,
        TotalLabel = "Total",
        Highest = 27,
        Bands = [new(0, "minimal"), new(5, "mild"), new(10, "moderate"), new(15, "moderately severe"), new(20, "severe")],
        Validity = "The sum of all nine. With an item missing there is no total: what is missing is not made up.",
        Licence = Licence,
        IsWordingShipped = true,
        DaysApart = 7,
        DaysOnSchedule = 7,
        Response = new(50, null),
        RemissionAtMost = 4,
        Score = InstrumentScore.Sum,
        Safety = items => items[8] switch { null => SafetyReason.NotAnswered, > 0 => SafetyReason.ThoughtsOfSelfHarm, _ => null },
    };

    internal static InstrumentItem Item(string label) => new(label, 3, Frequencies);
}
