using System.Collections.Immutable;

namespace Infusion.Core.Assessments.Scales;

/// <summary>
/// Weathers and colleagues, National Center for PTSD, 2013. Its form is about the past month; there is one about the past week, so
/// a repetition within four weeks is kept and marked.
/// </summary>
static class Pcl5
{
    /// <summary>Rated so, a symptom counts for the clusters.</summary>
    const int Endorsed = 2;

    static readonly ImmutableArray<string> Extents = ["Not at all", "A little bit", "Moderately", "Quite a bit", "Extremely"];

    static readonly ImmutableArray<(string Name, Range Items, int AtLeast)> Clusters =
    [
        ("B, intrusion", 0..5, 1), ("C, avoidance", 5..7, 1), ("D, cognition and mood", 7..14, 2), ("E, arousal and reactivity", 14..20, 2),
    ];

    public static InstrumentInfo Info { get; } = new(
        Instrument.Pcl5,
        "PCL-5",
        "PTSD",
        [
            Item("Repeated, disturbing, and unwanted memories of the stressful experience?"),
            Item("Repeated, disturbing dreams of the stressful experience?"),
            Item("Suddenly feeling or acting as if the stressful experience were actually happening again (as if you were actually back there reliving it)?"),
            Item("Feeling very upset when something reminded you of the stressful experience?"),
            Item("Having strong physical reactions when something reminded you of the stressful experience (for example, heart pounding, trouble breathing, sweating)?"),
            Item("Avoiding memories, thoughts, or feelings related to the stressful experience?"),
            Item("Avoiding external reminders of the stressful experience (for example, people, places, conversations, activities, objects, or situations)?"),
            Item("Trouble remembering important parts of the stressful experience?"),
            Item("Having strong negative beliefs about yourself, other people, or the world (for example, having thoughts such as: I am bad, there is something seriously wrong with me, no one can be trusted, the world is completely dangerous)?"),
            Item("Blaming yourself or someone else for the stressful experience or what happened after it?"),
            Item("Having strong negative feelings such as fear, horror, anger, guilt, or shame?"),
            Item("Loss of interest in activities that you used to enjoy?"),
            Item("Feeling distant or cut off from other people?"),
            Item("Trouble experiencing positive feelings (for example, being unable to feel happiness or have loving feelings for people close to you)?"),
            Item("Irritable behavior, angry outbursts, or acting aggressively?"),
            Item("Taking too many risks or doing things that could cause you harm?"),
            Item("Being \"superalert\" or watchful or on guard?"),
            Item("Feeling jumpy or easily startled?"),
            Item("Having difficulty concentrating?"),
            Item("Trouble falling or staying asleep?"),
        ])
    {
        Question = "Keeping your worst event in mind: in the past month, how much were you bothered by",
        TotalLabel = "Total",
        Highest = 80,
        Bands = [new(0, "below the cut-off"), new(31, "at the cut-off (31 to 33)"), new(34, "above the cut-off")],
        Validity = "The sum of all twenty, and of each cluster. With an item missing there is no total.",
        Licence = "Made by staff of the National Center for PTSD of the US Department of Veterans Affairs; in the public domain.",
        IsWordingShipped = true,
        DaysApart = 7,
        DaysOnSchedule = 28,
        Response = new(null, 10),
        Score = Score,
    };

    static InstrumentScore Score(ImmutableArray<int?> items)
    {
        var total = InstrumentScore.SumOf(items);
        return new InstrumentScore(
            total, InstrumentScore.MissingIn(items),
            [.. Clusters.Select(each => new ScorePart(each.Name, InstrumentScore.SumOf(items[each.Items]), 4 * items[each.Items].Length))])
        {
            Finding = total is null
                ? null
                : Clusters.All(each => items[each.Items].Count(answer => answer >= Endorsed) >= each.AtLeast)
                    ? "The symptoms of every cluster are there (provisional by the rule of DSM-5)."
                    : "Not every cluster has the symptoms that the rule of DSM-5 asks for.",
        };
    }

    static InstrumentItem Item(string label) => new(label, 4, Extents);
}
