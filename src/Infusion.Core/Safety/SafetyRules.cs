using System.Collections.Frozen;
using System.Reflection;

namespace Infusion.Core.Safety;

/// <summary>Every rule there is, in the order of their ids. A new rule is a new file: nothing here changes.</summary>
public static class SafetyRules
{
    static readonly SafetyRule[] Ordered = typeof(SafetyRules).Assembly.GetTypes()
        .Where(type => type.Namespace == "Infusion.Core.Safety.Rules")
        .Select(type => type.GetProperty("Rule", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
        .OfType<SafetyRule>()
        .OrderBy(rule => rule.Id, StringComparer.Ordinal)
        .ToArray();

    static readonly FrozenDictionary<string, SafetyRule> ByCode =
        Ordered.ToFrozenDictionary(rule => rule.Code, StringComparer.Ordinal);

    static readonly SafetyRule OfAnyAlert = Ordered.Single(rule => rule.Alerts is { Count: 0 });

    static readonly FrozenDictionary<string, SafetyRule> ByAlert = Ordered
        .SelectMany(rule => (rule.Alerts?.Keys ?? []).Select(code => KeyValuePair.Create(code, rule)))
        .ToFrozenDictionary(StringComparer.Ordinal);

    public static IReadOnlyList<SafetyRule> All => Ordered;

    /// <summary>The rule that repeats what a device alarms under this code.</summary>
    public static SafetyRule OfAlert(string code) => ByAlert.GetValueOrDefault(code, OfAnyAlert);

    /// <returns>Null: a stored alarm of a rule that no longer exists.</returns>
    public static SafetyRule? Find(string code) => ByCode.GetValueOrDefault(code);
}
