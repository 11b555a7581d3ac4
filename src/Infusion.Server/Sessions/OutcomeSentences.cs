using Infusion.Core.Assessments;
using Infusion.Core.Outcomes;
using Infusion.Server.Storage;

namespace Infusion.Server.Sessions;

/// <summary>What a patient answered, and what follows from it, as sentences.</summary>
static class OutcomeSentences
{
    public static string Of(OutcomeEvent happened, IReadOnlyDictionary<Guid, NoteDocument> notes) => happened switch
    {
        SafetyTaskOpened { OpenedAt: var opened, At: var at } e when opened < at => $"Safety task still open since {opened:yyyy-MM-dd HH:mm} UTC. {e.Task.Words}",
        SafetyTaskOpened e => $"Safety task opened. {e.Task.Words}",
        SafetyTaskAnswered e => $"Safety task answered: {Note(e.Note, notes)}",
        AssessmentRecorded e => $"{Instruments.Find(e.Instrument)?.Name ?? "Assessment"} of {e.On:yyyy-MM-dd} entered{(e.IsByTablet ? " by the patient" : "")}",
        AssessmentWithdrawn e => $"Assessment withdrawn: {Note(e.Reason, notes)}",
        TabletLinkMade e => $"Tablet link made, until {e.ExpiresAt:HH:mm} UTC",
        TabletLinkUsed => "Tablet link used",
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "an event without a sentence"),
    };

    static string Note(Guid note, IReadOnlyDictionary<Guid, NoteDocument> notes) => notes.TryGetValue(note, out var known) ? known.Text : "erased";
}
