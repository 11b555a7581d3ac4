using System.Collections.Immutable;
using Hl7.Fhir.Model;
using Infusion.Core.Admission;
using Infusion.Core.Alarms;
using Infusion.Core.Assessments;
using Infusion.Core.Associations;
using Infusion.Core.Outcomes;
using Infusion.Core.Pathway;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Fhir.Mapping;
using Shouldly;
using Xunit;
using static Infusion.Server.Tests.Charts.ChartCase;
using ChartCase = Infusion.Server.Tests.Charts.ChartCase;
using AdverseEvent = Hl7.Fhir.Model.AdverseEvent;

namespace Infusion.Server.Tests.Fhir;

/// <summary>What later facts make of what was told before.</summary>
public sealed class VersionsTests
{
    const string Monitor = ChartCase.Monitor;
    static readonly Guid Session = ChartCase.Session;
    static readonly Guid Patient = ChartCase.Patient;
    static readonly Rate Sixty = Rate.FromMillilitresPerHour(60);

    [Theory]
    [InlineData(SessionPhase.Planned, Encounter.EncounterStatus.Planned, EventStatus.Preparation, MedicationRequest.MedicationrequestStatus.Active)]
    [InlineData(SessionPhase.CheckedIn, Encounter.EncounterStatus.Arrived, EventStatus.Preparation, MedicationRequest.MedicationrequestStatus.Active)]
    [InlineData(SessionPhase.Infusing, Encounter.EncounterStatus.InProgress, EventStatus.InProgress, MedicationRequest.MedicationrequestStatus.Active)]
    [InlineData(SessionPhase.Paused, Encounter.EncounterStatus.InProgress, EventStatus.OnHold, MedicationRequest.MedicationrequestStatus.OnHold)]
    [InlineData(SessionPhase.Recovery, Encounter.EncounterStatus.InProgress, EventStatus.Completed, MedicationRequest.MedicationrequestStatus.Completed)]
    [InlineData(SessionPhase.Discharged, Encounter.EncounterStatus.Finished, EventStatus.Completed, MedicationRequest.MedicationrequestStatus.Completed)]
    public void Visit_procedure_and_order_go_with_the_phase(
        SessionPhase phase, Encounter.EncounterStatus visit, EventStatus treatment, MedicationRequest.MedicationrequestStatus order)
    {
        var record = WholeRecord.Of(Until(phase));

        record.State!.Phase.ShouldBe(phase);
        record.All<Encounter>().Single().Status.ShouldBe(visit);
        record.All<Procedure>().Single().Status.ShouldBe(treatment);
        record.All<MedicationRequest>().Single().Status.ShouldBe(order);
    }

    [Fact]
    public void A_plan_that_never_began_was_not_done_and_a_visit_without_check_in_is_cancelled()
    {
        var record = WholeRecord.Of([Course[0], new SessionClosed(At(5), "nguyen")]);

        record.All<Encounter>().Single().Status.ShouldBe(Encounter.EncounterStatus.Cancelled);
        record.All<Procedure>().Single().Status.ShouldBe(EventStatus.NotDone);
        record.All<MedicationRequest>().Single().Status.ShouldBe(MedicationRequest.MedicationrequestStatus.Cancelled);
    }

    [Fact]
    public void An_infusion_cut_short_was_stopped_as_a_whole()
    {
        var record = WholeRecord.Of([.. Until(SessionPhase.Ready), new InfusionStarted(At(10), "nguyen"), new DeliveryStarted(At(10), Pump, Sixty),
            new DeliveryStopped(At(12), Pump, Volume.FromMillilitres(2m)), new InfusionStopped(At(12), "nguyen")]);

        record.All<Procedure>().Single().Status.ShouldBe(EventStatus.Stopped);
        record.All<MedicationRequest>().Single().Status.ShouldBe(MedicationRequest.MedicationrequestStatus.Stopped);
        record.Get<MedicationAdministration>(FhirMapper.InfusionId(Session)).Status.ShouldBe(MedicationAdministration.MedicationAdministrationStatusCodes.Stopped);
    }

