using System.Runtime.CompilerServices;
using Infusion.Core.Safety;

namespace Infusion.Core.Tests.Safety;

/// <summary>
/// A run of these tests without one rule, for <see cref="HazardTableTests"/>: the rule stays where it is and says "all is well".
/// </summary>
static class RuleSwitchedOff
{
    public const string Variable = "INFUSION_TEST_WITHOUT_RULE";

    [ModuleInitializer]
    internal static void Apply()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } id)
        {
            return;
        }

        var rules = (SafetyRule[])SafetyRules.All;
        var index = Array.FindIndex(rules, rule => rule.Id == id);
        rules[index] = Mute(rules[index]);
    }

    static SafetyRule Mute(SafetyRule rule) => new()
    {
        Id = rule.Id,
        Code = rule.Code,
        Priority = rule.Priority,
        Action = rule.Action,
        Subject = rule.Subject,
        Metrics = rule.Metrics,
        Side = rule.Side,
        Judge = static (in SafetyView _, Core.Telemetry.Metric _) => Judgement.Clear,
    };
}
