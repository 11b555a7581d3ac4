using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// An observation of the session's schedule has not come by its grace (inclusive). The source is which; observed is how many minutes
/// ago the last one was, limit after how many it was due. Blood pressure while drug flows is the matter of SR-052.
/// </summary>
public static class ObservationIsOverdue
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-051",
        Code = "observation-overdue",
        Priority = AlarmPriority.Low,
        Action = "Observe and chart it now.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.Unknown],
        Items = [.. ObservationWords.All.Select(what => what.ToString())],
        IsTimed = true,
        IsAskedAtReadings = false,
        RuledOutBy = static (_, _) => Facts.NothingOverdue,
        Judge = Judge,
        Headline = static alarm => OverdueRule.Headline(ObservationWords.Of(Enum.Parse<Observation>(alarm.Source!)), alarm),
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        var what = ObservationWords.All[view.Item];
        return view.Session is not { } session || (what == Observation.BloodPressure && session.State.Phase == SessionPhase.Infusing)
            ? Judgement.Clear
            : OverdueRule.Judge(view, session, what);
    }
}
