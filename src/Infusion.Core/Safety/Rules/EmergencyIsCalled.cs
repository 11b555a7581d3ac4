using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>Somebody called for help at the chair. Only a person ends it.</summary>
public static class EmergencyIsCalled
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-090",
        Code = "emergency-called",
        Priority = AlarmPriority.High,
        Action = "Go to the chair now. Say that you have come; end the emergency when it is over.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.Unknown],
        IsAskedAtReadings = false,
        IsLatching = false,
        MayBeOff = false,
        Judge = Judge,
        Headline = static _ => "Emergency: help is called",
    };

    static Judgement Judge(in SafetyView view, Metric metric) =>
        view.Session?.State.Care.Emergency is { } emergency
            ? new Judgement(Verdict.Breach, null, null, emergency.CalledAt)
            : Judgement.Clear;
}
