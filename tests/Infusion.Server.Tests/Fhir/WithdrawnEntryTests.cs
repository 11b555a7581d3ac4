using Hl7.Fhir.Model;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Recovery;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Fhir;
using Infusion.Server.Fhir.Mapping;
using Infusion.Server.Tests.Charts;
using Shouldly;
using Xunit;
using AdverseEvent = Hl7.Fhir.Model.AdverseEvent;
using Observation = Hl7.Fhir.Model.Observation;
using Scored = Infusion.Core.DrugLibrary.Observation;
using Severity = Hl7.Fhir.Model.OperationOutcome.IssueSeverity;

namespace Infusion.Server.Tests.Fhir;

/// <summary>What was charted by a slip and taken back: entered in error as its next version, readable and counting for nothing.</summary>
public sealed class WithdrawnEntryTests(Validators validators) : IClassFixture<Validators>
{
    static readonly DateTimeOffset When = ChartCase.At(22);

    [Fact]
    public void A_score_is_entered_in_error()
    {
        var record = Charted(new ObservationCharted(When, Scored.Sedation, ObservationScale.MoaaS, 1, "nguyen"), isWithdrawn: true);

        Scores(record, 1).ShouldHaveSingleItem().Status.ShouldBe(ObservationStatus.EnteredInError);
        Scores(record, 4).ShouldHaveSingleItem().Status.ShouldBe(ObservationStatus.Final);
    }

    [Fact]
    public void A_second_score_of_the_same_person_for_the_same_time_stands()
    {
        var wrong = new ObservationCharted(When, Scored.Sedation, ObservationScale.MoaaS, 1, "nguyen") { Entry = Guid.NewGuid() };
        var right = wrong with { Score = 3, Entry = Guid.NewGuid() };
        var record = Of(wrong, right, Withdrawal(wrong));

        (Scores(record, 1).Count, Scores(record, 3).ShouldHaveSingleItem().Status).ShouldBe((0, ObservationStatus.Final));
        Scores(Of(right, wrong, Withdrawal(wrong)), 3).ShouldHaveSingleItem().Status.ShouldBe(ObservationStatus.Final);
    }

    [Fact]
    public void A_recovery_score_is_entered_in_error() => Charted(
            new RecoveryScored(When, RecoveryScale.Padss, [.. RecoveryScaleInfo.Find(RecoveryScale.Padss)!.Items.Select(each => new RecoveryItemScore(each.Item, 0))], "nguyen"),
            isWithdrawn: true)
        .All<Observation>().Where(each => each.Value is Quantity { Value: 0m, Code: "{score}" } && each.Component.Count > 0)
        .ShouldHaveSingleItem().Status.ShouldBe(ObservationStatus.EnteredInError);

    [Fact]
    public void An_adverse_event_has_no_status_in_R4_and_says_it_so_that_nobody_may_pass_over_it()
    {
        var id = Guid.NewGuid();
        var record = Charted(new AdverseEventCharted(When, id, AdverseEventCode.Fall, 4, "nguyen"), isWithdrawn: true);

        var extension = record.Get<AdverseEvent>(FhirId.Of(id)).ModifierExtension.ShouldHaveSingleItem();
        (extension.Url, ((FhirBoolean)extension.Value!).Value).ShouldBe(("https://ketamine-infusion.example.org/fhir/StructureDefinition/ket-entered-in-error", true));
        record.All<AdverseEvent>().Count(each => each.ModifierExtension.Count == 0).ShouldBe(1);
    }

