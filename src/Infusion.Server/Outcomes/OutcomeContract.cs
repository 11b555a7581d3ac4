using Infusion.Core.Assessments;

namespace Infusion.Server.Outcomes;

/// <param name="Answers">What each number means, from 0; empty: plain numbers from 0 to <paramref name="Highest"/>.</param>
/// <param name="LowestMeans">Null: as the instrument's own paper says.</param>
public sealed record InstrumentItemView(string Label, int Highest, IReadOnlyList<string> Answers, string? LowestMeans, string? HighestMeans);

/// <param name="IsWordingShipped">A patient may fill it in on a tablet; otherwise the labels only say what an item is about.</param>
/// <param name="DaysApart">Calendar days that must lie between two; 0: none.</param>
/// <param name="DaysOnSchedule">What is sooner is kept and marked.</param>
/// <param name="ResponsePercent">Fall from the baseline that counts as a response; null: by points, or no rule.</param>
public sealed record InstrumentView(
    Instrument Instrument, string Name, string About, string Question, IReadOnlyList<InstrumentItemView> Items, string TotalLabel, decimal Highest,
    IReadOnlyList<InstrumentBand> Bands, string Validity, string Licence, bool IsWordingShipped, int DaysApart, int DaysOnSchedule,
    decimal? ResponsePercent, decimal? ResponsePoints, decimal? RemissionAtMost)
{
    public static IReadOnlyList<InstrumentView> All { get; } = [.. Instruments.All.Select(Of)];

    public static InstrumentView Of(InstrumentInfo info) => new(
        info.Instrument, info.Name, info.About, info.Question,
        [.. info.Items.Select(item => new InstrumentItemView(item.Label, item.Highest, item.Answers, item.Ends?.Lowest, item.Ends?.Highest))],
        info.TotalLabel, info.Highest, info.Bands, info.Validity, info.Licence, info.IsWordingShipped, info.DaysApart, info.DaysOnSchedule,
        info.Response?.Percent, info.Response?.Points, info.RemissionAtMost);
}

/// <param name="Items">One an item, null where there is no answer.</param>
public sealed record ScoreRequest(Instrument Instrument, IReadOnlyList<int?>? Items);

/// <summary>What answers come to. Nothing of it is stored.</summary>
/// <param name="Total">Null: too little is answered for one.</param>
/// <param name="Safety">Null: nothing that opens a safety task.</param>
public sealed record ScoreView(
    decimal? Total, string? Band, int Missing, IReadOnlyList<ScorePart> Parts, string? Finding, SafetyReason? Safety);

/// <param name="On">The clinic's calendar day; null: today.</param>
public sealed record RecordAssessmentRequest(Guid CommandId, Instrument Instrument, IReadOnlyList<int?>? Items, DateOnly? On = null);

public sealed record ReasonRequest(Guid CommandId, string? Reason);

/// <param name="Text">What was done.</param>
public sealed record AnswerRequest(Guid CommandId, string? Text);

/// <param name="Minutes">How long it lasts; null: 30.</param>
public sealed record TabletLinkRequest(Guid CommandId, IReadOnlyList<Instrument>? Instruments, int? Minutes = null);

/// <param name="Path">On this server; shown once, kept nowhere.</param>
public sealed record TabletLinkAnswer(string Path, DateTimeOffset ExpiresAt);

public sealed record WithdrawnView(DateTimeOffset At, string By, string? Reason);

/// <param name="By">Who entered it; "patient" by a tablet link.</param>
/// <param name="Change">From the baseline, negative where it falls; null: before it, itself, withdrawn, or no total.</param>
/// <param name="IsResponse">Null: no rule, or nothing to compare.</param>
/// <param name="Withdrawn">Null: it stands.</param>
public sealed record AssessmentView(
    Guid Id, DateOnly On, DateTimeOffset At, string By, bool IsByTablet, bool IsOffSchedule, IReadOnlyList<int?> Items, ScoreView Score,
    bool IsBaseline, decimal? Change, decimal? ChangePercent, bool? IsResponse, bool? IsRemission, WithdrawnView? Withdrawn);

/// <param name="Assessments">Oldest first.</param>
/// <param name="NextFrom">The first day, from today, on which it may be answered.</param>
public sealed record SeriesView(InstrumentView Instrument, IReadOnlyList<AssessmentView> Assessments, DateOnly NextFrom);

/// <param name="Today">The clinic's calendar day.</param>
/// <param name="InfusionDays">Days on which an infusion was begun, oldest first.</param>
/// <param name="Series">Every instrument there is, also one that was never used.</param>
/// <param name="SafetyTasks">Open first, then the newest.</param>
public sealed record OutcomesView(
    Guid Patient, string Name, DateOnly Today, IReadOnlyList<DateOnly> InfusionDays, IReadOnlyList<SeriesView> Series,
    IReadOnlyList<SafetyTaskView> SafetyTasks);

/// <param name="Assessment">What opened it, and its id.</param>
/// <param name="Session">The session that it stands in; null: the patient is not here, or it is answered.</param>
/// <param name="AnsweredAt">Null: open.</param>
public sealed record SafetyTaskView(
    Guid Assessment, Guid Patient, string PatientName, string? Mrn, Instrument Instrument, SafetyReason Reason, string Words, DateTimeOffset OpenedAt,
    Guid? Session, string? Chair, DateTimeOffset? AnsweredAt, string? AnsweredBy, string? Answer);
