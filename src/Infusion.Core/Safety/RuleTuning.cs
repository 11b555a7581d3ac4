using Infusion.Core.Alarms;

namespace Infusion.Core.Safety;

/// <summary>How a clinic has set one rule. Null leaves what the rule brings.</summary>
public sealed record RuleTuning(bool IsOn = true, AlarmPriority? Priority = null, TimeSpan? Delay = null);
