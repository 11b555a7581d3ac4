using System.Globalization;
using Infusion.Core.Admission;
using Infusion.Core.Ordering;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Server.Storage;

namespace Infusion.Server.Sessions;

/// <summary>Check-in, order and preparation as sentences.</summary>
static class AdmissionSentences
{
    public static string Of(AdmissionEvent happened, IReadOnlyDictionary<Guid, NoteDocument> notes, Wording wording) => happened switch
    {
        CheckInAnswered e => $"Check-in, {CheckInWords.Of(e.Answer.Item)}: {Answer(e.Answer, notes, wording)}",
        CheckInAnswerWithdrawn e => $"Check-in, {CheckInWords.Of(e.Item)}: taken back",
        CheckInOverridden e => $"Check-in, {CheckInWords.Of(e.Item)}: overridden. Reason: {Note(e.Reason, notes)}",
        OrderChanged e => $"Order changed to {Order(e.Order)}. Reason: {Note(e.Reason, notes)}",
        OrderChecked e => $"Order checked by a second person: {Computed(e.Dose, e.Volume, e.Rate)}",
        OrderCheckDisagreed e =>
            $"The second person's check does not agree: computed {Computed(e.Dose, e.Volume, e.Rate)}, ordered {Computed(e.OrderedDose, e.OrderedVolume, e.Rate is null ? null : e.OrderedRate)}",
        DosePrepared e => $"Dose prepared: {string.Join(", ", e.Vials.Select(each => $"{Number(each.Drawn.Millilitres)} mL of a vial"))}, "
            + $"{Words(e.Diluent)}, {Number(e.Total.Millilitres)} mL in all",
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "an event without a sentence"),
    };

    public static string Answer(CheckInAnswer answer, IReadOnlyDictionary<Guid, NoteDocument> notes, Wording wording)
    {
        var parts = new List<string>();
        Add(answer.Identifiers.Length > 0, () => string.Join(", ", answer.Identifiers.Select(CheckInWords.Of)));
        Add(answer.ConsentVersion is not null, () => $"version {answer.ConsentVersion}");
        Add(answer.SignedOn is not null, () => $"signed {answer.SignedOn:yyyy-MM-dd}");
        Add(answer.SolidsAt is not null, () => $"last meal {wording.Minute(answer.SolidsAt!.Value)}");
        Add(answer.FluidsAt is not null, () => $"last clear fluid {wording.Minute(answer.FluidsAt!.Value)}");
        Add(answer.TakenAt is not null, () => $"at {wording.Minute(answer.TakenAt!.Value)}");
        Add(answer.Present.Length > 0, () => string.Join("; ", answer.Present.Select(CheckInWords.Of)));
        Add(answer.Note is not null, () => Note(answer.Note!.Value, notes));
        var finding = CareWords.Spaced(answer.Finding);
        return parts.Count == 0 ? finding : $"{finding} ({string.Join(", ", parts)})";

        void Add(bool isThere, Func<string> words)
        {
            if (isThere)
            {
                parts.Add(words());
            }
        }
    }

    static string Order(InfusionOrder order) =>
        $"{order.Drug} {Computed(order.Dose, order.Volume, order.Rate)}, {Number(order.Concentration.MilligramsPerMillilitre)} mg/mL over {order.Duration.TotalMinutes:0.##} min";

    static string Computed(Mass dose, Volume volume, Rate? rate) =>
        $"{Number(dose.Milligrams)} mg, {Number(volume.Millilitres)} mL{(rate is { } flow ? $", {Number(flow.MillilitresPerHour)} mL/h" : "")}";

    public static string Words(Diluent diluent) => diluent switch
    {
        Diluent.None => "undiluted",
        Diluent.SodiumChloride => "sodium chloride 0.9 %",
        Diluent.Glucose => "glucose 5 %",
        _ => "diluent unknown",
    };

    static string Number(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    static string Note(Guid note, IReadOnlyDictionary<Guid, NoteDocument> notes) => notes.TryGetValue(note, out var known) ? known.Text : "erased";
}
