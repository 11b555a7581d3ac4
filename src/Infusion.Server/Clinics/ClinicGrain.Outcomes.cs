using Infusion.Core.Outcomes;
using Infusion.Core.Sessions;
using Infusion.Server.Storage;
using Orleans.Concurrency;

namespace Infusion.Server.Clinics;

/// <summary>What patients answered: the event, its list rows and the note of an answer in one commit.</summary>
sealed partial class ClinicGrain
{
    public Task<Immutable<IReadOnlyList<OpenSafetyTask>>> SafetyTasksAsync() => Task.FromResult(new Immutable<IReadOnlyList<OpenSafetyTask>>(
        [.. _memory.State.Outcomes.OpenTasks.Values.OrderBy(task => task.OpenedAt).Select(task =>
            new OpenSafetyTask(task, SessionWith(task)?.State.Id, SessionWith(task)?.State.Chair))]));

    public Task<Immutable<TabletLink?>> TabletLinkAsync(string hash) => Task.FromResult(new Immutable<TabletLink?>(_memory.State.Outcomes.Link(hash)));

    /// <summary>The rows that stand beside what was accepted.</summary>
    /// <param name="task">The one that is answered, as it was.</param>
    static IEnumerable<object> RowsOf(Decision.Accepted accepted, SafetyTask? task) => accepted.Events.Select(object? (happened) => happened switch
    {
        AssessmentRecorded e => AssessmentDocument.Of(e),
        AssessmentWithdrawn e => new WithdrawnAssessment(e.Assessment, e.Patient, e.At, e.By, e.Reason),
        SafetyTaskAnswered e => new AnsweredSafetyTask(e.Assessment, e.Patient, task! with { AnsweredAt = e.At, AnsweredBy = e.By }, e.Note),
        _ => null,
    }).OfType<object>();

    /// <summary>The chart that the answer belongs to; without one it stands with the patient.</summary>
    NoteDocument Placed(NoteDocument note, SafetyTask task) => note with { Session = SessionWith(task)?.State.Id ?? task.Patient };

    SessionLive? SessionWith(SafetyTask task) =>
        _memory.State.Sessions.Values.FirstOrDefault(live => live.State.After.SafetyTasks.Any(each => each.Assessment == task.Assessment));
}

/// <param name="Session">The open session it stands in; null: the patient is not here.</param>
public sealed record OpenSafetyTask(SafetyTask Task, Guid? Session, string? Chair);
