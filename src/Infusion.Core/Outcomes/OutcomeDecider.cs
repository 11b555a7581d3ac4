using System.Collections.Immutable;
using Infusion.Core.Assessments;
using Infusion.Core.Clinics;
using Infusion.Core.Sessions;

namespace Infusion.Core.Outcomes;

/// <summary>Whether answers may be kept, and what follows from them.</summary>
static class OutcomeDecider
{
    static readonly TimeSpan ShortestLink = TimeSpan.FromMinutes(5);
    static readonly TimeSpan LongestLink = TimeSpan.FromHours(4);

    public static Decision Decide(OutcomeMemory memory, OutcomeCommand command, DateTimeOffset now) => command switch
    {
        RecordAssessment c => Record(memory, c, now),
        WithdrawAssessment c => Session.Accept(new AssessmentWithdrawn(now, c.Patient, c.By, c.Assessment, c.Reason)),
        AnswerSafetyTask c => Answer(memory, c, now),
        MakeTabletLink c => Make(memory, c, now),
        SubmitTablet c => Submit(memory, c, now),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "no such command"),
    };

    static Decision Record(OutcomeMemory memory, RecordAssessment c, DateTimeOffset now)
    {
        if (Instruments.Find(c.Instrument) is not { } info)
        {
            return Session.Reject("instrument-unknown", $"There is no such instrument; there are {string.Join(", ", Instruments.All.Select(each => each.Name))}.");
        }

        if (info.Fault(c.Items) is { } fault)
        {
            return Session.Reject("assessment-items", fault);
        }

        if (c.On > c.Today)
        {
            return Session.Reject("assessment-day", $"{info.Name} cannot be answered on {c.On:yyyy-MM-dd}, which is still to come; enter a day up to {c.Today:yyyy-MM-dd}.");
        }

        return TooEarly(memory, info, c.Patient, c.On) is { } refused
            ? refused
            : Session.Accept([.. Recorded(memory, info, c.Patient, c.By, c.Id, c.Items, c.On, isByTablet: false, now)]);
    }

    static Decision? TooEarly(OutcomeMemory memory, InstrumentInfo info, Guid patient, DateOnly on) =>
        RecallWindow.EarliestInstead(info, memory.DaysOf(patient, info.Instrument), on) is { } earliest
            ? Session.Reject(
                "assessment-early",
                $"{info.Name} is answered at most once in {(info.DaysApart == 1 ? "a day" : $"{info.DaysApart} days")}, and {on:yyyy-MM-dd} is too close to another: from {earliest:yyyy-MM-dd} on it works.")
            : null;

    static IEnumerable<SessionEvent> Recorded(
        OutcomeMemory memory, InstrumentInfo info, Guid patient, string by, Guid assessment, ImmutableArray<int?> items, DateOnly on, bool isByTablet,
        DateTimeOffset now)
    {
        var isOff = RecallWindow.IsOffSchedule(info, memory.DaysOf(patient, info.Instrument), on);
        yield return new AssessmentRecorded(now, patient, by, assessment, info.Instrument, items, on, isOff, isByTablet);
        if (info.Safety(items) is { } reason)
        {
            yield return new SafetyTaskOpened(now, patient, by, assessment, info.Instrument, reason, now);
        }
    }

    static Decision Answer(OutcomeMemory memory, AnswerSafetyTask c, DateTimeOffset now)
    {
        if (!memory.OpenTasks.TryGetValue(c.Assessment, out var task) || task.Patient != c.Patient)
        {
            return Session.Reject("safety-task-unknown", "This safety task is not open: it is answered already, or belongs to another patient. Look at the list again.");
        }

        return c.MayAnswer
            ? Session.Accept(new SafetyTaskAnswered(now, task.Patient, c.By, task.Assessment, c.Note))
            : Session.Reject("safety-task-right", "A safety task is answered by a physician: call one.");
    }

    static Decision Make(OutcomeMemory memory, MakeTabletLink c, DateTimeOffset now)
    {
        if (c.Instruments.IsDefaultOrEmpty || c.Instruments.Distinct().Count() != c.Instruments.Length)
        {
            return Session.Reject("link-instruments", "A link is for at least one instrument, each once.");
        }

        if (c.Lifetime < ShortestLink || c.Lifetime > LongestLink)
        {
            return Session.Reject("link-lifetime", $"A link lasts {ShortestLink.TotalMinutes:0} to {LongestLink.TotalMinutes:0} minutes.");
        }

        foreach (var instrument in c.Instruments)
        {
            if (Instruments.Find(instrument) is not { IsWordingShipped: true } info)
            {
                return Session.Reject(
                    "link-instrument",
                    $"{Instruments.Find(instrument)?.Name ?? "This instrument"} cannot be filled in on the tablet: its wording is not part of this program. "
                    + "Use its own paper and enter the numbers.");
            }

            if (TooEarly(memory, info, c.Patient, c.Today) is { } refused)
            {
                return refused;
            }
        }

        return Session.Accept(new TabletLinkMade(now, c.Patient, c.By, c.Hash, c.Instruments, now + c.Lifetime));
    }

    static Decision Submit(OutcomeMemory memory, SubmitTablet c, DateTimeOffset now)
    {
        if (memory.Link(c.Hash) is not { } link || link.Patient != c.Patient)
        {
            return Session.Reject("link-unknown", "This link is not known. Please ask at the desk for a new one.");
        }

        switch (link.StateAt(now))
        {
            case TabletLinkState.Used:
                return Session.Reject("link-used", "These answers have been handed in already. Nothing more is to be done.");
            case TabletLinkState.Late:
                return Session.Reject("link-late", "The time for these questions is over. Please ask at the desk for a new link.");
            case TabletLinkState.Replaced:
                return Session.Reject("link-replaced", "There is a newer link in place of this one. Please ask at the desk.");
        }

        if (c.Answers.IsDefault || !c.Answers.Select(each => each.Instrument).SequenceEqual(link.Instruments))
        {
            return Session.Reject("link-answers", "The answers do not fit the questions of this link. Please ask at the desk.");
        }

        var events = new List<SessionEvent> { new TabletLinkUsed(now, link.Patient, c.By, link.Hash) };
        foreach (var answers in c.Answers)
        {
            var info = Instruments.Find(answers.Instrument)!;
            if (info.Fault(answers.Items, mayBeEmpty: true) is { } fault)
            {
                return Session.Reject("assessment-items", fault);
            }

            // What came in between is no reason to throw away what a patient has answered: it is marked.
            events.AddRange(Recorded(
                memory, info, link.Patient, c.By, DerivedId.Of($"{c.Id:N}|{answers.Instrument}"), answers.Items, c.Today, isByTablet: true, now));
        }

        return Session.Accept([.. events]);
    }
}
