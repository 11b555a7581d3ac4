using System.Text;
using Infusion.Simulator.Protocol;
using Infusion.Simulator.Scripts;
using Shouldly;
using Xunit;

namespace Infusion.Simulator.Tests;

public sealed class ScriptTests : IDisposable
{
    readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void ActsComeInTheOrderOfTheirSeconds_WhateverTheOrderOfTheFile()
    {
        var script = Read(
            """
            { "given": "ready", "until": 9, "steps": [
              { "at": 4, "command": "StopInfusion" },
              { "at": 1, "every": 2, "until": 6, "monitor": { "SpO2": 97 } } ] }
            """);

        script.Timeline().Select(act => (act.At, act.Step.Command)).ShouldBe([(1m, null), (3m, null), (4m, "StopInfusion"), (5m, null)]);
    }

    [Fact]
    public void APumpsCounterRises_AndItSaysWhatItDoes()
    {
        var script = Read(
            """
            { "given": "infusing", "limits": "staged", "until": 9, "steps": [
              { "at": 1, "every": 1, "until": 4, "pump": { "VolumeDeliveredTotal": 10, "PumpRateCurrent": 2 },
                "pumpSays": { "rising": 0.5, "mode": "KeepVeinOpen" },
                "alerts": [{ "code": "MDC_EVT_FLUID_LINE_OCCL", "priority": "high", "text": "Occlusion" }] } ] }
            """);

        var said = script.Timeline().Select(act => act.Pump!).ToList();
        said.Select(reading => reading.Values[Mdc.DeliveredTotalMl]).ShouldBe([10m, 10.5m, 11m]);
        said[0].States[Mdc.PumpMode].ShouldBe(Mdc.KeepVeinOpen);
        said[0].States[Mdc.InfusingStatus].ShouldBe(Mdc.Infusing);
        said[0].Alerts.ShouldHaveSingleItem().Code.ShouldBe("MDC_EVT_FLUID_LINE_OCCL");
    }

    [Theory]
    [InlineData("""{ "given": "ready", "until": 9, "steps": [{ "at": 1, "monitor": { "Sp02": 97 } }] }""", "Sp02")]
    [InlineData("""{ "given": "ready", "until": 9, "steps": [{ "at": 1, "pump": {}, "pumpSays": { "mode": "Backwards" } }] }""", "Backwards")]
    [InlineData("""{ "given": "ready", "until": 9, "steps": [{ "at": 1, "moniter": {} }] }""", "moniter")]
    [InlineData("""{ "given": "ready", "steps": [] }""", "until")]
    [InlineData("nothing", "'n")]
    public void AScriptThatCannotBePlayedIsRefused_NamingWhatIsWrong(string text, string named)
    {
        var refused = Should.Throw<ScriptException>(() => Read(text));

        refused.Message.ShouldContain(_file);
        refused.Message.ShouldContain(named);
    }

    [Fact]
    public void AFileThatIsNotThereIsRefused() =>
        Should.Throw<ScriptException>(() => Script.Read(_file + ".none")).Message.ShouldContain("cannot be read");

    [Fact]
    public void AMessageIsMarkedLateOnce()
    {
        var once = TelemetryJson.MarkLate("{\"seq\":1}"u8);

        TelemetryJson.MarkLate(once).ShouldBe(once);
        Encoding.UTF8.GetString(once).ShouldBe("""{"seq":1,"late":true}""");
    }

    [Fact]
    public void EveryScenarioOfTheEngineCanBePlayed()
    {
        var folder = Path.Combine(Root(), "tests/Infusion.Core.Tests/Scenarios");
        var files = Directory.GetFiles(folder, "*.scenario.json");

        files.Length.ShouldBeGreaterThanOrEqualTo(20);
        files.ShouldAllBe(file => Script.Read(file).Timeline().Any());
    }

    Script Read(string text)
    {
        File.WriteAllText(_file, text);
        return Script.Read(_file);
    }

    static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "Infusion.sln")))
        {
            at = at.Parent;
        }

        return at.FullName;
    }
}
