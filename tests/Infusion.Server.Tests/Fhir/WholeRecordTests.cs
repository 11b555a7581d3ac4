using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using Infusion.Server.Fhir;
using Infusion.Server.Fhir.Mapping;
using Infusion.Server.Fhir.Rest;
using Infusion.Server.Tests.Charts;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Fhir;

/// <summary>What a whole session, its plan and its outcomes come to.</summary>
public sealed class WholeRecordTests
{
    static readonly WholeRecord Record = WholeRecord.Signed();

    [Fact]
    public void Every_version_parses_strictly_reads_back_to_the_same_bytes_and_is_of_a_type_that_is_served()
    {
        foreach (var row in Record.Written)
        {
            FhirJson.Write(FhirJson.Parse<Resource>(row.Content)).ShouldBe(row.Content, $"{row.Type}/{row.Id}");
            SearchTable.Types.Keys.ShouldContain(row.Type);
        }
    }

    [Fact]
    public void Whatever_is_referred_to_is_there_and_came_before_it()
    {
        // A plan and what it asks for name each other; the plan comes first.
        var told = new HashSet<string>();
        var dangling = new List<string>();
        foreach (var row in Record.Written)
        {
            dangling.AddRange(ChartRecordBundle.ReferencesOf(row.Content)
                .Where(reference => !reference.StartsWith("urn:", StringComparison.Ordinal) && !told.Contains(reference)
                    && !(row.Type is "CarePlan" && reference.StartsWith("ServiceRequest/", StringComparison.Ordinal))
                    && !(row.Type is "Appointment" && reference.StartsWith("Encounter/", StringComparison.Ordinal)))
                .Select(reference => $"{row.Type}/{row.Id} -> {reference}"));
            told.Add($"{row.Type}/{row.Id}");
        }

        dangling.ShouldBeEmpty();
    }

    [Fact]
    public void Whatever_is_of_the_session_says_which_visit_and_whose()
    {
        Type[] ofNobody = [typeof(Organization), typeof(Location), typeof(Practitioner), typeof(PractitionerRole), typeof(Questionnaire), typeof(DeviceMetric), typeof(Device)];
        Record.Written.Where(row => row.Patient is null).Select(row => row.Type).Distinct().Order()
            .ShouldBeSubsetOf(ofNobody.Select(type => type.Name));
        Record.Written.Where(row => row.Patient is not null).ShouldAllBe(row => row.Patient == FhirId.Of(ChartCase.Patient));
    }

    [Theory]
    [InlineData("Encounter")]
    [InlineData("Procedure")]
    [InlineData("MedicationRequest")]
    [InlineData("Consent")]
    [InlineData("AdverseEvent")]
    [InlineData("CarePlan")]
    [InlineData("Organization")]
    [InlineData("Location")]
    [InlineData("DocumentReference")]
    public void Golden_of_what_there_is_one_of(string type) =>
        Golden.Match(FhirJson.Write(Record.Resources.Single(each => each.TypeName == type)), $"whole-{type}");

    [Fact]
    public void Golden_of_what_there_are_many_of()
    {
        Match<Observation>("weight", each => each.Code!.Coding[0].Code == "29463-7");
        Match<Observation>("alarm", each => IsCoded(each, "alarm"));
        Match<Observation>("score", each => IsCoded(each, "sedation-mo-aas"));
        Match<Observation>("recovery", each => IsCoded(each, "recovery-padss"));
        Match<Observation>("waste", each => IsCoded(each, "waste"));
        Match<Observation>("pump-rate", each => each.Focus.Count > 0 && !IsCoded(each, "alarm"));
        Match<Observation>("phq-9-total", each => IsCoded(each, "phq-9"));
        Match<MedicationAdministration>("rescue", each => each.Medication is CodeableConcept { Text: "ondansetron" });
        Match<MedicationDispense>("vial", _ => true);
        Match<DetectedIssue>("order-issue", each => each.Code!.Coding.Count > 0);
        Match<DetectedIssue>("check-in-issue", each => each.Code!.Coding.Count == 0);
        Match<Flag>("limit", each => each.Category[0].Text == "Alarm limit");
        Match<Flag>("safety", each => each.Category[0].Text == "Safety");
        Match<Communication>("acknowledged", _ => true);
        Match<Provenance>("pause", each => each.Activity!.Text == "Infusion: pause");
        Match<Provenance>("witnessed", each => each.Agent.Count == 2);
        Match<Provenance>("signature", each => each.Signature.Count > 0);
        Match<DeviceMetric>("metric", _ => true);
        Match<DeviceUseStatement>("device-use", _ => true);
        Match<QuestionnaireResponse>("phq-9-answers", each => each.Questionnaire!.Contains("phq-9", StringComparison.Ordinal));
        Match<Questionnaire>("phq-9", each => each.Id == "phq-9");
        Match<Questionnaire>("c-ssrs", each => each.Id == "c-ssrs-screener");
        Match<ServiceRequest>("request", each => each.Occurrence is not null);
        Match<Appointment>("appointment", each => each.SupportingInformation.Count > 0);
        Match<Practitioner>("practitioner", each => each.Name[0].Text == "R. Okafor, MD");
        Match<PractitionerRole>("role", each => each.Code[0].Text == "physician");

        static void Match<T>(string name, Func<T, bool> which)
            where T : Resource => Golden.Match(FhirJson.Write(Record.All<T>().First(which)), $"whole-{name}");
    }

