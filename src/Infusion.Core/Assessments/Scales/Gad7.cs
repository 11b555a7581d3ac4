namespace Infusion.Core.Assessments.Scales;

/// <summary>Spitzer, Kroenke, Williams and Löwe, Arch Intern Med 2006;166:1092.</summary>
static class Gad7
{
    public static InstrumentInfo Info { get; } = new(
        Instrument.Gad7,
        "GAD-7",
        "Anxiety",
        [
            Phq9.Item("Feeling nervous, anxious, or on edge"),
            Phq9.Item("Not being able to stop or control worrying"),
            Phq9.Item("Worrying too much about different things"),
            Phq9.Item("Trouble relaxing"),
            Phq9.Item("Being so restless that it is hard to sit still"),
            Phq9.Item("Becoming easily annoyed or irritable"),
            Phq9.Item("Feeling afraid, as if something awful might happen"),
        ])
    {
        Question = Phq9.Question,
        TotalLabel = "Total",
        Highest = 21,
        Bands = [new(0, "minimal"), new(5, "mild"), new(10, "moderate"), new(15, "severe")],
        Validity = "The sum of all seven. With an item missing there is no total.",
        Licence = Phq9.Licence,
        IsWordingShipped = true,
        DaysApart = 7,
        DaysOnSchedule = 7,
        Response = new(50, null),
        RemissionAtMost = 4,
        Score = InstrumentScore.Sum,
    };
}
