using System.Collections.Immutable;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;

namespace Infusion.Core.Dosing;

/// <summary>What findings mean for a plan: refused with all of them, or planned because two people overrode each soft one.</summary>
static class OrderVerdict
{
    /// <returns>Null: the order may be given.</returns>
    public static Decision? Refuse(ImmutableArray<OrderFinding> findings, ImmutableArray<OrderOverride> overrides, string by)
    {
        if (findings.Any(finding => finding.Verdict == GuardrailVerdict.Hard))
        {
            return Session.Reject(
                "order-refused", $"The order cannot be given so: {Sentences(findings)}. Correct it; a hard limit cannot be overridden.");
        }

        var open = findings.Where(finding => Override(overrides, finding) is null).ToList();
        if (open.Count > 0)
        {
            return Session.Reject(
                "order-needs-override",
                $"The order goes beyond a soft limit: {Sentences(open)}. Correct it, or give a reason and a second person for: "
                + $"{string.Join(", ", open.Select(finding => finding.Path))}.");
        }

        return findings.Any(finding => IsAlone(Override(overrides, finding)!, by))
            ? Session.Reject("order-second-person", $"The second person must be somebody else than {by}, who orders.")
            : null;
    }

    public static IEnumerable<SessionEvent> Overridden(
        ImmutableArray<OrderFinding> findings, ImmutableArray<OrderOverride> overrides, string by, DateTimeOffset now) =>
        findings.Select(finding => (Finding: finding, By: Override(overrides, finding)!)).Select(pair => new OrderGuardrailOverridden(
            now, pair.Finding.Path, pair.Finding.Value, pair.Finding.Bound, pair.By.Reason, by, pair.By.SecondPerson));

    static OrderOverride? Override(ImmutableArray<OrderOverride> overrides, OrderFinding finding) =>
        overrides.FirstOrDefault(each => each.Path == finding.Path);

    static bool IsAlone(OrderOverride given, string by) =>
        string.IsNullOrWhiteSpace(given.SecondPerson)
        || string.Equals(given.SecondPerson.Trim(), by.Trim(), StringComparison.OrdinalIgnoreCase);

    static string Sentences(IEnumerable<OrderFinding> findings) =>
        string.Join("; ", findings.Select(finding => $"{finding.Sentence} ({finding.Path})"));
}
