using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// The attached monitor sends a valid SpO2 or heart rate for the delay, and nobody is checked in, or the patient is discharged:
/// somebody is on it and nothing is charted or judged. No value ends it.
/// </summary>
public static class VitalsComeWithNobodyCheckedIn
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-057",
        Code = "vitals-without-check-in",
        Priority = AlarmPriority.Low,
        Action = "Check the patient in, or detach the monitor if it is on somebody else. Nothing is charted until then.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.SpO2, Metric.HeartRate],
        Delay = static limits => limits.CheckInDelay,
        IsTimed = true,
        RuledOutBy = static (_, metric) => Fact.OutOf(SessionPhase.Planned, SessionPhase.Discharged) | Fact.Absent(metric),
        Judge = Judge,
        Headline = static alarm => $"{MetricTable.Of(alarm.Metric).Label} comes from the monitor and nobody is checked in",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (view.Session is not { State: { Phase: SessionPhase.Planned or SessionPhase.Discharged } state }
            || state.Attached(DeviceKind.Monitor) is null)
        {
            return Judgement.Clear;
        }

        if (view.Fresh(metric) is not { } value)
        {
            return Judgement.Unknown;
        }

        return value.Quality switch
        {
            Quality.Valid => new Judgement(Verdict.Breach, value.Value, null, value.At > state.PhaseSince ? value.At : state.PhaseSince),
            Quality.Invalid => Judgement.Clear,
            _ => Judgement.Unknown,
        };
    }
}
