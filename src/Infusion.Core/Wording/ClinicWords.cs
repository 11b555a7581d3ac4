using System.Collections.Immutable;

namespace Infusion.Core.Wording;

/// <summary>A word that the clinic would rather not read in a chart, and what it says instead. Marked, never changed.</summary>
public sealed record DiscouragedWord(string Text, string Suggestion);

/// <summary>What a patient reads on the tablet around the questions, in the clinic's words.</summary>
/// <param name="Urgent">Shown after the answers to whom somebody should speak with now.</param>
public sealed record TabletWords(string Greeting, string Introduction, string Thanks, string Help, string Urgent);

/// <summary>How a clinic speaks.</summary>
public sealed record ClinicWords(bool MarksDiscouraged, ImmutableArray<DiscouragedWord> Discouraged, TabletWords Tablet)
{
    const int MostWords = 200;
    const int LongestWord = 60;
    const int LongestText = 600;

    /// <summary>Clinical reference 9, until the clinic says otherwise.</summary>
    public static ClinicWords Default { get; } = new(
        true,
        [
            new("trip", "dissociation, or what was perceived"),
            new("tripping", "dissociating"),
            new("journey", "infusion or session"),
            new("psychedelic", "dissociative"),
            new("hallucinating", "perceptual changes"),
            new("felt high", "felt dissociated"),
            new("feels high", "feels dissociated"),
            new("feeling high", "feeling dissociated"),
            new("got high", "dissociated"),
            new("sitter", "support person"),
            new("addict", "person with a substance use disorder"),
            new("abuser", "person with a substance use disorder"),
            new("alcoholic", "person with alcohol use disorder"),
            new("failed treatment", "did not respond to the treatment"),
            new("resistant patient", "person whose depression did not respond to treatment so far"),
        ],
        new(
            "Welcome",
            "Please answer these questions by yourself and in your own time. There are no right or wrong answers. You may leave out a question.",
            "Thank you. Your answers have been handed in. Please give the tablet back to a member of the team.",
            "If anything is unclear, or you would rather talk, please ask a member of the team.",
            "Thank you for telling us. Somebody from the team will speak with you today before you go home. If you need somebody now, please say so to any member of the team."));

    /// <summary>One sentence each; empty: they may be kept.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (Discouraged.IsDefault || Discouraged.Length > MostWords)
        {
            faults.Add($"There are at most {MostWords} discouraged words.");
        }

        var words = Discouraged.IsDefault ? [] : Discouraged;
        foreach (var each in words.Where(each => !IsText(each?.Text, LongestWord) || !IsText(each?.Suggestion, LongestWord)))
        {
            faults.Add($"A discouraged word and what is said instead have 1 to {LongestWord} characters each: \"{each?.Text}\", \"{each?.Suggestion}\".");
        }

        foreach (var twice in words.Where(each => each?.Text is not null).GroupBy(each => each.Text, StringComparer.OrdinalIgnoreCase).Where(same => same.Skip(1).Any()))
        {
            faults.Add($"\"{twice.Key}\" stands in the list twice: keep one.");
        }

        string?[] texts = [Tablet?.Greeting, Tablet?.Introduction, Tablet?.Thanks, Tablet?.Help, Tablet?.Urgent];
        if (texts.Any(text => !IsText(text, LongestText)))
        {
            faults.Add($"Each text for the tablet has 1 to {LongestText} characters.");
        }

        return faults;
    }

    static bool IsText(string? text, int longest) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= longest && !text.Contains('\0', StringComparison.Ordinal);
}
