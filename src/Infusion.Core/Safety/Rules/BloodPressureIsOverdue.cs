using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// While the infusion runs no distinct cuff measurement came by the grace (inclusive) of what the schedule asks for: in its turn, or
/// after a change of rate or a bolus. Observed is how many minutes ago the last one was, limit after how many it was due.
/// </summary>
public static class BloodPressureIsOverdue
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-052",
        Code = "blood-pressure-overdue",
        Priority = AlarmPriority.Medium,
        Action = "Measure the blood pressure now. A repeated old value does not count.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.Unknown],
        IsTimed = true,
        IsAskedAtReadings = false,
        RuledOutBy = static (_, _) => Fact.OutOf(SessionPhase.Infusing) | Facts.NothingOverdue,
        Judge = static (in SafetyView view, Metric metric) => view.Session is { } session && session.State.Phase == SessionPhase.Infusing
            ? OverdueRule.Judge(view, session, Observation.BloodPressure)
            : Judgement.Clear,
        Headline = static alarm => OverdueRule.Headline("blood pressure", alarm),
    };
}