    [Fact]
    public void The_own_codes_that_are_emitted_are_those_of_the_table()
    {
        var emitted = Record.Written.SelectMany(row => Codings(JsonNode.Parse(row.Content))).Distinct().ToList();

        emitted.ShouldNotBeEmpty();
        emitted.ShouldAllBe(each => KetCodes.All.GetValueOrDefault(each.Code) == each.Display);
    }

    [Fact]
    public void Raw_values_are_a_course_with_a_place_for_each_step_and_E_where_nothing_came()
    {
        var raw = Record.All<Observation>().Where(each => each.Value is SampledData).ToList();
        raw.ShouldAllBe(each => each.Code!.Coding.All(coding => coding.System == FhirCodes.Mdc));
        raw.ShouldNotContain(each => each.Code!.Coding[0].Display!.StartsWith("MDC_PRESS", StringComparison.Ordinal));
        raw.ShouldAllBe(each => ((SampledData)each.Value!).Data!.Split(' ', StringSplitOptions.None).Length == 300_000 / (int)((SampledData)each.Value!).Period!);

        // From 10:44 to 10:46 the monitor sent nothing, from 10:59 to 11:01 it had no value, each five seconds.
        string[] At(double minute) => ((SampledData)raw.Single(each => each.Code!.Coding[0].Code == "150456" && ((Period)each.Effective!).Start == FhirTime.Text(ChartCase.At(minute))).Value!).Data!.Split(' ');
        At(40)[..48].ShouldNotContain("E");
        At(40)[48..].ShouldAllBe(value => value == "E");
        At(45)[..13].ShouldAllBe(value => value == "E");
        At(25)[..12].ShouldAllBe(value => value == "86");
        At(55)[48..].ShouldAllBe(value => value == "E");
        Golden.Match(FhirJson.Write(raw.First(each => each.Code!.Coding[0].Code == "158014")), "whole-raw");
    }

    [Fact]
    public void The_document_stands_by_itself()
    {
        var document = Record.All<Bundle>().Single();

        document.Type.ShouldBe(Bundle.BundleType.Document);
        document.Entry[0].Resource.ShouldBeOfType<Composition>();
        var urls = document.Entry.Select(entry => entry.FullUrl).ToHashSet();
        urls.Count.ShouldBe(document.Entry.Count);
        var references = ChartRecordBundle.ReferencesOf(FhirJson.Write(document)).ToList();
        references.ShouldNotBeEmpty();
        references.ShouldAllBe(reference => urls.Contains(reference));
        document.Entry.Select(entry => entry.Resource).OfType<MedicationAdministration>().Where(FhirMapperParts.IsPart)
            .Sum(part => part.Dosage!.Dose!.Value).ShouldBe(Record.All<MedicationAdministration>().Where(FhirMapper.IsPartOfInfusion).Sum(part => part.Dosage!.Dose!.Value));
    }

    static class FhirMapperParts
    {
        /// <summary>Within a document a part refers by urn.</summary>
        public static bool IsPart(MedicationAdministration each) => each.Dosage?.Dose?.Code == "mg" && each.Device.Count > 0;
    }

    static bool IsCoded(Observation observation, string code) => observation.Code!.Coding.Any(each => each.System == KetCodes.System && each.Code == code);

    static IEnumerable<(string Code, string? Display)> Codings(JsonNode? node) => node switch
    {
        JsonObject place when (string?)place["system"] == KetCodes.System => [((string)place["code"]!, (string?)place["display"])],
        JsonObject place => place.SelectMany(member => member.Value is JsonObject or JsonArray ? Codings(member.Value) : []),
        JsonArray list => list.SelectMany(Codings),
        _ => [],
    };
}