    [Fact]
    public void What_says_nothing_new_makes_no_version()
    {
        var record = WholeRecord.Of(Until(SessionPhase.Infusing));
        var before = record.Written.Count;

        record.Play(new NoteWritten(At(12), Guid.NewGuid(), "nguyen"));
        record.Play(new BaselineTaken(At(12), 70m, 70m, 98m, 122m, 76m, 91m, 14m, 38m, null));

        record.Written.Count.ShouldBe(before);
    }

    [Fact]
    public void A_changed_order_is_its_next_version_with_a_weight_of_its_own()
    {
        var record = WholeRecord.Of(Until(SessionPhase.Planned));
        var first = record.All<MedicationRequest>().Single().SupportingInformation.Single().Reference;

        record.Play(new OrderChanged(At(-10), Order with { Dose = Mass.FromMilligrams(30m), Weight = BodyWeight.FromKilograms(60m) }, Guid.NewGuid(), "okafor"));

        var order = record.All<MedicationRequest>().Single();
        order.Meta!.VersionId.ShouldBe("2");
        order.SupportingInformation.Single().Reference.ShouldNotBe(first);
        record.All<Observation>().Where(each => each.Code!.Coding[0].Code == "29463-7").Select(each => ((Quantity)each.Value!).Value).Order().ShouldBe([60m, 70m]);
    }

    [Fact]
    public void A_dose_by_an_ideal_weight_makes_no_measured_weight()
    {
        var order = Order with { WeightBasis = WeightBasis.Ideal, WeightRecord = null };

        var record = WholeRecord.Of([new SessionPlanned(At(-20), "A1", Patient, order, "okafor")]);

        record.All<Observation>().ShouldNotContain(each => each.Code!.Coding[0].Code == "29463-7");
        ((Quantity)record.All<MedicationRequest>().Single().GetExtension(FhirCodes.DosingWeight)!.Value!).Value.ShouldBe(70m);
    }

    [Fact]
    public void An_artefact_is_no_value_any_more_and_what_was_confirmed_is_final()
    {
        var record = WholeRecord.Of(Until(SessionPhase.Infusing));
        var vitals = record.All<Observation>().Where(each => each.Device?.Reference == FhirCodes.Device(WholeRecord.Clinic, Monitor).Reference).ToList();
        Observation Vital(string loinc) => record.Get<Observation>(vitals.First(each => each.Code!.Coding[0].Code == loinc && each.Effective!.ToString()!.Contains(":25:", StringComparison.Ordinal)).Id!);

        record.Play(new VitalReviewed(At(25.4), Metric.SpO2, Monitor, VitalVerdict.Artefact, "nguyen"));
        record.Play(new VitalReviewed(At(25), Metric.NibpSystolic, Monitor, VitalVerdict.Artefact, "nguyen"));
        record.Play(new VitalReviewed(At(25), Metric.HeartRate, Monitor, VitalVerdict.Confirmed, "nguyen"));
        record.Play(new VitalReviewed(At(25), Metric.RespiratoryRate, "monitor-9", VitalVerdict.Artefact, "nguyen"));

        var artefact = Vital("2708-6");
        (artefact.Status, artefact.Value, artefact.DataAbsentReason!.Coding[0].Code).ShouldBe((ObservationStatus.Corrected, null, "error"));
        artefact.Meta!.Security.Select(each => each.Code).ShouldBe(["UNRELIABLE"]);
        Vital("85354-9").Component.ShouldAllBe(each => each.Value == null && each.DataAbsentReason != null);
        (Vital("8867-4").Status, Vital("8867-4").Value is null).ShouldBe((ObservationStatus.Final, false));
        Vital("9279-1").Status.ShouldBe(ObservationStatus.Preliminary, "another device's value was reviewed");

        record.Play(new VitalReviewed(At(25), Metric.SpO2, Monitor, VitalVerdict.Confirmed, "nguyen"));
        Vital("2708-6").Value.ShouldBeNull("what is no value cannot be confirmed");
    }

