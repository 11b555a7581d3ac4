using Hl7.Fhir.Model;
using Infusion.Core.Assessments;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;
using Infusion.Server.Fhir.Mapping;
using Infusion.Server.Fhir.Validation;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Fhir;

/// <summary>What is defined in fhir-profiles is what the program has.</summary>
public sealed class ProfileTests
{
    static readonly List<Resource> Own = [.. Definitions.OwnOnes()];

    [Fact]
    public void Every_code_of_ours_that_is_emitted_is_defined() =>
        Codes("ket-codes").ShouldBe(KetCodes.All.ToDictionary(), ignoreOrder: true);

    [Fact]
    public void Every_safety_rule_is_defined_as_what_an_alarm_may_be_about() =>
        Codes("ket-rules").Keys.ShouldBe(SafetyRules.All.Select(rule => rule.Code), ignoreOrder: true);

    [Fact]
    public void Every_act_of_the_trail_is_defined() => Codes("ket-acts").ShouldBe(KetCodes.Acts.ToDictionary(), ignoreOrder: true);

    [Fact]
    public void Every_key_of_a_pump_is_in_the_value_set()
    {
        var known = ((ValueSet)Own.Single(resource => resource.Id == "ket-pump-metrics")).Compose!.Include.Single().Concept;

        known.Select(concept => concept.Display!).ShouldBe(KeysOf(DeviceKind.Pump), ignoreOrder: true);
        known.ShouldAllBe(concept => MetricTable.IsFrom(MetricOf(concept.Code!), DeviceKind.Pump));
    }

    [Fact]
    public void Every_key_of_a_vital_sign_is_mapped_to_the_code_that_it_is_charted_under()
    {
        var map = FhirJson.Parse<ConceptMap>(ProfileExamples.Read("ConceptMap-mdc-to-loinc")).Group.Single().Element;

        // The perfusion index is not charted.
        map.Select(element => element.Display!).ShouldBe(
            [.. KeysOf(DeviceKind.Monitor).Where(key => key != "MDC_PULS_OXIM_PERF_REL"), "MDC_PRESS_BLD_NONINV"], ignoreOrder: true);
        map.Where(element => element.Code != "150020").ShouldAllBe(element => MetricTable.IsFrom(MetricOf(element.Code!), DeviceKind.Monitor));
        var loinc = ((ValueSet)Own.Single(resource => resource.Id == "ket-emitted-loinc")).Compose!.Include.Single().Concept.Select(concept => concept.Code).ToList();
        map.SelectMany(element => element.Target).ShouldAllBe(target => loinc.Contains(target.Code));
    }

    [Theory]
    [InlineData(Instrument.Phq9, "Questionnaire-phq-9")]
    [InlineData(Instrument.Gad7, "Questionnaire-gad-7")]
    public void A_questionnaire_is_the_one_that_the_server_has(Instrument instrument, string name) =>
        FhirJson.Parse<Questionnaire>(ProfileExamples.Read(name)).IsExactly(FhirMapper.QuestionnaireOf(instrument)).ShouldBeTrue();

    [Fact]
    public void A_loinc_code_has_its_check_digit()
    {
        var codes = ((ValueSet)Own.Single(resource => resource.Id == "ket-emitted-loinc")).Compose!.Include.Single().Concept.Select(concept => concept.Code!).ToList();

        codes.ShouldNotBeEmpty();
        codes.ShouldAllBe(code => HasCheckDigit(code));
    }

    /// <summary>Mod 10 as LOINC has it: every other digit from the right is doubled.</summary>
    static bool HasCheckDigit(string code)
    {
        var parts = code.Split('-');
        var sum = parts[0].Reverse().Select((digit, index) => (digit - '0') * (index % 2 == 0 ? 2 : 1)).Sum(value => value > 9 ? value - 9 : value);
        return parts[1] == ((10 - sum % 10) % 10).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    static Dictionary<string, string> Codes(string system) =>
        ((CodeSystem)Own.Single(resource => resource.Id == system)).Concept.ToDictionary(concept => concept.Code!, concept => concept.Display!);

    static IEnumerable<string> KeysOf(DeviceKind kind) => MetricTable.Keys.Where(key => MetricTable.IsFrom(key.Metric, kind)).Select(key => key.ReferenceId);

    static Metric MetricOf(string code) =>
        MetricTable.TryFind(int.Parse(code, System.Globalization.CultureInfo.InvariantCulture), out var metric) ? metric : Metric.Unknown;
}
