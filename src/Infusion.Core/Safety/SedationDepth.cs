using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;

namespace Infusion.Core.Safety;

/// <summary>How deep a charted score is. The scales run in opposite directions. Seeds: clinical reference 3.2.</summary>
static class SedationDepth
{
    /// <summary>The score at which a level is reached, inclusive; null: not a scale of sedation.</summary>
    public static decimal? Bound(ObservationScale scale, AlarmPriority level) => (scale, level) switch
    {
        (ObservationScale.MoaaS, AlarmPriority.High) => 1m,
        (ObservationScale.MoaaS, AlarmPriority.Medium) => 2m,
        (ObservationScale.MoaaS, _) => 3m,
        (ObservationScale.Rass, AlarmPriority.High) => -4m,
        (ObservationScale.Rass, AlarmPriority.Medium) => -3m,
        (ObservationScale.Rass, _) => -2m,
        (ObservationScale.Poss, AlarmPriority.High) => 4m,
        (ObservationScale.Poss, _) => 3m,
        _ => null,
    };

    /// <summary>Whether a score is at that level or deeper; null: none is charted on a scale of sedation.</summary>
    public static bool? IsAt(AlarmPriority level, ChartedScore? sedation) =>
        sedation is null || Bound(sedation.Scale, level) is not { } bound ? null
        : sedation.Scale == ObservationScale.Poss ? sedation.Score >= bound
        : sedation.Score <= bound;
}