    [Fact]
    public void A_device_names_its_patient_while_it_is_attached_and_what_it_says_of_itself_changes_nothing_of_that()
    {
        var record = WholeRecord.Of(Until(SessionPhase.Infusing));
        var pump = FhirId.Device(WholeRecord.Clinic, Pump);
        record.Tell(new Told(FhirMapper.Reported(
            WholeRecord.Clinic, Pump, new DeviceReport(Pump, true, "boot-2", DeviceKind.Pump, "Acme", "Two", "S-2", 0.5m, At(12)), DeviceKind.Pump)));
        record.Get<Device>(pump).Patient!.Reference.ShouldBe(FhirCodes.Patient(Patient).Reference);
        record.Get<Device>(pump).ModelNumber.ShouldBe("Two");

        record.Play(new DeviceReleased(At(13), Pump, "nguyen"));

        record.Get<Device>(pump).Patient.ShouldBeNull();
        var use = record.All<DeviceUseStatement>().Single(each => each.Device!.Reference == $"Device/{pump}");
        use.Status.ShouldBe(DeviceUseStatement.DeviceUseStatementStatus.Completed);
        ((Period)use.Timing!).End.ShouldBe(FhirTime.Text(At(13)));
    }

    [Fact]
    public void A_device_that_went_to_the_next_patient_is_not_taken_from_them()
    {
        var record = WholeRecord.Of(Until(SessionPhase.Infusing));
        var next = Guid.NewGuid();
        var device = record.Get<Device>(FhirId.Device(WholeRecord.Clinic, Pump));
        device.Patient = FhirCodes.Patient(next);

        record.Play(new DeviceReleased(At(13), Pump, "nguyen"));

        record.Get<Device>(device.Id!).Patient!.Reference.ShouldBe(FhirCodes.Patient(next).Reference);
    }

    [Fact]
    public void A_use_that_a_correction_takes_away_is_entered_in_error()
    {
        var record = WholeRecord.Of(Until(SessionPhase.Infusing));
        var before = record.State!.Associations;
        var chart = new CorrectedChart(Session, "A1", Patient, before, [.. before.Where(each => each.Device != Monitor)]);

        record.Play(new AssociationCorrected(At(12), Guid.NewGuid(), Monitor, DeviceKind.Monitor, At(1), null, Session, null, null, "nguyen", [chart]));

        record.All<DeviceUseStatement>().Single(each => each.Device!.Reference == FhirCodes.Device(WholeRecord.Clinic, Monitor).Reference)
            .Status.ShouldBe(DeviceUseStatement.DeviceUseStatementStatus.EnteredInError);
    }

    [Fact]
    public void An_alarm_lives_in_versions_and_what_a_correction_finds_never_sounded()
    {
        var record = WholeRecord.Of(Until(SessionPhase.Infusing));
        var alarm = Guid.NewGuid();
        record.Play(new AlarmRaised(At(12), alarm, "spo2-low", Metric.SpO2, null, AlarmPriority.High, At(11.5), 86m, 90m));
        Presence(record, alarm).ShouldBe(("on", ObservationStatus.Preliminary));
        record.Play(new AlarmConditionCleared(At(13), alarm));
        Presence(record, alarm).ShouldBe(("latched", ObservationStatus.Preliminary));
        record.Play(new AlarmAcknowledged(At(14), alarm, "nguyen"));
        Presence(record, alarm).ShouldBe(("off", ObservationStatus.Final));
        record.Get<Observation>(FhirId.Of(alarm)).Meta!.VersionId.ShouldBe("3");
        record.All<Communication>().ShouldContain(each => each.About[0].Reference == $"Observation/{FhirId.Of(alarm)}" && each.Sender!.Identifier!.Value == "nguyen");

        var found = Guid.NewGuid();
        record.Play(Correction([alarm], [], [new RetrospectiveFinding(found, "hr-high", Metric.HeartRate, null, AlarmPriority.Medium, At(12), At(13), 140m, 120m)], []));
        record.Get<Observation>(FhirId.Of(alarm)).Status.ShouldBe(ObservationStatus.Corrected);
        record.Get<Observation>(FhirId.Of(alarm)).Note.Single().Text!.ShouldContain("another patient");
        record.Get<Observation>(FhirId.Of(found)).Note.Single().Text!.ShouldContain("never sounded");

        record.Play(Correction([], [alarm], [], [found]));
        record.Get<Observation>(FhirId.Of(alarm)).Note.ShouldBeEmpty();
        record.Get<Observation>(FhirId.Of(found)).Status.ShouldBe(ObservationStatus.EnteredInError);
    }

