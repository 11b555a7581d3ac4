using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Tests.Clinics;

/// <summary>
/// docs/safety/real-record-alarms.md lists what the engine makes of a real record under each sample limit set, and why. This holds
/// the page to the engine: the same alarms in the same order, each with an explanation.
/// </summary>
public partial class RealRecordAlarmsTests
{
    /// <summary>Where to write the table as it came, without explanations, to be read and explained by a person.</summary>
    const string Accept = "INFUSION_ACCEPT_REAL_RECORD";

    static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "real-record-alarms.md"));

    [Theory]
    [InlineData("Basic")]
    [InlineData("Staged")]
    public void ThePageListsEveryAlarmOfTheRecord_AndExplainsIt(string set)
    {
        var came = Run(set == "Staged" ? SampleLimits.Staged : new SafetyLimits());
        if (Environment.GetEnvironmentVariable(Accept) is { Length: > 0 } folder)
        {
            File.WriteAllLines(Path.Combine(folder, $"{set}.txt"), came);
        }

        var section = Page[(Page.IndexOf($"\n## {set} ", StringComparison.Ordinal) + 1)..];
        var rows = Row().Matches(section[..(section.IndexOf("\n## ", 3, StringComparison.Ordinal) is var end and > 0 ? end : section.Length)]);
        rows.Select(row => row.Groups["alarm"].Value).ShouldBe(came);
        rows.ShouldAllBe(row => row.Groups["why"].Value.Length > 10);
    }

    /// <summary>Minute of the onset, rule, priority and its changes, first observed and limit, minutes it lasted.</summary>
    static List<string> Run(SafetyLimits limits)
    {
        var ward = RealRecord.WithMonitorAlone(limits);
        foreach (var row in RealRecord.Rows())
        {
            RealRecord.Feed(ward, row);
            Acknowledge(ward);
        }

        ward.After(5);
        return [.. ward.Raised.Select(raised => Line(ward, raised))];
    }

    /// <summary>Somebody answers within the minute, so that an alarm ends with its condition and the next one is another.</summary>
    static void Acknowledge(Ward ward)
    {
        foreach (var alarm in ward.Live.State.Alarms.Values.Where(alarm => !alarm.IsAcknowledged).OrderBy(alarm => alarm.Onset).ThenBy(alarm => alarm.Id).ToList())
        {
            ward.Accept(new AcknowledgeAlarm(ward.NextId(), Ward.FirstSession, "nurse-1", alarm.Id));
        }
    }

    static string Line(Ward ward, AlarmRaised raised)
    {
        var line = new StringBuilder(FormattableString.Invariant(
            $"{Minutes(raised.Onset - ward.Start)} | `{raised.Rule}`{Of(raised.Metric)} | {raised.Priority}"));
        foreach (var changed in ward.All<AlarmPriorityChanged>().Where(changed => changed.Alarm == raised.Alarm))
        {
            line.Append(CultureInfo.InvariantCulture, $", {changed.To}");
        }

        var ended = ward.All<AlarmConditionCleared>().FirstOrDefault(cleared => cleared.Alarm == raised.Alarm)?.At;
        line.Append(CultureInfo.InvariantCulture, $" | {Number(raised.Observed)} | {Number(raised.HardLimit)} | ");
        return line.Append(ended is { } at ? Minutes(at - raised.Onset) : "to the end").ToString();
    }

    static string Of(Metric metric) => metric is Metric.Unknown ? "" : $" {MetricTable.Of(metric).Label}";

    static string Minutes(TimeSpan span) => span.TotalMinutes.ToString("0.0", CultureInfo.InvariantCulture);

    static string Number(decimal? number) => number is { } known ? known.ToString("0.##", CultureInfo.InvariantCulture) : "none";

    [GeneratedRegex(@"^\| (?<alarm>[0-9.]+ \| `[a-z0-9-]+`[^|]* \| [^|]+ \| [^|]+ \| [^|]+ \| [^|]+?) \| (?<why>[^|]+?) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
