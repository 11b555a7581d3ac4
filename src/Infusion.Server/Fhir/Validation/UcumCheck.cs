using Fhir.Metrics;
using Hl7.Fhir.Model;
using Quantity = Hl7.Fhir.Model.Quantity;

namespace Infusion.Server.Fhir.Validation;

/// <summary>That a unit which is said to be UCUM's is one. R4 binds only some quantities to a value set, and "bpm" is easily written.</summary>
sealed class UcumCheck
{
    readonly SystemOfUnits _units = UCUM.Load();
    readonly Dictionary<string, bool> _known = new(StringComparer.Ordinal);

    /// <param name="expression">Where the quantity stands.</param>
    public OperationOutcome.IssueComponent? IssueOf(Quantity quantity, string expression) =>
        quantity.System != "http://unitsofmeasure.org" || quantity.Code is not { } code || IsUnit(code)
            ? null
            : FhirIssue.Of("code-invalid", $"'{code}' is no unit of UCUM.", expression + ".code");

    bool IsUnit(string code)
    {
        if (_known.TryGetValue(code, out var known))
        {
            return known;
        }

        // What clients send is not kept for ever.
        if (_known.Count > 1_000)
        {
            _known.Clear();
        }

        return _known[code] = Reads(code);
    }

    bool Reads(string code)
    {
        try
        {
            return _units.Metric(code) is not null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidOperationException or IndexOutOfRangeException)
        {
            return false;
        }
    }
}