    [Fact]
    public void Consent_taken_back_is_no_longer_in_force()
    {
        var record = WholeRecord.Of(Until(SessionPhase.Ready));
        record.All<Consent>().Single().Status.ShouldBe(Consent.ConsentState.Active);

        record.Play(new CheckInAnswered(At(9), new CheckInAnswer(CheckInItem.Consent, CheckInFinding.NotConfirmed), "nguyen"));

        record.All<Consent>().Single().Status.ShouldBe(Consent.ConsentState.Inactive);
    }

    [Fact]
    public void Warnings_end_and_what_an_event_came_to_is_added()
    {
        var record = WholeRecord.Of();

        record.All<Flag>().ShouldAllBe(each => each.Status == Flag.FlagStatus.Inactive && each.Period!.End != null);
        record.All<AdverseEvent>().Single().Outcome!.Coding[0].Code.ShouldBe("resolved");
        record.All<AdverseEvent>().Single().Recorder!.Identifier!.Value.ShouldBe("nguyen");
        record.All<MedicationAdministration>().Single(each => each.Note.Count > 0).Note[0].Text.ShouldBe("Response: effective");
        WholeRecord.Of(Until(SessionPhase.Paused)).All<Flag>().ShouldContain(each => each.Status == Flag.FlagStatus.Active);
    }

    [Fact]
    public void Answers_taken_back_are_in_error_and_a_total_that_is_not_valid_is_absent()
    {
        var record = WholeRecord.Of(Until(SessionPhase.Planned));
        var assessment = Guid.NewGuid();
        record.PlayInClinic(new AssessmentRecorded(
            At(3000), Patient, "nguyen", assessment, Instrument.Phq9, [1, null, 1, 1, 1, 1, 1, 1, 0], new DateOnly(2026, 11, 25), false, false));
        var total = record.All<Observation>().Single(each => each.DerivedFrom.Any(from => from.Reference == $"QuestionnaireResponse/{FhirId.Of(assessment)}"));
        (total.Value, total.DataAbsentReason!.Coding[0].Code).ShouldBe((null, "unknown"));
        record.Get<QuestionnaireResponse>(FhirId.Of(assessment)).Item.Select(each => each.LinkId).ShouldBe(["1", "3", "4", "5", "6", "7", "8", "9"]);

        record.PlayInClinic(new AssessmentWithdrawn(At(3001), Patient, "nguyen", assessment, Guid.NewGuid()));

        record.Get<QuestionnaireResponse>(FhirId.Of(assessment)).Status.ShouldBe(QuestionnaireResponse.QuestionnaireResponseStatus.EnteredInError);
        record.Get<Observation>(total.Id!).Status.ShouldBe(ObservationStatus.EnteredInError);
    }

    [Fact]
    public void A_plan_tells_only_what_changed()
    {
        var terms = new PlanTerms(Indication.Anxiety, "F41.1", "trd-0.5", 1, 6, 2, 4);
        var therapy = Guid.NewGuid();
        var opened = TreatmentPlan.Evolve(null, new PlanOpened(At(0), Patient, terms, [], "okafor"), WholeRecord.Plan)!;
        var planned = TreatmentPlan.Evolve(opened, new TherapyPlanned(At(1), therapy, null, "weber", At(60), TimeSpan.FromMinutes(50), "okafor"), WholeRecord.Plan)!;
        var recorded = TreatmentPlan.Evolve(planned, new TherapyRecorded(At(120), therapy, false, Guid.NewGuid(), null, "weber"), WholeRecord.Plan)!;
        var closed = TreatmentPlan.Evolve(recorded, new PlanClosed(At(130), PlanEnd.PatientsWish, null, "okafor"), WholeRecord.Plan)!;

        Types(null, opened).ShouldBe(["CarePlan", "ServiceRequest"]);
        Types(opened, planned).ShouldBe(["CarePlan", "ServiceRequest", "Appointment"]);
        Types(planned, recorded).ShouldBe(["Appointment"]);
        ((Appointment)FhirMapper.FromPlan(WholeRecord.Clinic, planned, recorded)[0]).Status.ShouldBe(Appointment.AppointmentStatus.Noshow);
        Types(recorded, closed).ShouldBe(["CarePlan", "ServiceRequest", "ServiceRequest"]);
        ((CarePlan)FhirMapper.FromPlan(WholeRecord.Clinic, recorded, closed)[0]).Status.ShouldBe(RequestStatus.Revoked);

        static IEnumerable<string> Types(TreatmentPlan? before, TreatmentPlan after) => FhirMapper.FromPlan(WholeRecord.Clinic, before, after).Select(each => each.TypeName);
    }

