using System.Globalization;
using System.Text.Json;
using Infusion.Core.Clinics;
using Infusion.Core.Sessions;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Scenarios;

public class ScenarioTests
{
    /// <summary>Where to write what came, to be read and accepted by a person; see the README.</summary>
    const string Accept = "INFUSION_ACCEPT_SCENARIOS";

    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Scenarios");

    public static TheoryData<string> Names() => [.. Directory.GetFiles(Folder, "*.scenario.json")
        .Select(file => Path.GetFileName(file)[..^".scenario.json".Length])
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Runs(string name)
    {
        var scenario = JsonSerializer.Deserialize<Scenario>(File.ReadAllText(Path.Combine(Folder, $"{name}.scenario.json")), JsonSerializerOptions.Web)!;
        var actual = scenario.Run().Select(Line).ToList();
        if (Environment.GetEnvironmentVariable(Accept) is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, $"{name}.expected.json"), Written(actual));
        }

        actual.ShouldBe(JsonSerializer.Deserialize<string[]>(File.ReadAllText(Path.Combine(Folder, $"{name}.expected.json")))!);
    }

    static string Written(List<string> lines) =>
        $"[\n{string.Join(",\n", lines.Select(line => $"  {JsonSerializer.Serialize(line, JsonSerializerOptions.Web)}"))}\n]\n";

    static string Line(StreamEvent each)
    {
        var happened = each.Event;
        var second = (happened.At - Ward.DefaultStart).TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        var numbers = happened switch
        {
            AlarmRaised e =>
                FormattableString.Invariant($" {e.Rule} {e.Priority} {e.Source ?? e.Metric.ToString()} onset {(e.Onset - Ward.DefaultStart).TotalSeconds:0.###}")
                + $" observed {Number(e.Observed)} limit {Number(e.HardLimit)}",
            AlarmPriorityChanged e => $" {each.Before!.Alarms[e.Alarm].Rule} from {e.From} to {e.To} observed {Number(e.Observed)} limit {Number(e.HardLimit)}",
            AlarmConditionCleared e => $" {each.Before!.Alarms[e.Alarm].Rule}",
            AlarmAssigned e => $" {each.Before!.Alarms[e.Alarm].Rule} step {e.Step}",
            AlarmAudioPaused e => $" {each.Before!.Alarms[e.Alarm].Rule}",
            AlarmAcknowledged e => $" {each.Before!.Alarms[e.Alarm].Rule}",
            DeliveryStarted e => FormattableString.Invariant($" {e.Rate.MillilitresPerHour} mL/h"),
            RateChanged e => FormattableString.Invariant($" {e.From.MillilitresPerHour} to {e.To.MillilitresPerHour} mL/h after {e.SegmentVolume.Millilitres:0.###} mL"),
            DeliveryStopped e => FormattableString.Invariant($" after {e.SegmentVolume.Millilitres:0.###} mL"),
            DeviceClockJumped e => FormattableString.Invariant($" {e.Device} from {e.From.TotalSeconds:0.###} to {e.To.TotalSeconds:0.###} s behind"),
            AlarmOnsetCorrected e => FormattableString.Invariant($" {each.Before!.Alarms[e.Alarm].Rule} from {(e.From - Ward.DefaultStart).TotalSeconds:0.###} to {(e.To - Ward.DefaultStart).TotalSeconds:0.###}"),
            TelemetryGapOpened e => $" {e.Device} {e.FirstMissing} to {e.LastMissing}",
            TelemetryGapClosed e => $" {e.Device} {e.FirstMissing} to {e.LastMissing}",
            _ => "",
        };
        return $"{second} {SessionEventNames.All[happened.GetType()]}{numbers}";
    }

    static string Number(decimal? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "none";
}
