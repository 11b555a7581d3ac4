using Infusion.Core.Assessments;
using Infusion.Core.Outcomes;
using Infusion.Core.Wording;

namespace Infusion.Server.Storage;

/// <summary>The list row of an assessment, stored with its event, which is the record.</summary>
public sealed record AssessmentDocument(
    Guid Id, Guid Patient, Instrument Instrument, IReadOnlyList<int?> Items, DateOnly On, DateTimeOffset At, string By, bool IsOffSchedule, bool IsByTablet)
{
    internal static AssessmentDocument Of(AssessmentRecorded e) =>
        new(e.Assessment, e.Patient, e.Instrument, e.Items, e.On, e.At, e.By, e.IsOffSchedule, e.IsByTablet);
}

/// <param name="Id">Of the assessment.</param>
/// <param name="Reason">The note.</param>
public sealed record WithdrawnAssessment(Guid Id, Guid Patient, DateTimeOffset At, string By, Guid Reason);

/// <summary>A safety task that is over; those that are open the writer knows.</summary>
/// <param name="Id">Of the assessment that opened it.</param>
/// <param name="Answer">The note.</param>
public sealed record AnsweredSafetyTask(Guid Id, Guid Patient, SafetyTask Task, Guid Answer);

/// <summary>How a clinic speaks; there is one.</summary>
/// <param name="Version">From 1.</param>
public sealed record ClinicWordsDocument(string Id, ClinicWords Words, int Version, string WrittenBy, DateTimeOffset WrittenAt)
{
    public const string TheOne = "words";
}