    [Fact]
    public void An_amended_chart_replaces_the_one_before_which_says_so()
    {
        var record = WholeRecord.Signed().Sign(2, WholeRecord.Approval(2)).Sign(3);

        var (first, second, third) = (Chart(1), Chart(2), Chart(3));
        (first.Status, first.DocStatus).ShouldBe((DocumentReferenceStatus.Superseded, CompositionStatus.Final));
        (second.Status, second.DocStatus).ShouldBe((DocumentReferenceStatus.Superseded, CompositionStatus.Amended));
        (third.Status, third.DocStatus).ShouldBe((DocumentReferenceStatus.Current, CompositionStatus.Preliminary), "nobody has signed what arrived");
        second.RelatesTo.Single().Target!.Reference.ShouldBe($"DocumentReference/{first.Id}");
        third.Author.Single().Reference.ShouldStartWith("Organization/");
        record.All<Bundle>().Count().ShouldBe(3, "a document that was signed is never edited");
        record.All<Provenance>().Count(each => each.Signature.Count > 0).ShouldBe(2);

        DocumentReference Chart(int version) => record.Get<DocumentReference>(FhirMapper.ChartId(Session, version));
    }

    [Fact]
    public void A_single_dose_is_part_of_its_procedure_and_of_no_infusion()
    {
        var record = WholeRecord.Of(
        [
            new SessionPlanned(At(-20), "A1", Patient, Order with { Route = DoseRoute.Intramuscular }, "okafor"), new PatientCheckedIn(At(0), "nguyen"),
            new SessionReadied(At(8), "nguyen"), new DoseGiven(At(10), DoseRoute.Intramuscular, Mass.FromMilligrams(35m), "nguyen"),
        ]);

        var dose = record.All<MedicationAdministration>().Single();
        dose.PartOf.Single().Reference.ShouldBe($"Procedure/{FhirMapper.ProcedureId(Session)}");
        dose.Performer.Single().Actor!.Identifier!.Value.ShouldBe("nguyen");
        record.All<Procedure>().Single().Code!.Coding.ShouldBeEmpty("no code is known for it");
    }

    static (string Code, ObservationStatus? Status) Presence(WholeRecord record, Guid alarm)
    {
        var observation = record.Get<Observation>(FhirId.Of(alarm));
        var presence = (CodeableConcept)observation.Component.Single(each => each.Code!.Coding[0].Code == KetCodes.AlarmPresence).Value!;
        return (presence.Coding[0].Code!, observation.Status);
    }

    static CorrectionCompleted Correction(
        ImmutableArray<Guid> others, ImmutableArray<Guid> restored, ImmutableArray<RetrospectiveFinding> findings, ImmutableArray<Guid> withdrawn) => new(
        At(20), Guid.NewGuid(), Monitor, 10, null, null, new DeliveryRecord(null, null, null, null, default, 0, 0, default), [], null, others, restored, findings, withdrawn);

    /// <summary>The course up to the first event after which the session is in that phase.</summary>
    static List<SessionEvent> Until(SessionPhase phase)
    {
        SessionState? state = null;
        var course = new List<SessionEvent>();
        foreach (var happened in Course)
        {
            state = Core.Sessions.Session.Evolve(state, happened, Session);
            course.Add(happened);
            if (state.Phase == phase)
            {
                break;
            }
        }

        return course;
    }
}
