using Infusion.Core.Admission;
using Infusion.Core.Ordering;
using Infusion.Core.Sessions;
using Infusion.Server.Sessions;
using static Infusion.Server.Charts.Document.ChartWords;

namespace Infusion.Server.Charts.Document.Sections;

/// <summary>What was asked before the infusion, the second person's check, and the preparation.</summary>
static class AdmissionFacts
{
    /// <summary>The answers as they stand, each with who gave it, and what a physician let go; "" where there is none.</summary>
    public static string Answers(ChartFacts facts, params CheckInItem[] items) => string.Join("; ", items.SelectMany(item => Said(facts, item, items.Length > 1)));

    /// <returns>Null: nobody has checked it.</returns>
    public static string? Check(ChartFacts facts)
    {
        var admission = facts.State.Admission;
        var agreed = admission.Check is { } check ? [$"agrees: {Computed(facts, check)}"] : Array.Empty<string>();
        var said = agreed.Concat(admission.Disagreed.Select(other => $"DISAGREED: {Computed(facts, other)}")).ToList();
        return said.Count == 0 ? null : string.Join("; ", said);
    }

    /// <returns>Null: nobody has charted it.</returns>
    public static string? Preparation(ChartFacts facts) => facts.State.Admission.Prepared is { } prepared
        ? $"{facts.Person(prepared.By)}, label {facts.Time.Clock(prepared.At)}: {string.Join(", ", prepared.Vials.Select(each => Drawn(facts, each)))}, "
            + $"{AdmissionSentences.Words(prepared.Diluent)}, {Number(prepared.Total.Millilitres)} mL in all; beyond-use, lot of the diluent, NDC: {NotRecorded}"
        : null;

    static IEnumerable<string> Said(ChartFacts facts, CheckInItem item, bool isNamed)
    {
        var admission = facts.State.Admission;
        var name = isNamed ? $"{CheckInWords.Of(item)}: " : "";
        if (admission.Answers.TryGetValue(item, out var given))
        {
            yield return $"{name}{AdmissionSentences.Answer(given.Answer, facts.Notes, facts.Wording)}, {facts.Person(given.By)}, {facts.Time.Clock(given.At)}";
        }

        if (admission.Overrides.TryGetValue(item, out var overridden))
        {
            yield return $"{name}OVERRIDDEN by {facts.Person(overridden.By)}, {facts.Time.Clock(overridden.At)}: {facts.Note(overridden.Reason)}";
        }
    }

    static string Computed(ChartFacts facts, ComputedByHand computed) =>
        $"{Number(computed.Dose.Milligrams)} mg, {Number(computed.Volume.Millilitres)} mL{(computed.Rate is { } rate ? $", {Number(rate.MillilitresPerHour)} mL/h" : "")}, "
        + $"{facts.Person(computed.By)}, {facts.Time.Clock(computed.At)}";

    static string Drawn(ChartFacts facts, DrawnFromVial drawn) =>
        $"{Number(drawn.Drawn.Millilitres)} mL of lot {facts.State.After.Find(drawn.Vial)?.Lot ?? NotKnown}";
}
