using Infusion.Core.Alarms;

namespace Infusion.Core.Safety;

/// <summary>How a clinic has set one rule. Null leaves what the rule brings.</summary>
/// <param name="MayBeSilenced">Only to the stricter: false where the rule allows it; a rule that does not is not to be talked round.</param>
public sealed record RuleTuning(
    bool IsOn = true, AlarmPriority? Priority = null, TimeSpan? Delay = null, bool? IsLatching = null, bool? MayBeSilenced = null);
