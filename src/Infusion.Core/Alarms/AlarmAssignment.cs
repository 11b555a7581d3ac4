using System.Collections.Immutable;

namespace Infusion.Core.Alarms;

/// <summary>Who is asked to go to an alarm. Evolved from events only.</summary>
/// <param name="Step">Of the duty list, from 1; 0: nobody on duty is named.</param>
/// <param name="People">Sign-in names, as the duty list had them then.</param>
/// <param name="Until">An answer is awaited until then, or, at the last step, the next reminder comes; null: nothing is awaited.</param>
public sealed record AlarmAssignment(int Step, ImmutableArray<string> People, DateTimeOffset? Until)
{
    public static readonly AlarmAssignment Nobody = new(0, [], null);

    /// <summary>Responsible now; null: nobody has said so. Acceptance silences nothing.</summary>
    public string? AcceptedBy { get; init; }

    /// <summary>Said no; the next step is asked at once.</summary>
    public string? RefusedBy { get; init; }

    /// <summary>How often the last step was reminded.</summary>
    public int Reminders { get; init; }

    /// <summary>Whether this person may hand it on: asked and not answered yet, or the one who accepted.</summary>
    public bool IsOf(string person) => AcceptedBy is { } accepted ? accepted == person : People.Contains(person);
}
