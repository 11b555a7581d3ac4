using Infusion.Core.Assessments;

namespace Infusion.Core.Outcomes;

/// <summary>Somebody with the right must look at this patient's safety, and say what was done.</summary>
/// <param name="Assessment">What opened it, and its id: one assessment opens at most one.</param>
public sealed record SafetyTask(Guid Assessment, Guid Patient, Instrument Instrument, SafetyReason Reason, DateTimeOffset OpenedAt)
{
    /// <summary>Null: open.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    public string? AnsweredBy { get; init; }

    public bool IsOpen => AnsweredAt is null;

    /// <summary>What was found, as a phrase.</summary>
    public string Words => $"{Instruments.Find(Instrument)?.Name ?? "An assessment"}: {Finding(Instrument, Reason)}";

    static string Finding(Instrument instrument, SafetyReason reason) => reason switch
    {
        SafetyReason.ThoughtsOfSelfHarm => instrument == Instrument.Phq9 ? "item 9 is above 0" : "the item on death or suicide is above 0",
        SafetyReason.PositiveScreen => "the screen is positive",
        SafetyReason.NotAnswered => "the question on suicidality is not answered",
        _ => "a finding that is not known",
    };
}