    [Fact]
    public void An_outcome_and_a_response_give_way_to_what_was_there()
    {
        var (adverse, rescue) = (
            new AdverseEventCharted(When, Guid.NewGuid(), AdverseEventCode.Nausea, 2, "nguyen"),
            new RescueGiven(When, Guid.NewGuid(), RescueMedication.Ondansetron, 4m, RescueUnit.Milligram, RescueRoute.Intravenous, null, "nguyen"));
        var resolving = new AdverseEventOutcomeCharted(When, adverse.AdverseEvent, AdverseEventOutcome.Resolving, "nguyen") { Entry = Guid.NewGuid() };
        var resolved = resolving with { Outcome = AdverseEventOutcome.Resolved, Entry = Guid.NewGuid() };
        var partial = new RescueResponseCharted(When, rescue.Rescue, RescueResponse.Partial, "nguyen") { Entry = Guid.NewGuid() };
        var worse = partial with { Response = RescueResponse.Worse, Entry = Guid.NewGuid() };

        var record = Of(adverse, rescue, resolving, resolved, partial, worse, Withdrawal(resolved), Withdrawal(worse));
        record.Get<AdverseEvent>(FhirId.Of(adverse.AdverseEvent)).Outcome!.Coding.Single().Code.ShouldBe("recovering");
        Rescue(record, rescue).Note.Single().Text.ShouldBe("Response: partial");

        record = Of(adverse, rescue, resolving, partial, Withdrawal(resolving), Withdrawal(partial));
        record.Get<AdverseEvent>(FhirId.Of(adverse.AdverseEvent)).Outcome.ShouldBeNull();
        Rescue(record, rescue).Note.ShouldBeEmpty();
    }

    [Fact]
    public void A_rescue_is_entered_in_error()
    {
        var given = new RescueGiven(When, Guid.NewGuid(), RescueMedication.Ondansetron, 4m, RescueUnit.Milligram, RescueRoute.Intravenous, null, "nguyen");

        Rescue(Charted(given, isWithdrawn: true), given).Status.ShouldBe(MedicationAdministration.MedicationAdministrationStatusCodes.EnteredInError);
    }

    [Fact]
    public void Vitals_by_hand_are_told_again_as_entered_in_error_under_the_same_id()
    {
        var vital = new ChartedVital(ChartCase.Session, ChartCase.Patient, ChartedKind.SpO2, When, When, null, 70m, null, Quality.Valid) { By = "nguyen" };
        var (first, second) = (FhirMapper.FromCharted("harbor", vital), FhirMapper.FromCharted("harbor", vital with { IsWithdrawn = true }));

        (first.Status, second.Status, second.Id).ShouldBe((ObservationStatus.Final, ObservationStatus.EnteredInError, first.Id));
        ShouldBeValid(second);
    }

    static List<Observation> Scores(WholeRecord record, int score) =>
        [.. record.All<Observation>().Where(each => each.Value is Quantity { Code: "{score}" } value && value.Value == score && each.Code.Coding.Any(code => code.Code == "sedation-mo-aas"))];

    static MedicationAdministration Rescue(WholeRecord record, RescueGiven given) =>
        record.All<MedicationAdministration>().Single(each => each.Identifier.Any(identifier => identifier.Value!.EndsWith($":rescue:{FhirId.Of(given.Rescue)}", StringComparison.Ordinal)));

    static EntryWithdrawn Withdrawal(EnteredEvent entry) => new(When.AddSeconds(20), entry.Entry!.Value, When, "nguyen");

    WholeRecord Charted(EnteredEvent entry, bool isWithdrawn)
    {
        var named = entry with { Entry = Guid.NewGuid() };
        return isWithdrawn ? Of(named, Withdrawal(named)) : Of(named);
    }

    /// <summary>The whole course with these in the middle of it; all that was told of them holds to the profiles.</summary>
    WholeRecord Of(params SessionEvent[] more)
    {
        var record = WholeRecord.Of([.. ChartCase.Course.TakeWhile(each => each.At < When), .. more, .. ChartCase.Course.SkipWhile(each => each.At < When)]);
        foreach (var resource in record.Resources.Where(each => each is AdverseEvent or MedicationAdministration || each is Observation { Status: ObservationStatus.EnteredInError }))
        {
            ShouldBeValid(resource);
        }

        return record;
    }

    void ShouldBeValid(Resource resource) => validators.One.Validate(FhirBytes.Of(resource), null).Issue
        .Where(issue => issue.Severity is Severity.Error or Severity.Fatal).Select(issue => issue.Details!.Text).ShouldBeEmpty();
}
