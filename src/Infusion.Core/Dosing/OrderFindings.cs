using System.Collections.Immutable;
using System.Globalization;
using Infusion.Core.DrugLibrary;

namespace Infusion.Core.Dosing;

/// <summary>Gathers findings, in the order in which they were looked for.</summary>
sealed class OrderFindings
{
    readonly ImmutableArray<OrderFinding>.Builder _all = ImmutableArray.CreateBuilder<OrderFinding>();

    public int Count => _all.Count;

    public ImmutableArray<OrderFinding> All => _all.ToImmutable();

    public void Hard(string path, string sentence, decimal? value = null, decimal? bound = null) =>
        _all.Add(new OrderFinding(path, GuardrailVerdict.Hard, value, bound, sentence));

    public void Soft(string path, string sentence, decimal? value = null, decimal? bound = null) =>
        _all.Add(new OrderFinding(path, GuardrailVerdict.Soft, value, bound, sentence));

    public void Against(Guardrail guardrail, string path, string what, decimal value, string unit)
    {
        if (guardrail.Crossed(value) is { } bound)
        {
            var (grade, side) = (guardrail.Check(value) == GuardrailVerdict.Hard ? "hard" : "soft", value < bound ? "below" : "above");
            var sentence = $"{what} {Number(value)} {unit} is {side} the {grade} limit of {Number(bound)} {unit}";
            _all.Add(new OrderFinding(path, guardrail.Check(value), value, bound, sentence));
        }
    }

    /// <summary>At most four decimals.</summary>
    public static string Number(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
