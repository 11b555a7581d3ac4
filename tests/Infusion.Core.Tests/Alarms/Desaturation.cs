using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Alarms;

/// <summary>A patient whose SpO2 a test sets second by second, and the people around.</summary>
static class Desaturation
{
    /// <summary>Low from second 1 on: the high alarm is up at second 16.</summary>
    public static Ward Raised(SafetyLimits? limits = null) => new Ward(limits).Infusing().After(1).Breathes(85m, 16);

    /// <summary>At medium priority instead, up at second 16.</summary>
    public static Ward RaisedMedium() => Raised(Medium);

    public static SafetyLimits Medium { get; } =
        new SafetyLimits().With(Metric.SpO2, LimitSide.Low, limit => limit with { Priority = AlarmPriority.Medium });

    public static Ward Breathes(this Ward ward, decimal percent, int seconds)
    {
        for (var second = 0; second < seconds; second++, ward.After(1))
        {
            ward.Vital(Metric.SpO2, percent);
        }

        return ward;
    }

    public static Guid Alarm(this Ward ward) => ward.OnlyAlarm("spo2-low").Id;

    public static AlarmAssignment? Assigned(this Ward ward) => ward.OnlyAlarm("spo2-low").Assigned;

    public static Ward Acknowledge(this Ward ward, string by = "nurse-1") =>
        ward.Accept(new AcknowledgeAlarm(ward.NextId(), Ward.FirstSession, by, ward.Alarm()));

    public static Ward AcceptIt(this Ward ward, string by = "nurse-1") =>
        ward.Accept(new AcceptAlarm(ward.NextId(), Ward.FirstSession, by, ward.Alarm()));

    public static Ward RefuseIt(this Ward ward, string by = "nurse-1") =>
        ward.Accept(new RefuseAlarm(ward.NextId(), Ward.FirstSession, by, ward.Alarm()));

    public static Ward OnDuty(this Ward ward, params DutyStep[] chain) =>
        ward.Accept(new SetDuty(ward.NextId(), Ward.ClinicStream, "manager", null, [.. chain]));

    public static DutyStep Step(int seconds, params string[] people) => new([.. people], TimeSpan.FromSeconds(seconds));

    /// <summary>Who was called to the SpO2 alarm and what they said, in seconds.</summary>
    public static IEnumerable<string> Calls(this Ward ward) => ward.All<AlarmEvent>()
        .Where(e => e.Alarm == ward.Alarm() && e is (AlarmAssigned or AlarmAccepted or AlarmRefused or AlarmNotAnswered))
        .Select(e => $"{(e.At - ward.Start).TotalSeconds} " + e switch
        {
            AlarmAssigned { Step: 0 } => "nobody",
            AlarmAssigned each => $"calls {each.Step} {string.Join('+', each.People)} until {(each.Until!.Value - ward.Start).TotalSeconds}",
            AlarmAccepted each => $"accepted {each.By}",
            AlarmRefused each => $"refused {each.Step} {each.By}",
            AlarmNotAnswered { RemindsAt: { } again } each => $"no answer {each.Step}, again {(again - ward.Start).TotalSeconds}",
            AlarmNotAnswered each => $"no answer {each.Step}",
            _ => "",
        });
}
