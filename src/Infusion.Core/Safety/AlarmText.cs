using System.Globalization;
using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety;

/// <summary>The words of an alarm. Board, chart and FHIR print these and no others.</summary>
public static partial class AlarmText
{
    /// <summary>For example: SpO2 86 %, limit 90 %.</summary>
    public static string Headline(Alarm alarm) =>
        SafetyRules.Find(alarm.Rule) is { } rule ? rule.Headline(alarm) : alarm.Rule;

    /// <summary>The condition alone, without a number, for where others may read along. For example: SpO2 low.</summary>
    public static string Condition(Alarm alarm)
    {
        var words = alarm.Rule.Replace('-', ' ');
        return alarm.Metric is Metric.Unknown
            ? $"{char.ToUpperInvariant(words[0])}{words[1..]}"
            : MetricTable.Of(alarm.Metric).Label + SafetyRules.Find(alarm.Rule)?.Side switch
            {
                LimitSide.Low => " low",
                LimitSide.High => " high",
                _ => $": {words}",
            };
    }

    /// <summary>What to do; empty for a rule that no longer exists.</summary>
    public static string Action(Alarm alarm) => SafetyRules.Find(alarm.Rule)?.Action ?? "";

    /// <summary>Label, observed and limit, with the metric's unit.</summary>
    public static string ObservedAgainstLimit(Alarm alarm)
    {
        var row = MetricTable.Of(alarm.Metric);
        return $"{row.Label} {Number(alarm.Observed)} {row.UnitText}, limit {Number(alarm.HardLimit)} {row.UnitText}";
    }

    /// <summary>How far a clock is off, in its two largest parts, for example: 2 h 3 min behind.</summary>
    public static string Behind(decimal? seconds)
    {
        if (seconds is not { } known)
        {
            return "unknown";
        }

        var off = TimeSpan.FromSeconds((double)Math.Round(Math.Abs(known)));
        if (off == TimeSpan.Zero)
        {
            return "on time";
        }

        (int Number, string Unit)[] parts = [(off.Days, "d"), (off.Hours, "h"), (off.Minutes, "min"), (off.Seconds, "s")];
        var said = parts.SkipWhile(part => part.Number == 0).Take(2).Where(part => part.Number > 0).Select(part => $"{part.Number} {part.Unit}");
        return $"{string.Join(' ', said)} {(known > 0 ? "behind" : "ahead")}";
    }

    /// <summary>At most two decimals; "unknown" for no number.</summary>
    public static string Number(decimal? number) =>
        number is { } known ? known.ToString("0.##", CultureInfo.InvariantCulture) : "unknown";
}
