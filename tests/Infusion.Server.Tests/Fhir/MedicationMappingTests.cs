using Hl7.Fhir.Model;
using Infusion.Core.Clinics;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Server.Fhir.Mapping;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;
using static Infusion.Server.Tests.Fhir.Infusions;
using Status = Hl7.Fhir.Model.MedicationAdministration.MedicationAdministrationStatusCodes;

namespace Infusion.Server.Tests.Fhir;

public sealed class MedicationMappingTests
{
    static readonly Rate Sixty = Rate.FromMillilitresPerHour(60);
    static readonly Rate Thirty = Rate.FromMillilitresPerHour(30.0m);

    /// <summary>Started, slowed, paused, resumed, a bolus, stopped: 40 mg in all.</summary>
    static SessionEvent[] WholeSession =>
    [
        new InfusionStarted(At(0), "nurse-1"),
        new DeliveryStarted(At(0.05), Pump, Sixty),
        new RateChanged(At(10), Pump, Sixty, Thirty, Ml(9.95m)),
        new InfusionPaused(At(15), "nurse-1"),
        new DeliveryStopped(At(15.1), Pump, Ml(2.55m)),
        new InfusionResumed(At(20), "nurse-1"),
        new DeliveryStarted(At(20.1), Pump, Sixty),
        new BolusDelivered(At(25), Pump, Ml(2.500m)),
        new DeliveryStopped(At(45), Pump, Ml(25.0m)),
        new InfusionStopped(At(45.2), "nurse-1"),
    ];

    static Volume Ml(decimal millilitres) => Volume.FromMillilitres(millilitres);

    [Fact]
    public void Parts_sum_up_to_the_total_of_the_parent_and_only_parts_have_a_dosage()
    {
        var infusion = new Infusions().Play(WholeSession);

        infusion.Parts.Sum(part => part.Dosage!.Dose!.Value).ShouldBe(40m);
        Total(infusion.Parent).ShouldBe(40m);
        infusion.Parent.Dosage.ShouldBeNull();
        infusion.Parts.Count().ShouldBe(4);
        infusion.Parts.ShouldAllBe(part => part.Status == Status.Completed);
    }

    [Fact]
    public void The_sum_holds_after_every_event_while_nothing_is_open()
    {
        var infusion = new Infusions();
        foreach (var e in WholeSession)
        {
            infusion.Play(e);
            (Total(infusion.Parent) ?? 0m).ShouldBe(infusion.Parts.Sum(part => part.Dosage?.Dose?.Value ?? 0m));
        }
    }

    [Fact]
    public void A_resource_refers_only_to_what_was_written_before_it()
    {
        var infusion = new Infusions().Play(WholeSession);

        var known = new HashSet<string> { $"Procedure/{FhirMapper.ProcedureId(SessionId)}" };
        foreach (var resource in infusion.Given.SelectMany(w => w))
        {
            resource.PartOf.ShouldAllBe(parent => known.Contains(parent.Reference!));
            known.Add($"MedicationAdministration/{resource.Id}");
        }
    }

    [Fact]
    public void A_pump_that_starts_before_the_nurse_says_so_begins_the_infusion()
    {
        var infusion = new Infusions().Play(
            new DeliveryStarted(At(0), Pump, Sixty), new InfusionStarted(At(1), "nurse-1"));

        infusion.Given[0].Select(r => r.Id).ShouldBe([FhirMapper.InfusionId(SessionId), FhirMapper.SegmentId(SessionId, At(0))]);
        Effective(infusion.Parent).Start.ShouldBe("2026-11-23T10:00:00Z");
    }

    [Fact]
    public void A_pause_holds_the_infusion_once_no_drug_flows()
    {
        var infusion = new Infusions().Play(WholeSession[..4]);
        infusion.Parent.Status.ShouldBe(Status.InProgress);

        infusion.Play(WholeSession[4]);
        infusion.Parent.Status.ShouldBe(Status.OnHold);

        infusion.Play(WholeSession[5]);
        infusion.Parent.Status.ShouldBe(Status.InProgress);
    }

