using Infusion.Core.Admission;
using Infusion.Core.Alarms;
using Infusion.Core.Associations;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Ordering;
using Infusion.Core.Quantities;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Sessions;
using Infusion.Server.Storage;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Sessions;

public sealed class ChartEventsTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 23, 15, 0, 0, TimeSpan.Zero);
    static readonly AlarmRaised Raised = new(Start, Guid.NewGuid(), "spo2-low", Metric.SpO2, null, AlarmPriority.High, Start, 84, 90);

    static readonly Guid A = new("00000000-0000-0000-0000-00000000000a");
    static readonly Guid B = new("00000000-0000-0000-0000-00000000000b");

    static AssociationCorrected Corrected => new(
        Start, Guid.Empty, "pump-1", DeviceKind.Pump, Start, null, A, B, Reason.Id, "n",
        [new CorrectedChart(A, "A1", A, [], []), new CorrectedChart(B, "B2", B, [], [])]);

    static CorrectionCompleted Completed => new(
        Start, Guid.Empty, "pump-1", 12, null, null, new DeliveryRecord(null, null, null, null, default, 0, 0, default), [], null, [], [], [], []);

    public static TheoryData<SessionEvent, string> Sentences => new()
    {
        { new TelemetryGapOpened(Start, "mon-1", "b", 2, 4), "Messages 2 to 4 of mon-1 are missing" },
        { new TelemetryGapClosed(Start, "mon-1", "b", 2, 4), "Messages 2 to 4 of mon-1 have arrived" },
        { new DeviceClockJumped(Start, "mon-1", TimeSpan.FromSeconds(3), TimeSpan.FromHours(2)), "Clock of mon-1 jumped from 3 s behind to 2 h behind" },
        { new AlarmReturned(Start, Raised.Alarm, AlarmPriority.High, Start, 83, 90, null, null, null), "Back (83): SpO2 84 %, limit 90 %" },
        { new AlarmStandsAlone(Start, Raised.Alarm, Guid.Empty, null), "Sounds by itself now: SpO2 84 %, limit 90 %" },
        { new AlarmAssigned(Start, Raised.Alarm, 0, [], null), "Nobody on duty is named: SpO2 84 %, limit 90 %" },
        { new AlarmAssigned(Start, Raised.Alarm, 2, ["charge", "hale"], Start), "Called charge, hale (step 2): SpO2 84 %, limit 90 %" },
        { new AlarmAccepted(Start, Raised.Alarm, "hale"), "Accepted: SpO2 84 %, limit 90 %" },
        { new AlarmRefused(Start, Raised.Alarm, 2, "hale"), "Refused (step 2): SpO2 84 %, limit 90 %" },
        { new AlarmNotAnswered(Start, Raised.Alarm, 1, null), "No answer (step 1): SpO2 84 %, limit 90 %" },
        { new AlarmNotAnswered(Start, Raised.Alarm, 3, Start), "No answer from the last step (3), reminded: SpO2 84 %, limit 90 %" },
        { new DutyChanged(Start, null, [new DutyStep(["nurse", "hale"], TimeSpan.FromSeconds(30)), new DutyStep(["charge"], TimeSpan.FromSeconds(60))], "m"), "On duty: nurse or hale within 30 s, then charge within 60 s" },
        { new DutyChanged(Start, "A1", [], "m"), "On duty at A1: nobody named" },
        { new ChairTaken(Start, "A1", "ann", null), "Chair A1 taken" },
        { new ChairTaken(Start, "A1", "ann", "bo"), "Chair A1 taken over from bo" },
        { new ChairOffered(Start, "A1", "ann", "bo", false), "Chair A1 offered to bo" },
        { new ChairOffered(Start, "A1", "ann", "bo", true), "bo asked to cover chair A1 during a break" },
        { new ChairAccepted(Start, "A1", "bo", "ann", false), "Chair A1 taken over from ann, who offered it" },
        { new ChairAccepted(Start, "A1", "bo", "ann", true), "Covers chair A1 while ann is on a break" },
        { new ChairDeclined(Start, "A1", "bo", "bo"), "Chair A1 declined" },
        { new ChairDeclined(Start, "A1", "ann", "bo"), "Offer of chair A1 to bo taken back" },
        { new BreakEnded(Start, "A1", "ann", "bo"), "Back from the break: bo no longer covers chair A1" },
        { new ObservationCharted(Start, Observation.Sedation, ObservationScale.Rass, -2, "nurse-1"), "Sedation score: RASS, -2" },
        { new ObservationMissed(Start, Observation.BloodPressure, Start.AddMinutes(-3)), "Missed: blood pressure, due 3 min before" },
        { new AlarmOnsetCorrected(Start, Raised.Alarm, Start, Start.AddSeconds(-40)), "Began 40 s earlier by late readings: SpO2 84 %, limit 90 %" },
        { new AlarmOnsetCorrected(Start, Raised.Alarm, Start.AddSeconds(-40), Start.AddSeconds(-10)), "Began 30 s later by late readings: SpO2 84 %, limit 90 %" },
        { new BaselineTaken(Start, 71, null, 97.5m, 118, 76, null, 14, null, null), "Baseline: Heart rate 71 /min, SpO2 97.5 %, Systolic 118 mmHg, Diastolic 76 mmHg, Respiratory rate 14 /min" },
        { new BaselineTaken(Start, null, null, null, null, null, null, null, null, null), "No baseline: no valid values before the start" },
        { new LimitAdjusted(Start, Metric.SpO2, LimitSide.Low, AlarmPriority.High, 90, 86.5m, Guid.NewGuid(), "dr-1"), "Limit for SpO2 low, high priority: 90 to 86.5 %. Reason: erased" },
        { new OrderGuardrailOverridden(Start, "dose-per-kg", 0.8m, 0.75m, Reason.Id, "ada", "grace"), "Soft limit dose-per-kg (0.8 beyond 0.75) overridden with grace: tolerated it twice" },
        { new OrderGuardrailOverridden(Start, "history", null, null, Guid.NewGuid(), "ada", "grace"), "Soft limit history overridden with grace: reason erased" },
        { new ContainerChanged(Start, "pump-1", Volume.FromMillilitres(35), Volume.FromMillilitres(20.1m)), "Container changed after 20.1 mL, 35 mL to be infused" },
        { Corrected, "Corrected: pump-1 from 2026-11-23 15:00:00 UTC on belongs to chair B2, not to chair A1: tolerated it twice" },
        { Corrected with { To = Start.AddHours(1), ToSession = null, Reason = Guid.NewGuid() }, "Corrected: pump-1 from 2026-11-23 15:00:00 UTC to 2026-11-23 16:00:00 UTC belongs to nobody, not to chair A1: reason erased" },
        { Corrected with { FromSession = null, Reason = null }, "Corrected: pump-1 from 2026-11-23 15:00:00 UTC on belongs to chair B2" },
        { Completed, "Correction charted: 12 readings of pump-1 moved" },
        { Completed with { Given = Volume.FromMillilitres(3), OfAnotherPatient = [Guid.NewGuid()] }, "Correction charted: 12 readings of pump-1 moved, given nothing known before and 3 mL now, 1 alarm of another patient" },
        { new CorrectionEnded(Start, Guid.Empty), "Correction of a device charted" },
        { new DeviceDisputed(Start, "mon-1", DeviceKind.Monitor, Guid.Empty, Guid.Empty, "n"), "Two chairs claim mon-1: its values are withheld from both until a person decides" },
        { new DeviceSettled(Start, "mon-1", null, "n"), "mon-1 belongs to neither chair" },
        { new ContainerChanged(Start, "pump-1", null, Volume.FromMillilitres(20.1m)), "Container changed after 20.1 mL, unknown volume to be infused" },
        { new CheckInAnswered(Start, new CheckInAnswer(CheckInItem.Fasting, CheckInFinding.Taken) { SolidsAt = Start.AddHours(-7), FluidsAt = Start.AddHours(-3) }, "n"), "Check-in, fasting: taken (last meal 2026-11-23 08:00 UTC, last clear fluid 2026-11-23 12:00 UTC)" },
        { new CheckInAnswered(Start, new CheckInAnswer(CheckInItem.Stimulant, CheckInFinding.Taken) { TakenAt = Start.AddHours(-7) }, "n"), "Check-in, last stimulant: taken (at 2026-11-23 08:00 UTC)" },
        { new CheckInAnswered(Start, new CheckInAnswer(CheckInItem.Contraindications, CheckInFinding.Positive) { Present = [Contraindication.Porphyria, Contraindication.Thyrotoxicosis] }, "n"), "Check-in, contraindications: positive (porphyria; thyrotoxicosis)" },
        { new CheckInAnswered(Start, new CheckInAnswer(CheckInItem.Escort, CheckInFinding.Confirmed) { Note = Guid.NewGuid() }, "n"), "Check-in, escort, by name: confirmed (erased)" },
        { new CheckInOverridden(Start, CheckInItem.Fasting, Reason.Id, "dr-1"), "Check-in, fasting: overridden. Reason: tolerated it twice" },
        { new OrderChecked(Start, Mass.FromMilligrams(35m), Volume.FromMillilitres(0.7m), null, "n"), "Order checked by a second person: 35 mg, 0.7 mL" },
        { new OrderCheckDisagreed(Start, Mass.FromMilligrams(35m), Volume.FromMillilitres(7m), null, Mass.FromMilligrams(35m), Volume.FromMillilitres(0.7m), Rate.FromMillilitresPerHour(1m), "n"), "The second person's check does not agree: computed 35 mg, 7 mL, ordered 35 mg, 0.7 mL" },
        { new DosePrepared(Start, [new DrawnFromVial(Guid.Empty, Volume.FromMillilitres(1m)), new DrawnFromVial(Guid.Empty, Volume.FromMillilitres(0.5m))], Diluent.None, Volume.FromMillilitres(1.5m), "n"), "Dose prepared: 1 mL of a vial, 0.5 mL of a vial, undiluted, 1.5 mL in all" },
        { new VitalsCharted(Start, [new HandVital(Metric.HeartRate, 71m)], "n"), "By hand: Heart rate 71 /min" },
        { new VitalReviewed(Start, Metric.SpO2, "mon-1", VitalVerdict.Artefact, "n"), "SpO2 of mon-1 is an artefact" },
        { new VitalReviewed(Start, Metric.NibpSystolic, "mon-1", VitalVerdict.Confirmed, "n"), "Systolic of mon-1 confirmed" },
        { new VitalsByHandSet(Start, true, "n"), "Vitals are charted by hand" },
        { new VitalsByHandSet(Start, false, "n"), "Vitals are no longer charted by hand" },
        { new DoseGiven(Start, DoseRoute.Intramuscular, Mass.FromMilligrams(35m), "n"), "Dose given, intramuscular: 35 mg" },
        { new AdverseEventCharted(Start, Guid.Empty, AdverseEventCode.ChestPain, 3, "n"), "Adverse event, grade 3: chest pain" },
        { new AdverseEventOutcomeCharted(Start, Guid.Empty, AdverseEventOutcome.NotResolved, "n"), "Outcome of an adverse event: not resolved" },
        { new RescueGiven(Start, Guid.Empty, RescueMedication.Oxygen, 4m, RescueUnit.LitrePerMinute, RescueRoute.Inhaled, null, "n"), "Rescue: oxygen 4 L/min inhaled" },
        { new RescueGiven(Start, Guid.Empty, RescueMedication.Other, 4m, RescueUnit.Milligram, RescueRoute.Oral, Guid.NewGuid(), "n"), "Rescue: name erased 4 mg oral" },
        { new RescueResponseCharted(Start, Guid.Empty, RescueResponse.NoEffect, "n"), "Response to rescue: no effect" },
        { new SettingCharted(Start, SettingItem.EyeMask, false, "n"), "Setting: eye mask off" },
        { new EmergencyCalled(Start, EmergencyKind.Help, "n"), "Emergency called: help" },
        { new EmergencyArrived(Start, Responder.EmergencyTeam, "n"), "Came to the emergency: emergency team" },
        { new EmergencyEnded(Start, "n"), "Emergency ended" },
        { new EntryWithdrawn(Start, Guid.Empty, Start.AddSeconds(-20), "n"), "Taken back, 20 s after: an entry" },
        { new InfusionPaused(Start, "n") { Reason = HaltReason.Hypertension }, "Infusion paused: hypertension" },
    };

    static NoteDocument Reason => new(new Guid("00000000-0000-0000-0000-0000000000ee"), default, "tolerated it twice", "ada", Start);

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Says_what_happened(SessionEvent happened, string sentence)
    {
        var view = ChartEvents.Build(
            Guid.Empty, happened, Start, new Dictionary<Guid, NoteDocument> { [Reason.Id] = Reason }, new Dictionary<Guid, AlarmRaised> { [Raised.Alarm] = Raised });

        (view.Text, view.Type).ShouldBe((sentence, SessionEventNames.All[happened.GetType()]));
    }

    [Fact]
    public void What_was_taken_back_is_named()
    {
        var charted = new ObservationCharted(Start, Observation.Sedation, ObservationScale.Rass, 1, "n") { Entry = A };

        ChartEvents.Build(
            Guid.Empty, new EntryWithdrawn(Start.AddSeconds(20.4), A, Start, "n"), Start, new Dictionary<Guid, NoteDocument>(), new Dictionary<Guid, AlarmRaised>(),
            entries: ChartEvents.Entries([charted, Raised])).Text.ShouldBe("Taken back, 20 s after: Sedation score: RASS, 1");
    }
}
