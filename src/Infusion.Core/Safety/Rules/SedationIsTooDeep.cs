using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// The latest charted sedation score is at a level of its scale (inclusive): low MOAA/S 3, RASS -2; medium MOAA/S 2, RASS -3,
/// POSS 3; high MOAA/S 1, RASS -4, POSS 4. The source is the scale; observed and limit are scores. A lighter score ends it.
/// </summary>
public static class SedationIsTooDeep
{
    static readonly ObservationScale[] Scales = [ObservationScale.MoaaS, ObservationScale.Rass, ObservationScale.Poss];

    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-054",
        Code = "sedation-deep",
        Priority = AlarmPriority.Medium,
        Action = "Pause the infusion. Stay with the patient: stimulate, open the airway, watch the breathing. Score again.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.Unknown],
        Levels = [AlarmPriority.High, AlarmPriority.Medium, AlarmPriority.Low],
        Items = [.. Scales.Select(scale => ScaleInfo.Find(scale)!.Label)],
        IsAskedAtReadings = false,
        Judge = Judge,
        Headline = static alarm => $"Sedation {alarm.Source} {AlarmText.Number(alarm.Observed)}, limit {AlarmText.Number(alarm.HardLimit)}",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (!view.IsMonitored)
        {
            return Judgement.Clear;
        }

        if (!view.Session!.State.Scores.TryGetValue(Observation.Sedation, out var score))
        {
            return Judgement.Unknown;
        }

        return score.Scale == Scales[view.Item] && SedationDepth.IsAt(view.Level, score) == true
            ? new Judgement(Verdict.Breach, score.Score, SedationDepth.Bound(score.Scale, view.Level), score.At)
            : Judgement.Clear;
    }
}