    [Theory]
    [InlineData(39.2, Status.Completed)]
    [InlineData(39.1, Status.Stopped)]
    public void An_infusion_that_gave_less_than_ordered_was_stopped(double millilitres, Status status)
    {
        var infusion = new Infusions().Play(
            new InfusionStarted(At(0), "nurse-1"),
            new DeliveryStarted(At(0), Pump, Sixty),
            new InfusionStopped(At(39), "nurse-1"));
        infusion.Parent.Status.ShouldBe(Status.InProgress, "the pump still runs");

        infusion.Play(new DeliveryStopped(At(39.5), Pump, Ml((decimal)millilitres)));
        infusion.Parent.Status.ShouldBe(status);
        Effective(infusion.Parent).End.ShouldBe("2026-11-23T10:39:30Z");
    }

    [Fact]
    public void An_infusion_that_never_ran_was_stopped_with_nothing_given()
    {
        var infusion = new Infusions().Play(
            new InfusionStarted(At(0), "nurse-1"), new InfusionStopped(At(1), "nurse-1"));

        infusion.Parent.Status.ShouldBe(Status.Stopped);
        Total(infusion.Parent).ShouldBe(0m);
    }

    [Fact]
    public void A_session_closed_under_a_running_pump_says_that_the_rest_is_not_known()
    {
        var infusion = new Infusions().Play(
            new InfusionStarted(At(0), "nurse-1"),
            new DeliveryStarted(At(0), Pump, Sixty),
            new SessionClosed(At(60), "nurse-1"));

        infusion.Administrations.ShouldAllBe(a => a.Status == Status.Unknown);
    }

    [Fact]
    public void A_dose_without_a_known_start_is_charted_with_its_end()
    {
        var infusion = new Infusions().Play(new DeliveryStopped(At(3), Pump, Ml(3)));

        var part = infusion.Parts.ShouldHaveSingleItem();
        part.Dosage!.Dose!.Value.ShouldBe(3m);
        Effective(part).Start.ShouldBeNull();
        Total(infusion.Parent).ShouldBe(3m);
    }

    [Fact]
    public void The_clinics_own_stream_and_other_events_change_nothing()
    {
        FhirMapper.FromEvent(Clinic, new StreamEvent(SessionId, new DeliveryStarted(At(0), Pump, Sixty), null, null))
            .ShouldBeEmpty();
        new Infusions().Play(new PatientCheckedIn(At(0), "nurse-1")).Given[0].ShouldBeEmpty();
    }

    [Fact]
    public void Golden()
    {
        var infusion = new Infusions().Play(WholeSession);

        var first = infusion.Parts.Single(p => p.Id == FhirMapper.SegmentId(SessionId, At(0.05)));
        var bolus = infusion.Parts.Single(p => p.Id == FhirMapper.BolusId(SessionId, At(25)));
        Support.Golden.Match(FhirJson.Write(infusion.Parent), "infusion-completed");
        Support.Golden.Match(FhirJson.Write(first), "segment-completed");
        Support.Golden.Match(FhirJson.Write(bolus), "bolus");
        Support.Golden.Match(FhirJson.Write(infusion.Given[1][1]), "segment-in-progress");
    }

    [Fact]
    public void Everything_written_parses_strictly_and_has_its_units_from_ucum()
    {
        foreach (var resource in new Infusions().Play(WholeSession).Given.SelectMany(w => w))
        {
            var parsed = FhirJson.Parse<MedicationAdministration>(FhirJson.Write(resource));
            Quantities(parsed).ShouldAllBe(q =>
                q.System == "http://unitsofmeasure.org" && (q.Code == "mg" || q.Code == "mg/h"));
        }
    }

    static IEnumerable<Quantity> Quantities(MedicationAdministration a) =>
        new[] { a.Dosage?.Dose, a.Dosage?.Rate as Quantity, a.GetExtensionValue<Quantity>(FhirCodes.TotalDelivered) }
            .OfType<Quantity>();

    static decimal? Total(MedicationAdministration a) =>
        a.GetExtensionValue<Quantity>(FhirCodes.TotalDelivered)?.Value;

    static Period Effective(MedicationAdministration a) => (Period)a.Effective!;
}
