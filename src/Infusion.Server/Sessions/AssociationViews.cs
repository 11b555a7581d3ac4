using Infusion.Core.Alarms;
using Infusion.Core.Associations;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Storage;

namespace Infusion.Server.Sessions;

/// <param name="To">Null: still.</param>
public sealed record AssociationView(string Device, DeviceKind Kind, DateTimeOffset From, DateTimeOffset? To);

/// <param name="Reason">Null: two claims were settled, or the text is erased.</param>
/// <param name="Done">False: in progress.</param>
public sealed record CorrectionView(
    Guid Id, string Device, DateTimeOffset From, DateTimeOffset? To, Guid? FromSession, string? FromChair, Guid? ToSession, string? ToChair,
    string By, DateTimeOffset At, string? Reason, bool Done, int? Readings, decimal? GivenBeforeMl, decimal? GivenMl);

/// <summary>An alarm that never sounded: a correction shows that it would have.</summary>
public sealed record FindingView(Guid Alarm, string Headline, AlarmPriority Priority, DateTimeOffset OnsetAt, DateTimeOffset? EndedAt);

/// <summary>The devices of a session, open or closed, and what was corrected of them.</summary>
/// <param name="OfAnotherPatient">Alarms that sounded here because of somebody else, as headlines.</param>
public sealed record AssociationsView(
    IReadOnlyList<AssociationView> Devices, IReadOnlyList<CorrectionView> Corrections, IReadOnlyList<FindingView> Findings,
    IReadOnlyList<string> OfAnotherPatient)
{
    public static AssociationsView Of(SessionState state, IReadOnlyList<SessionEvent> events, IReadOnlyDictionary<Guid, NoteDocument> notes)
    {
        var completed = events.OfType<CorrectionCompleted>().ToDictionary(each => each.Correction);
        return new AssociationsView(
            [.. state.Associations.Select(each => new AssociationView(each.Device, each.Kind, each.From, each.To))],
            [.. events.OfType<AssociationCorrected>().Select(each => Correction(each, completed.GetValueOrDefault(each.Correction), notes)).Reverse()],
            [.. state.Correction.Findings.OrderBy(each => each.Onset).Select(each => new FindingView(
                each.Alarm, Headline(each), each.Priority, each.Onset, each.EndedAt))],
            [.. events.OfType<AlarmRaised>().Where(alarm => state.Correction.OfAnotherPatient.Contains(alarm.Alarm))
                .Select(alarm => AlarmText.Headline(AlarmFold.Next(null, alarm)!))]);
    }

    static CorrectionView Correction(AssociationCorrected corrected, CorrectionCompleted? completed, IReadOnlyDictionary<Guid, NoteDocument> notes) => new(
        corrected.Correction, corrected.Device, corrected.From, corrected.To,
        corrected.FromSession, ChairOf(corrected, corrected.FromSession), corrected.ToSession, ChairOf(corrected, corrected.ToSession),
        corrected.By, corrected.At, corrected.Reason is { } reason && notes.TryGetValue(reason, out var note) ? note.Text : null,
        completed is not null, completed?.Readings, completed?.GivenBefore?.Millilitres, completed?.Given?.Millilitres);

    static string? ChairOf(AssociationCorrected corrected, Guid? session) => session is { } id ? corrected.ChartOf(id)?.Chair : null;

    static string Headline(RetrospectiveFinding finding) => AlarmText.Headline(AlarmFold.Next(null, new AlarmRaised(
        finding.Onset, finding.Alarm, finding.Rule, finding.Metric, finding.Source, finding.Priority, finding.Onset, finding.Observed, finding.HardLimit))!);
}

/// <summary>What a correction would move, or why it cannot be.</summary>
/// <param name="GivenMg">By the order of the session that it would go to, or else of the one it comes from; null: no pump spoke.</param>
public sealed record CorrectionPreviewView(
    int Readings, int Minutes, decimal? GivenMl, decimal? GivenMg, string? RefusedCode, string? RefusedReason);
