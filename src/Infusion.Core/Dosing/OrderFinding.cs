using Infusion.Core.DrugLibrary;

namespace Infusion.Core.Dosing;

/// <summary>One thing that is wrong with an order. Hard: it cannot be given so. Soft: two people may override it with a reason.</summary>
/// <param name="Path">Which number or text of the order, stable; an override names it.</param>
/// <param name="Value">In the unit that the sentence names; null: not a number, or absent.</param>
/// <param name="Bound">What was crossed; null: no bound.</param>
/// <param name="Sentence">With the numbers and their units, without a full stop.</param>
public sealed record OrderFinding(string Path, GuardrailVerdict Verdict, decimal? Value, decimal? Bound, string Sentence);

/// <summary>Why an order goes beyond a soft bound, and who stands for it beside the one who orders.</summary>
/// <param name="Reason">The erasable document that holds the text.</param>
public sealed record OrderOverride(string Path, Guid Reason, string SecondPerson);
