using System.Globalization;
using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety;

/// <summary>The words of an alarm. Board, chart and FHIR print these and no others.</summary>
public static class AlarmText
{
    /// <summary>For example: SpO2 86 %, limit 90 %.</summary>
    public static string Headline(Alarm alarm) =>
        SafetyRules.Find(alarm.Rule) is { } rule ? rule.Headline(alarm) : alarm.Rule;

    /// <summary>What to do; empty for a rule that no longer exists.</summary>
    public static string Action(Alarm alarm) => SafetyRules.Find(alarm.Rule)?.Action ?? "";

    /// <summary>Label, observed and limit, with the metric's unit.</summary>
    public static string ObservedAgainstLimit(Alarm alarm)
    {
        var row = MetricTable.Of(alarm.Metric);
        return $"{row.Label} {Number(alarm.Observed)} {row.UnitText}, limit {Number(alarm.HardLimit)} {row.UnitText}";
    }

    /// <summary>At most two decimals; "unknown" for no number.</summary>
    public static string Number(decimal? number) =>
        number is { } known ? known.ToString("0.##", CultureInfo.InvariantCulture) : "unknown";
}
