using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>The patient is discharged and the session not closed for the time allowed (inclusive): its devices are not free. Limit is minutes.</summary>
public static class SessionIsLeftOpen
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-075",
        Code = "session-left-open",
        Priority = AlarmPriority.Low,
        Action = "Finish the chart and close the session.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.Unknown],
        IsTimed = true,
        IsAskedAtReadings = false,
        RuledOutBy = static (_, _) => Fact.OutOf(SessionPhase.Discharged),
        Judge = Judge,
        Headline = static alarm => $"Not closed {AlarmText.Number(alarm.HardLimit)} min after discharge",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (view.Session is not { State: { Phase: SessionPhase.Discharged, PhaseSince: var since } })
        {
            return Judgement.Clear;
        }

        var allowed = view.Limits.ClosedWithin;
        return view.Now - since < allowed
            ? Judgement.Clear
            : new Judgement(Verdict.Breach, null, (decimal)allowed.Ticks / TimeSpan.TicksPerMinute, since + allowed);
    }
}
