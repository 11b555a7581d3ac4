using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// The latest nausea score is 7 of 10 or more (inclusive) and the patient is sedated (MOAA/S 3, RASS -2, POSS 3 or deeper), or
/// nobody has charted how sedated. Observed and limit are nausea scores.
/// </summary>
public static class NauseaThreatensTheAirway
{
    const int Limit = 7;

    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-055",
        Code = "nausea-while-sedated",
        Priority = AlarmPriority.Medium,
        Action = "Turn the patient to the side, have suction ready, pause the infusion. Call the physician about an antiemetic.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.Unknown],
        IsAskedAtReadings = false,
        Judge = Judge,
        Headline = static alarm => $"Nausea {AlarmText.Number(alarm.Observed)} of 10, limit {AlarmText.Number(alarm.HardLimit)}, not known to be awake",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (!view.IsMonitored)
        {
            return Judgement.Clear;
        }

        var scores = view.Session!.State.Scores;
        if (!scores.TryGetValue(Observation.Nausea, out var nausea))
        {
            return Judgement.Unknown;
        }

        scores.TryGetValue(Observation.Sedation, out var sedation);
        return nausea.Score >= Limit && SedationDepth.IsAt(AlarmPriority.Low, sedation) != false
            ? new Judgement(Verdict.Breach, nausea.Score, Limit, nausea.At)
            : Judgement.Clear;
    }
}
