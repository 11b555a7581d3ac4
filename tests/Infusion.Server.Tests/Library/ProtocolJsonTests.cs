using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Telemetry;
using Infusion.Server.Library;
using Infusion.Server.Storage;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Library;

public sealed class ProtocolJsonTests
{
    public static TheoryData<string> Samples => [.. SampleProtocols.All.Select(protocol => protocol.Id)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void What_the_server_writes_it_reads_again(string id)
    {
        var written = Written(id);

        var (protocol, faults) = ProtocolJson.Read(written, version: 7);

        faults.ShouldBeEmpty();
        var expected = Written(id);
        expected["version"] = 7;
        JsonNode.DeepEquals(JsonSerializer.SerializeToNode(protocol, QuantityConverters.Options), expected).ShouldBeTrue();
    }

    [Fact]
    public void Nobody_approves_by_writing_it_down()
    {
        var written = Written();
        written["approval"] = JsonNode.Parse("""{"by":"me","at":"2026-11-25T00:00:00Z"}""");
        written["safety"]!["approved"] = true;

        var (protocol, faults) = ProtocolJson.Read(written, version: 2);

        faults.Select(fault => fault.Path).ShouldBe(["safety.approved"]);
        (protocol!.Approval, protocol.Version).ShouldBe((null, 2));
    }

    [Fact]
    public void What_is_missing_null_misspelt_or_not_a_known_word_is_named_all_at_once()
    {
        var written = Written();
        written.Remove("drug");
        written["guardrails"]!["weightKg"] = null;
        written["guardrails"]!["doseMgPerKg"] = JsonNode.Parse("""{"hardLow":0.05,"hardHihg":1.5,"softHigh":0.75}""");
        written["concentrations"] = JsonNode.Parse("""[{"mg/mL":0}]""");
        written["safety"]!["vitals"]![0]!["metric"] = "spo3";
        written["safety"]!["rules"] = JsonNode.Parse("""{"spo2-lo":{"isOn":false}}""");
        written["schedule"]![0]!["what"] = 7.ToString(System.Globalization.CultureInfo.InvariantCulture);
        written["colour"] = "blue";

        var (_, faults) = ProtocolJson.Read(written, version: 1);

        faults.Select(fault => fault.Path).ShouldBe(
            [
                "colour", "guardrails.doseMgPerKg.hardHihg", "drug", "concentrations[0]", "guardrails.weightKg",
                "guardrails.doseMgPerKg.hardHigh", "safety.vitals[0].metric", "safety.rules.spo2-lo", "schedule[0].what",
            ],
            ignoreOrder: true);
    }

    [Theory]
    [InlineData("""{"usualDoseMgPerKg":"half"}""", "usualDoseMgPerKg")]
    [InlineData("""{"usualDoseMgPerKg":1e400}""", "usualDoseMgPerKg")]
    [InlineData("""{"usualDuration":40}""", "usualDuration")]
    [InlineData("""{"safety":{"vitals":{}}}""", "safety.vitals")]
    [InlineData("""{"safety":{"vitals":[{"value":"low"}]}}""", "safety.vitals[0].value")]
    [InlineData("""{"concentrations":[1]}""", "concentrations[0]")]
    [InlineData("""{"concentrations":[{"mg":1}]}""", "concentrations[0]")]
    [InlineData("""{"name":["Mood"]}""", "name")]
    public void What_is_of_another_kind_is_named_by_its_path(string text, string path) =>
        Should.Throw<MalformedProtocolException>(() => ProtocolJson.Read(JsonNode.Parse(text)!.AsObject(), 1)).Fault.Path.ShouldBe(path);

    [Theory]
    [InlineData("{\n\"protocol\": {\n\"name\": }\n}", 3)]
    [InlineData("not json", 1)]
    [InlineData("", 1)]
    [InlineData("{\"reason\":\"a\",\n\"reason\":\"b\"}", null)]
    [InlineData("[]", null)]
    [InlineData("null", null)]
    [InlineData("{\"protocol\":[]}", null)]
    [InlineData("{\"basedOn\":\"1\"}", null)]
    [InlineData("{\"basedOn\":-1}", null)]
    [InlineData("{\"\\ud800\":1}", null)]
    [InlineData("{\"protocol\":{\"\\ud800\":1}}", null)]
    [InlineData("{\"protocol\":{\"name\":\"\\ud800\"}}", null)]
    [InlineData("{\"reason\":\"\\ud800\"}", null)]
    public async Task What_is_no_submission_says_so(string body, int? line)
    {
        var reason = await Should.ThrowAsync<MalformedProtocolException>(
            ProtocolSubmission.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(body)), TestContext.Current.CancellationToken));

        if (line is not null)
        {
            reason.Line.ShouldBe(line);
        }
    }

    [Fact]
    public void Differences_are_told_by_what_they_are_about()
    {
        var before = SampleProtocols.Mood;
        var after = before with
        {
            Version = 2,
            Approval = new ProtocolApproval("hale", DateTimeOffset.UnixEpoch),
            Guardrails = before.Guardrails with { DoseMgPerKg = before.Guardrails.DoseMgPerKg with { SoftHigh = 1m }, PerDayMg = null },
            Safety = before.Safety with
            {
                // One more in front, and one changed.
                Vitals = [
                    new(Metric.NibpPulseRate, Core.Safety.LimitSide.High, Core.Alarms.AlarmPriority.Low) { Value = 130m },
                    .. before.Safety.Vitals.Select(limit => limit.Metric == Metric.SpO2 && limit.Value == 90m ? limit with { Value = 91m } : limit),
                ],
            },
            Schedule = before.Schedule.RemoveAt(0),
        };

        var differences = ProtocolDifferences.Between(before, after)
            .Where(difference => !difference.Path.Contains("pulse_rate", StringComparison.Ordinal))
            .Select(difference => $"{difference.Path}: {difference.Before?.ToJsonString()} -> {difference.After?.ToJsonString()}");

        differences.ShouldBe(
            [
                "guardrails.doseMgPerKg.softHigh: 0.75 -> 1",
                "guardrails.perDayMg: 150 -> ",
                "safety.vitals[sp_o2 low high].value: 90 -> 91",
                "schedule[blood_pressure before_start from 00:00:00].what: \"blood_pressure\" -> ",
                "schedule[blood_pressure before_start from 00:00:00].window: \"before_start\" -> ",
                "schedule[blood_pressure before_start from 00:00:00].every: \"00:15:00\" -> ",
                "schedule[blood_pressure before_start from 00:00:00].grace: \"00:00:00\" -> ",
                "schedule[blood_pressure before_start from 00:00:00].from: \"00:00:00\" -> ",
            ],
            ignoreOrder: true);
        ProtocolDifferences.Between(before, before).ShouldBeEmpty();
    }

    internal static JsonObject Written(string id = "mood") =>
        JsonSerializer.SerializeToNode(SampleProtocols.All.Single(protocol => protocol.Id == id), QuantityConverters.Options)!.AsObject();
}
