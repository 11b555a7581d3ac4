using Infusion.Core.Recovery;
using Infusion.Core.Sessions;
using Infusion.Server.Storage;

namespace Infusion.Server.Sessions;

/// <summary>Recovery, discharge and vials as sentences.</summary>
static class AfterSentences
{
    public static string Say(AfterEvent e, IReadOnlyDictionary<Guid, NoteDocument> notes, Wording wording) => e switch
    {
        RecoveryScored scored => $"{RecoveryScaleInfo.Find(scored.Scale)?.Label ?? "Recovery scale unknown"}: {scored.Total} of {RecoveryScaleInfo.Highest}",
        InstructionsGiven => "Written instructions given",
        EscortPresent escort => $"Escort: {Note(escort.Note, notes)}",
        DischargeNeedSeen { Note: { } plan } seen => $"{Seen(seen)}. {Note(plan, notes)}",
        DischargeNeedSeen seen => Seen(seen),
        DischargeGateOverridden overridden => $"Discharged in spite of what is missing ({string.Join(", ", overridden.Missing)}): {Note(overridden.Reason, notes)}",
        LeftAgainstAdvice left => $"Left against advice: {Note(left.Reason, notes)}",
        VialOpened vial => $"Vial opened: {vial.Drug} {vial.Volume.Millilitres:0.##} mL of {vial.Strength.MilligramsPerMillilitre:0.##} mg/mL, lot {vial.Lot}, expiry {vial.Expiry:yyyy-MM-dd}",
        VialGiven vial => $"Given from the vial: {vial.Given.Milligrams:0.####} mg, {(vial.IsByPump ? "by the pump" : "by hand")}",
        VialWasted vial => $"Wasted: {vial.Wasted.Milligrams:0.####} mg, witness {wording.Person(vial.Witness)}",
        VialReturned vial => $"Returned: {vial.Returned.Milligrams:0.####} mg",
        VialOverfillCharted vial => $"Vial held {vial.More.Milligrams:0.####} mg more than its label, witness {wording.Person(vial.Witness)}",
        _ => throw new ArgumentOutOfRangeException(nameof(e), e, "an event without a sentence"),
    };

    static string Seen(DischargeNeedSeen seen) => seen.Need == DischargeNeed.SuicidalityScreened
        ? $"Suicidality screen {(seen.IsMet ? "negative" : "positive")}"
        : $"{(seen.IsMet ? "Seen" : "Not there")}: {DischargeCheck.Words(seen.Need)}";

    static string Note(Guid note, IReadOnlyDictionary<Guid, NoteDocument> notes) => notes.TryGetValue(note, out var known) ? known.Text : "erased";
}
