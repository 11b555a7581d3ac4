using Infusion.Core.Associations;
using Infusion.Core.Sessions;
using Infusion.Server.Storage;

namespace Infusion.Server.Sessions;

/// <summary>What became of a device's place, as sentences; null: it is something else.</summary>
static class AssociationSentences
{
    public static (string? By, string Text)? Of(SessionEvent e, IReadOnlyDictionary<Guid, NoteDocument> notes, Wording wording) => e switch
    {
        AssociationCorrected corrected => (corrected.By, Corrected(corrected, notes, wording)),
        CorrectionCompleted completed => (null, Completed(completed)),
        CorrectionEnded => (null, "Correction of a device charted"),
        DeviceDisputed disputed => (disputed.By, $"Two chairs claim {disputed.Device}: its values are withheld from both until a person decides"),
        DeviceSettled { Belongs: null } settled => (settled.By, $"{settled.Device} belongs to neither chair"),
        DeviceSettled settled => (settled.By, $"Decided whose {settled.Device} is"),
        _ => null,
    };

    /// <summary>Whether an event tells of a device that was another patient's then.</summary>
    public static bool IsOfAnotherPatient(SessionEvent e, SessionState state, IReadOnlyList<SessionEvent> all) => e switch
    {
        Core.Sessions.AlarmEvent alarm => state.Correction.OfAnotherPatient.Contains(alarm.Alarm),
        DeliveryStarted d => IsGone(d.Device, d.At, state, all),
        RateChanged d => IsGone(d.Device, d.At, state, all),
        DeliveryStopped d => IsGone(d.Device, d.At, state, all),
        BolusDelivered d => IsGone(d.Device, d.At, state, all),
        ContainerChanged d => IsGone(d.Device, d.At, state, all),
        TelemetryGapOpened d => IsGone(d.Device, d.At, state, all),
        _ => false,
    };

    static bool IsGone(string device, DateTimeOffset at, SessionState state, IReadOnlyList<SessionEvent> all) =>
        all.OfType<AssociationCorrected>().Any(each => each.Device == device && each.FromSession == state.Id && each.Covers(at))
        && !state.Associations.Any(each => each.Device == device && each.Covers(at));

    static string Corrected(AssociationCorrected corrected, IReadOnlyDictionary<Guid, NoteDocument> notes, Wording wording)
    {
        var whose = corrected.ToSession is { } to ? $"belongs to chair {corrected.ChartOf(to)?.Chair}" : "belongs to nobody";
        var from = corrected.FromSession is { } was ? $", not to chair {corrected.ChartOf(was)?.Chair}" : "";
        var until = corrected.To is { } end ? $" to {wording.Time(end)}" : " on";
        var reason = corrected.Reason is not { } id ? "" : $": {(notes.TryGetValue(id, out var note) ? note.Text : "reason erased")}";
        return $"Corrected: {corrected.Device} from {wording.Time(corrected.From)}{until} {whose}{from}{reason}";
    }

    static string Completed(CorrectionCompleted completed)
    {
        var given = completed.Given == completed.GivenBefore
            ? ""
            : $", given {Volume(completed.GivenBefore)} before and {Volume(completed.Given)} now";
        var strange = completed.OfAnotherPatient.Length == 0 ? "" : $", {Count(completed.OfAnotherPatient.Length, "alarm")} of another patient";
        var findings = completed.Findings.Length == 0 ? "" : $", {Count(completed.Findings.Length, "finding")} that never sounded";
        return $"Correction charted: {Count(completed.Readings, "reading")} of {completed.Device} moved{given}{strange}{findings}";
    }

    static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    static string Volume(Core.Quantities.Volume? volume) => volume is { } known ? $"{known.Millilitres:0.##} mL" : "nothing known";
}
