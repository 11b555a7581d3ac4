using System.Text;
using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;
using Infusion.Server.Fhir;
using Infusion.Server.Fhir.Mapping;
using Infusion.Server.Fhir.Validation;
using Shouldly;
using Xunit;
using Severity = Hl7.Fhir.Model.OperationOutcome.IssueSeverity;

namespace Infusion.Server.Tests.Fhir;

/// <summary>One validator for all: it takes seconds to make.</summary>
public sealed class Validators
{
    internal FhirValidator One { get; } = new(FhirValidator.SpecificationZip);
}

public sealed class ValidationTests(Validators validators) : IClassFixture<Validators>
{
    readonly FhirValidator _validator = validators.One;

    // R4's own list of vital signs has no end-tidal CO2, and its list of interpretations no word for a doubtful one: both may be
    // extended, and so it is said and no more.
    static readonly string[] Expected =
    [
        "None of its codes is of http://hl7.org/fhir/ValueSet/observation-vitalsignresult, which has one for most things.",
        "None of its codes is of http://hl7.org/fhir/ValueSet/observation-interpretation, which has one for most things.",
    ];

    [Fact]
    public void Every_example_and_definition_is_valid()
    {
        var wrong = ProfileExamples.Names.SelectMany(name => Wrong(name, _validator.Validate(ProfileExamples.Read(name), null))).ToList();

        ProfileExamples.Names.Count().ShouldBeGreaterThan(90);
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Every_bad_example_is_told_exactly_what_is_wrong_with_it()
    {
        var bad = ProfileExamples.Bad.ToList();
        var told = bad.Select(each => $"{each["name"]}: {string.Join("; ", Said(_validator.Validate(Bytes(ProfileExamples.Broken(each)), null)).Order(StringComparer.Ordinal))}");

        // What it says ends where the library goes on about where it looked.
        var expected = bad.Select(each => $"{each["name"]}: {string.Join("; ", each["issues"]!.AsArray().Select(issue =>
            $"{issue!["severity"]} {issue["code"]} {issue["expression"]} {issue["says"]}").Order(StringComparer.Ordinal))}");
        told.ShouldBe(expected);

