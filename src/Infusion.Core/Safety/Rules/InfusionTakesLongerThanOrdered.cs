using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// The infusion goes on longer than was ordered, by more than the tolerance (exclusive); pauses do not count. Observed and limit are
/// minutes.
/// </summary>
public static class InfusionTakesLongerThanOrdered
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-041",
        Code = "duration-exceeded",
        Priority = AlarmPriority.Low,
        Action = "Compare the pump with the order. If the infusion has ended, chart that it was stopped.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.Unknown],
        IsTimed = true,
        RuledOutBy = static (_, _) => Fact.OutOf(SessionPhase.Infusing),
        Judge = Judge,
        Headline = static alarm =>
            $"Infusing for more than {AlarmText.Number(alarm.HardLimit)} min, longer than ordered",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (view.Session is not { State.Phase: SessionPhase.Infusing } session || view.Limits.DurationToleranceFraction is not { } tolerance)
        {
            return Judgement.Clear;
        }

        if (session.State.InfusingTime(view.Now) is not { } infusing)
        {
            return Judgement.Unknown;
        }

        // What nearly every look finds, told without a multiplication.
        if (tolerance >= 0m && infusing <= session.State.Order.Duration)
        {
            return Judgement.Clear;
        }

        var most = session.State.Order.Duration.Ticks * (1 + tolerance);
        var over = infusing.Ticks - most;
        return over > 0m
            ? new Judgement(Verdict.Breach, infusing.Ticks / (decimal)TimeSpan.TicksPerMinute, most / TimeSpan.TicksPerMinute, view.Now)
            : Judgement.Clear;
    }
}
