using System.Collections.Immutable;
using Infusion.Core.Safety;

namespace Infusion.Core.DrugLibrary;

/// <summary>
/// Says what is wrong with a protocol: everything at once, each with its path. Whatever came in (JSON may bring nulls, zeros and
/// words that are not known) is answered with faults, never with an exception.
/// </summary>
public static class ProtocolValidation
{
    const int LongestId = 64;
    const int LongestName = 120;
    const int LongestIndication = 400;
    const int LongestDrug = 80;
    const int MostInAList = 20;

    /// <summary>The strongest vial there is, mg/mL: a pump that is said to hold more holds something else.</summary>
    const decimal StrongestMgPerMl = 100m;
    const decimal WeakestMgPerMl = 0.01m;

    /// <returns>Empty: it may be stored, approved and ordered from.</returns>
    public static ImmutableArray<ProtocolFault> Validate(InfusionProtocol? protocol) => Validate(protocol, SafetyRules.All);

    /// <param name="rules">Every rule there is.</param>
    public static ImmutableArray<ProtocolFault> Validate(InfusionProtocol? protocol, IReadOnlyCollection<SafetyRule> rules)
    {
        var faults = new FaultList();
        if (protocol is null)
        {
            faults.Missing("protocol");
            return faults.Found;
        }

        CheckNames(protocol, faults);
        CheckDrug(protocol, faults);
        CheckConcentrations(protocol, faults);
        GuardrailValidation.Check(protocol, faults);
        if (protocol.Safety is { } safety)
        {
            VitalLimitValidation.Check(safety.Vitals, faults);
            SafetySettingsValidation.Check(safety, rules, faults);
        }
        else
        {
            faults.Missing("safety");
        }

        ScheduleValidation.Check(protocol.Schedule, faults);
        DischargeValidation.Check(protocol, faults);
        AdmissionValidation.Check(protocol.Admission, faults);
        return faults.Found;
    }

    static void CheckNames(InfusionProtocol protocol, FaultList faults)
    {
        if (string.IsNullOrEmpty(protocol.Id))
        {
            faults.Missing("id");
        }
        else
        {
            faults.Require(
                protocol.Id.Length <= LongestId && protocol.Id.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'),
                "id",
                $"must be 1 to {LongestId} of a-z, 0-9 and hyphen");
        }

        faults.Require(protocol.Version >= 1, "version", "must be 1 or more");
        faults.Text(protocol.Name, LongestName, "name");
        faults.Text(protocol.Indication, LongestIndication, "indication");
    }

    static void CheckDrug(InfusionProtocol protocol, FaultList faults)
    {
        faults.Text(protocol.Drug, LongestDrug, "drug");
        if (protocol.DrugSynonyms.IsDefault)
        {
            faults.Missing("drugSynonyms");
            return;
        }

        faults.Require(protocol.DrugSynonyms.Length <= MostInAList, "drugSynonyms", $"has more than {MostInAList} names");
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { protocol.Drug ?? "" };
        for (var index = 0; index < protocol.DrugSynonyms.Length; index++)
        {
            var (name, path) = (protocol.DrugSynonyms[index], $"drugSynonyms[{index}]");
            if (faults.Text(name, LongestDrug, path))
            {
                faults.Require(names.Add(name), path, $"names {name} a second time");
            }
        }
    }

    static void CheckConcentrations(InfusionProtocol protocol, FaultList faults)
    {
        if (protocol.Concentrations.IsDefault)
        {
            faults.Missing("concentrations");
            return;
        }

        faults.Require(protocol.Concentrations.Length <= MostInAList, "concentrations", $"has more than {MostInAList} entries");
        var seen = new HashSet<decimal>();
        for (var index = 0; index < protocol.Concentrations.Length; index++)
        {
            var (milligrams, path) = (protocol.Concentrations[index].MilligramsPerMillilitre, $"concentrations[{index}]");
            faults.Require(
                milligrams is >= WeakestMgPerMl and <= StrongestMgPerMl,
                path,
                $"must lie between {FaultList.Number(WeakestMgPerMl)} and {FaultList.Number(StrongestMgPerMl)} mg/mL");
            faults.Require(seen.Add(milligrams), path, $"names {FaultList.Number(milligrams)} mg/mL a second time");
        }
    }
}