        static IEnumerable<string> Said(OperationOutcome outcome) => outcome.Issue.Select(issue =>
            $"{issue.Severity.GetLiteral()} {issue.Code.GetLiteral()} {issue.Expression.Single()} {issue.Details!.Text!.Split("; ")[0].Split(" Details:")[0]}");
    }

    [Fact]
    public void Everything_that_is_emitted_of_a_whole_record_holds_to_what_it_claims()
    {
        var written = WholeRecord.Signed().Written;

        var wrong = written.SelectMany(row => Wrong($"{row.Type} version {row.Version}", _validator.Validate(row.Content, null))).Distinct().ToList();

        written.Count.ShouldBeGreaterThan(50);
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Every_line_of_the_trail_holds_to_what_it_claims()
    {
        var wrong = TrailLines.All.SelectMany((line, place) => Wrong(
            $"{line.Act} {line.What}", _validator.Validate(FhirBytes.Of(FhirMapper.FromTrail(new(place + 1, line.At, true, line))), null))).ToList();

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Every_profile_that_is_claimed_is_one_of_ours_or_of_R4_and_every_profile_of_ours_is_claimed()
    {
        var claimed = WholeRecord.Signed().Written.SelectMany(row => WithEntries(FhirBytes.Read(row.Content)))
            .SelectMany(resource => resource.Meta?.Profile ?? []).Distinct().ToList();
        var ours = Definitions.OwnOnes().OfType<StructureDefinition>().Where(definition => definition.Type != "Extension").ToList();

        claimed.Where(profile => !_validator.Knows(profile!, TypeOf(profile!))).ShouldBeEmpty();
        ours.Select(profile => profile.Url).Except(claimed).Except(NotClaimed).ShouldBeEmpty();

        static IEnumerable<Resource> WithEntries(Resource resource) =>
            resource is Bundle bundle ? bundle.Entry.Select(entry => entry.Resource!).Prepend(resource) : [resource];

        string TypeOf(string profile) => ours.SingleOrDefault(definition => definition.Url == profile)?.Type ?? "Observation";
    }

    [Fact]
    public void What_claims_nothing_is_held_to_R4()
    {
        var told = _validator.Validate("""{"resourceType":"Observation","status":"final"}"""u8, null);

        told.Issue.ShouldHaveSingleItem().Details!.Text.ShouldBe("Missing required member: 'code'");
    }

    [Fact]
    public void A_claim_that_nobody_knows_is_no_claim_that_holds()
    {
        var told = _validator.Validate(
            """{"resourceType":"Observation","meta":{"profile":["https://example.org/none"]},"status":"final","code":{"text":"x"}}"""u8, null);

        told.Issue.ShouldContain(issue => issue.Details!.Text!.Contains("https://example.org/none"));
    }

    [Fact]
    public void A_profile_that_is_asked_for_counts_beside_those_that_are_claimed()
    {
        var plain = JsonNode.Parse(ProfileExamples.Read("Observation-example-etco2"))!;
        plain.AsObject().Remove("meta");
        plain["valueQuantity"]!["code"] = "%";

        _validator.Validate(Bytes(plain), null).Issue.Where(issue => issue.Severity == Severity.Error).Select(issue => issue.Details!.Text).ShouldBeEmpty();
        _validator.Validate(Bytes(plain), FhirCodes.Canonical + "/StructureDefinition/ket-etco2").Issue
            .ShouldContain(issue => issue.Severity == Severity.Error && issue.Expression.Single() == "Observation.value.code");
    }

    [Fact]
    public void A_unit_that_is_none_is_found_where_no_profile_looks()
    {
        var told = _validator.Validate(
            """{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1,"system":"http://unitsofmeasure.org","code":"mmHg"}}"""u8, null);

        var issue = told.Issue.ShouldHaveSingleItem();
        (issue.Expression.Single(), issue.Details!.Text).ShouldBe(("Observation.value.code", "'mmHg' is no unit of UCUM."));
    }

    [Fact]
    public void A_bundle_is_looked_at_entry_by_entry_and_refers_to_what_it_has()
    {
        var told = _validator.Validate(
            """
            {"resourceType":"Bundle","type":"collection","entry":[
              {"fullUrl":"urn:uuid:5f0ae1a4-7a2b-4f0c-9d3e-000000000001","resource":{"resourceType":"Device","patient":{"reference":"urn:uuid:5f0ae1a4-7a2b-4f0c-9d3e-000000000002"}}},
              {"fullUrl":"urn:uuid:5f0ae1a4-7a2b-4f0c-9d3e-000000000003","resource":{"resourceType":"Device","patient":{"reference":"urn:uuid:5f0ae1a4-7a2b-4f0c-9d3e-000000000001"}}},
              {"fullUrl":"urn:uuid:5f0ae1a4-7a2b-4f0c-9d3e-000000000004","resource":{"resourceType":"Flag","status":"active"}}]}
            """u8,
            null);

        var errors = told.Issue.Where(issue => issue.Severity == Severity.Error).Select(issue => $"{issue.Expression.Single()}: {issue.Details!.Text}").ToList();
        errors.ShouldContain("Bundle.entry[0].resource.patient: No entry of the bundle has the fullUrl 'urn:uuid:5f0ae1a4-7a2b-4f0c-9d3e-000000000002'.");
        errors.ShouldContain("Bundle.entry[1].resource.patient: A reference to Device cannot stand here, only to Patient.");
        errors.ShouldContain("Bundle.entry[2].resource: Missing required member: 'code'");
        errors.ShouldContain("Bundle.entry[2].resource: Missing required member: 'subject'");
    }

    /// <summary>What the server has not yet a source for, or what the record of one session does not come to.</summary>
    static readonly string[] NotClaimed = [.. new[]
    {
        "ket-heart-rate", "ket-resp-rate", "ket-spo2", "ket-temp", "ket-blood-pressure", "ket-etco2", "ket-waveform", "ket-therapy-request", "ket-single-dose", "ket-bolus", "ket-audit-event",
    }.Select(name => $"{FhirCodes.Canonical}/StructureDefinition/{name}")];

    /// <summary>The vital signs claim R4's own profiles; ours ask a little more of them.</summary>
    [Fact]
    public void What_is_charted_holds_to_our_profiles_of_vital_signs_too()
    {
        var ours = new Dictionary<string, string>
        {
            ["heartrate"] = "ket-heart-rate",
            ["resprate"] = "ket-resp-rate",
            ["oxygensat"] = "ket-spo2",
            ["bodytemp"] = "ket-temp",
            ["bp"] = "ket-blood-pressure",
            ["vitalsigns"] = "ket-etco2",
        };
        var seen = new HashSet<string>();
        var wrong = new List<string>();
        foreach (var row in WholeRecord.Of().Written)
        {
            var claim = FhirBytes.Read(row.Content).Meta?.Profile.FirstOrDefault()?.Split('/')[^1];
            if (claim is not null && ours.TryGetValue(claim, out var profile))
            {
                seen.Add(profile);
                wrong.AddRange(Wrong(profile, _validator.Validate(row.Content, $"{FhirCodes.Canonical}/StructureDefinition/{profile}")));
            }
        }

        seen.Count.ShouldBe(ours.Count);
        wrong.ShouldBeEmpty();
    }

    static byte[] Bytes(JsonNode resource) => Encoding.UTF8.GetBytes(resource.ToJsonString());

    static IEnumerable<string> Wrong(string what, OperationOutcome outcome) => outcome.Issue
        .Where(issue => issue.Severity != Severity.Information && !Expected.Contains(issue.Details!.Text))
        .Select(issue => $"{what}: {issue.Severity} {issue.Expression.FirstOrDefault()}: {issue.Details!.Text}");
}
