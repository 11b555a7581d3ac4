using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// The infusion was started and the last blood pressure is older than the schedule allows (exclusive), or there is none.
/// One measured after the start ends it. Observed is how many minutes before the start it was, limit how many are allowed.
/// </summary>
public static class NoBloodPressureBeforeStart
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-053",
        Code = "no-pressure-before-start",
        Priority = AlarmPriority.Medium,
        Action = "Measure the blood pressure now: there is nothing to compare with. Consider pausing until it is known.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.Unknown],
        Delay = static limits => limits.BaselineDelay,
        IsTimed = true,
        IsAskedAtReadings = false,
        RuledOutBy = static (_, _) => Fact.OutOf(SessionPhase.Infusing, SessionPhase.Paused),
        Judge = Judge,
        Headline = static alarm => $"No blood pressure within {AlarmText.Number(alarm.HardLimit)} min before the start",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (view.Session is not { State: { Phase: SessionPhase.Infusing or SessionPhase.Paused, StartedAt: { } started } } session
            || Allowed(session) is not { } allowed)
        {
            return Judgement.Clear;
        }

        var last = session.Observations.LastOf(Observation.BloodPressure, session.State);
        return last >= started - allowed
            ? Judgement.Clear
            : new Judgement(Verdict.Breach, last is { } at ? Minutes(started - at) : null, Minutes(allowed), started);
    }

    static TimeSpan? Allowed(SessionLive session)
    {
        foreach (var line in session.Observations.Schedule)
        {
            if (line is { What: Observation.BloodPressure, Window: ObservationWindow.BeforeStart })
            {
                return line.Every;
            }
        }

        return null;
    }

    static decimal Minutes(TimeSpan span) => (decimal)span.Ticks / TimeSpan.TicksPerMinute;
}
