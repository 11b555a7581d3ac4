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

    public static IReadOnlyList<SafetyRule> All => Ordered;

    /// <returns>Null: a stored alarm of a rule that no longer exists.</returns>
    public static SafetyRule? Find(string code) => ByCode.GetValueOrDefault(code);
}
