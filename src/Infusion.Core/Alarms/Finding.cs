using Infusion.Core.Safety;

namespace Infusion.Core.Alarms;

/// <summary>What a rule found, and at which level: the gravest that is up, or, while none is, the gravest there is.</summary>
readonly ref struct Finding(RuleInForce asked, RuleLevel level, Judgement judgement, SafetyView view)
{
    public RuleInForce Asked { get; } = asked;

    public RuleLevel Level { get; } = level;

    public Judgement Judgement { get; } = judgement;

    public SafetyView View { get; } = view;
}
