using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Storage;

namespace Infusion.Server.Sessions;

/// <summary>What people charted at the chair, as sentences.</summary>
static class CareSentences
{
    public static string Of(CareEvent happened, IReadOnlyDictionary<Guid, NoteDocument> notes) => happened switch
    {
        VitalsCharted e => $"By hand: {string.Join(", ", e.Values.Select(Vital))}",
        VitalReviewed e => $"{MetricTable.Of(e.Metric).Label} of {e.Device} {(e.Verdict == VitalVerdict.Artefact ? "is an artefact" : "confirmed")}",
        VitalsByHandSet { IsOn: true } => "Vitals are charted by hand",
        VitalsByHandSet => "Vitals are no longer charted by hand",
        DoseGiven e => $"Dose given, {CareWords.Of(e.Route)}: {e.Dose.Milligrams:0.##} mg",
        AdverseEventCharted e => $"Adverse event, grade {e.Grade}: {CareWords.Spaced(e.Code)}",
        AdverseEventOutcomeCharted e => $"Outcome of an adverse event: {CareWords.Spaced(e.Outcome)}",
        RescueGiven e => $"Rescue: {Name(e, notes)} {AlarmText.Number(e.Dose)} {CareWords.Of(e.Unit)} {CareWords.Of(e.Route)}",
        RescueResponseCharted e => $"Response to rescue: {CareWords.Spaced(e.Response)}",
        SettingCharted e => $"Setting: {CareWords.Spaced(e.Item)} {(e.IsOn ? "on" : "off")}",
        EmergencyCalled e => $"Emergency called: {CareWords.Spaced(e.Kind)}",
        EmergencyArrived e => $"Came to the emergency: {CareWords.Spaced(e.Who)}",
        EmergencyEnded => "Emergency ended",
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "an event without a sentence"),
    };

    /// <summary>"", or the reason after a colon.</summary>
    public static string Because(HaltReason? reason) => reason is { } said ? $": {CareWords.Of(said)}" : "";

    static string Vital(HandVital each)
    {
        var row = MetricTable.Of(each.Metric);
        return $"{row.Label} {AlarmText.Number(each.Value)} {row.UnitText}";
    }

    static string Name(RescueGiven given, IReadOnlyDictionary<Guid, NoteDocument> notes) => given.Note is not { } note
        ? CareWords.Spaced(given.Medication)
        : notes.TryGetValue(note, out var text) ? text.Text : "name erased";
}
