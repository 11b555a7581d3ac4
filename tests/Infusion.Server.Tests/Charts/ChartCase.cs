using System.Collections.Immutable;
using Infusion.Core.Admission;
using Infusion.Core.Alarms;
using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Ordering;
using Infusion.Core.Quantities;
using Infusion.Core.Recovery;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.SignOff;
using Infusion.Core.Telemetry;
using Infusion.Server.Charts;
using Infusion.Server.Storage;

namespace Infusion.Server.Tests.Charts;

/// <summary>One session in which everything happens that a chart can hold, with its readings: 75 minutes from 10:00 in Vienna.</summary>
static class ChartCase
{
    public const string Monitor = "monitor-1";
    public const string Pump = "pump-1";

    public static readonly Guid Session = new("0197aaaa-0000-7000-8000-000000000001");
    public static readonly Guid Patient = new("0197bbbb-0000-7000-8000-000000000002");
    public static readonly DateTimeOffset Ten = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    static readonly Guid Saturation = new("00000000-0000-0000-0000-0000000000a1");
    static readonly Guid Pressure = new("00000000-0000-0000-0000-0000000000a2");
    static readonly Guid Nausea = new("00000000-0000-0000-0000-0000000000b1");
    static readonly Guid Ondansetron = new("00000000-0000-0000-0000-0000000000c1");
    static readonly Guid Vial = new("00000000-0000-0000-0000-0000000000d1");

    static readonly Dictionary<string, Guid> NoteIds = new[] { "limit", "override", "note", "escort", "addendum", "reason" }
        .Select((name, index) => (name, Id: new Guid($"00000000-0000-0000-0000-0000000000e{index}"))).ToDictionary(each => each.name, each => each.Id);

    public static DateTimeOffset At(double minutes) => Ten.AddSeconds(Math.Round(minutes * 60));

    public static InfusionOrder Order { get; } = new(
        SampleProtocols.Mood.Id, SampleProtocols.Mood.Version, "ketamine", Mass.FromMilligrams(35m), BodyWeight.FromKilograms(70m), WeightBasis.Actual,
        Concentration.FromMilligramsPerMillilitre(1m), Rate.FromMillilitresPerHour(52.5m), TimeSpan.FromMinutes(40))
    {
        WeightRecord = new WeightRecord(WeightMethod.Measured, new DateOnly(2026, 11, 23)),
    };

    public static IReadOnlyList<SessionEvent> Course { get; } =
    [
        new SessionPlanned(At(-20), "A1", Patient, Order, "okafor") { History = new DoseHistory(Mass.FromMilligrams(0m), Mass.FromMilligrams(70m)) },
        new OrderGuardrailOverridden(At(-20), "dose-per-kg", 0.8m, 0.75m, NoteIds["override"], "okafor", "hale"),
        new PatientCheckedIn(At(0), "nguyen"),
        new DeviceAssociated(At(1), Monitor, DeviceKind.Monitor, "nguyen"),
        new DeviceAssociated(At(1), Pump, DeviceKind.Pump, "nguyen"),
        new ObservationCharted(At(4), Observation.Dissociation, ObservationScale.Cadss6, 0, "nguyen"),
        new ObservationCharted(At(5), Observation.Sedation, ObservationScale.MoaaS, 5, "nguyen"),
        new CheckInAnswered(At(2), new CheckInAnswer(CheckInItem.Identity, CheckInFinding.Confirmed) { Identifiers = [IdentityProof.FullName, IdentityProof.BirthDate] }, "nguyen"),
        new CheckInAnswered(At(2), new CheckInAnswer(CheckInItem.Consent, CheckInFinding.Confirmed) { ConsentVersion = "K-3", SignedOn = new DateOnly(2026, 11, 1) }, "nguyen"),
        new CheckInAnswered(At(2), new CheckInAnswer(CheckInItem.Fasting, CheckInFinding.Confirmed) { SolidsAt = At(-600), FluidsAt = At(-200) }, "nguyen"),
        new CheckInAnswered(At(3), new CheckInAnswer(CheckInItem.Benzodiazepine, CheckInFinding.Taken) { TakenAt = At(-900) }, "nguyen"),
        new CheckInAnswered(At(3), new CheckInAnswer(CheckInItem.Stimulant, CheckInFinding.NoneTaken), "nguyen"),
        new CheckInAnswered(At(3), new CheckInAnswer(CheckInItem.Pregnancy, CheckInFinding.NotRelevant), "nguyen"),
        new CheckInOverridden(At(3), CheckInItem.Benzodiazepine, NoteIds["override"], "okafor"),
        new OrderChecked(At(6), Mass.FromMilligrams(35m), Volume.FromMillilitres(35m), Rate.FromMillilitresPerHour(52.5m), "hale"),
        new VialOpened(At(6), Vial, "ketamine", Concentration.FromMilligramsPerMillilitre(10m), Volume.FromMillilitres(20m), "L-4711", new DateOnly(2027, 5, 31), "nguyen"),
        new DosePrepared(At(7), [new DrawnFromVial(Vial, Volume.FromMillilitres(3.5m))], Diluent.SodiumChloride, Volume.FromMillilitres(35m), "nguyen"),
        new SessionReadied(At(8), "nguyen"),
        new InfusionStarted(At(10), "nguyen"),
        new BaselineTaken(At(10), 70m, 70m, 98m, 122m, 76m, 91m, 14m, 38m, null),
        new DeliveryStarted(At(10.1), Pump, Rate.FromMillilitresPerHour(52.5m)),
        new ObservationMissed(At(19), Observation.Sedation, At(16)),
        new ObservationCharted(At(20), Observation.Sedation, ObservationScale.MoaaS, 4, "nguyen"),
        new AlarmRaised(At(25), Saturation, "spo2-low", Metric.SpO2, null, AlarmPriority.High, At(24.75), 86m, 90m),
        new AlarmAssigned(At(25.75), Saturation, 1, ["hale"], At(26.5)),
        new AlarmAcknowledged(At(25.9), Saturation, "nguyen"),
        new AlarmConditionCleared(At(26.2), Saturation),
        new LimitAdjusted(At(28), Metric.SpO2, LimitSide.Low, AlarmPriority.High, 90m, 88m, NoteIds["limit"], "okafor"),
        new RateChanged(At(30), Pump, Rate.FromMillilitresPerHour(52.5m), Rate.FromMillilitresPerHour(40m), Volume.FromMillilitres(17.4125m)),
        new ObservationCharted(At(30), Observation.Dissociation, ObservationScale.Cadss6, 12, "nguyen"),
        new VitalsCharted(At(33), [new HandVital(Metric.NibpSystolic, 148m), new HandVital(Metric.NibpDiastolic, 88m), new HandVital(Metric.HeartRate, 84m)], "nguyen") { ChartedAt = At(45) },
        new AlarmRaised(At(35), Pressure, "systolic-high", Metric.NibpSystolic, null, AlarmPriority.Medium, At(35), 172m, 170m),
        new AlarmAudioPaused(At(35.5), Pressure, At(37.5), "nguyen"),
        new AdverseEventCharted(At(36), Nausea, AdverseEventCode.Nausea, 2, "nguyen"),
        new RescueGiven(At(37), Ondansetron, RescueMedication.Ondansetron, 4m, RescueUnit.Milligram, RescueRoute.Intravenous, null, "nguyen"),
        new InfusionPaused(At(38), "nguyen") { Reason = HaltReason.Nausea },
        new DeliveryStopped(At(38), Pump, Volume.FromMillilitres(5.3333m)),
        new VitalReviewed(At(25.0), Metric.SpO2, Monitor, VitalVerdict.Artefact, "nguyen"),
        new InfusionResumed(At(41), "nguyen"),
        new DeliveryStarted(At(41), Pump, Rate.FromMillilitresPerHour(52.5m)),
        new AlarmConditionCleared(At(42), Pressure),
        new RescueResponseCharted(At(50), Ondansetron, RescueResponse.Effective, "nguyen"),
        new AdverseEventOutcomeCharted(At(52), Nausea, AdverseEventOutcome.Resolved, "nguyen"),
        new MonitoringInterrupted(At(48.7), At(48), At(48.7)),
        new NoteWritten(At(49), NoteIds["note"], "nguyen"),
        new DeliveryStopped(At(55), Pump, Volume.FromMillilitres(12.25m)),
        new InfusionStopped(At(55), "nguyen") { Reason = HaltReason.Completed },
        new VialGiven(At(56), Vial, Mass.FromMilligrams(35m), true, "nguyen"),
        new VialWasted(At(57), Vial, Mass.FromMilligrams(165m), "hale", "nguyen"),
        new RecoveryScored(At(65), RecoveryScale.Padss,
            [new(RecoveryItem.VitalSigns, 2), new(RecoveryItem.ActivityAndMind, 2), new(RecoveryItem.PainAndNausea, 1), new(RecoveryItem.Bleeding, 2), new(RecoveryItem.FluidsAndVoiding, 2)], "nguyen"),
        new InstructionsGiven(At(66), "nguyen"),
        new EscortPresent(At(68), NoteIds["escort"], "nguyen"),
        new DeviceReleased(At(70), Monitor, "nguyen"),
        new DeviceReleased(At(70), Pump, "nguyen"),
        new PatientDischarged(At(72), "nguyen"),
        new SessionClosed(At(75), "nguyen"),
    ];

    public static ChartContent Content { get; } = Of(Course);

    public static IReadOnlyList<Signature> Signed { get; } =
        [new("okafor", "R. Okafor, MD", SignatureMeaning.Approval, At(120), new string('a', 64), 1)];

    /// <summary>The same session with other events.</summary>
    public static ChartContent Of(IReadOnlyList<SessionEvent> course, IReadOnlyList<ChartReading>? readings = null)
    {
        var state = course.Aggregate((SessionState?)null, (before, each) => Core.Sessions.Session.Evolve(before, each, Session))!;
        return new ChartContent(
            new ChartAbout(
                "harbor", "Harbor Clinic", "Europe/Vienna", false, Session,
                new ChartPatient(Patient, "Beispiel", "Erika", new DateOnly(1980, 1, 2), "MRN-1001", "female") { Allergies = [new PatientAllergy("Penicillin", AllergySeverity.Severe)] },
                SampleProtocols.Mood with { Approval = new ProtocolApproval("okafor", At(-5000)) },
                new Dictionary<string, string> { ["nguyen"] = "T. Nguyen, RN", ["hale"] = "S. Hale, RN", ["okafor"] = "R. Okafor, MD" }.ToImmutableSortedDictionary(StringComparer.Ordinal))
            {
                Roles = new Dictionary<string, string> { ["nguyen"] = "nurse", ["hale"] = "nurse", ["okafor"] = "physician" }.ToImmutableSortedDictionary(StringComparer.Ordinal),
            },
            new SessionRow { Id = Session, Chair = "A1", Patient = Patient, Phase = state.Phase, PlannedAt = course[0].At, StartedAt = state.StartedAt },
            state,
            [.. course.Select((each, index) => new ChartEvent(
                new Guid(index + 1, 0, 0, new byte[8]), index + 1, SessionEventNames.All.GetValueOrDefault(each.GetType(), "something_new"),
                (each as EnteredEvent)?.ChartedAt ?? each.At, "{}", each))],
            [.. readings ?? Readings()],
            [
                Note("limit", "Chronic lung disease, usual SpO2 91 %"), Note("override", "Tolerated 0.8 mg/kg twice"),
                Note("note", "Says that the room is breathing"), Note("escort", "Maria Beispiel, sister"),
                Note("addendum", "The patient telephoned: slept well"), Note("reason", "Call on the next day"),
            ],
            [new ChartAddition(Guid.Empty, 1, "entry_added", "{}", new EntryAdded(At(1500), Guid.Empty, EntryKind.Addendum, NoteIds["addendum"], NoteIds["reason"], null, null, "okafor"))]);
    }

    /// <summary>Every five seconds, but for what the monitor sent from 10:44 to 10:46; its probe is off from 10:59 to 11:01. The counter goes on from 100 mL.</summary>
    public static IEnumerable<ChartReading> Readings()
    {
        var input = 0L;
        for (var second = 65; second < 70 * 60; second += 5)
        {
            var at = Ten.AddSeconds(second);
            if (second is < 44 * 60 or > 46 * 60)
            {
                yield return Of(Vitals(second, at), at, ++input);
            }

            yield return Of(Delivery(second, at), at, ++input);
        }
    }

    static Reading Vitals(int second, DateTimeOffset at)
    {
        var minute = second / 60;
        var desaturates = second is >= 25 * 60 - 15 and < 26 * 60;
        var cuff = Ten.AddMinutes(minute / 5 * 5).AddSeconds(65 % 60);
        var rise = Math.Clamp(minute - 10, 0, 25);
        var samples = ImmutableArray.CreateBuilder<Sample>();
        samples.Add(new Sample(Metric.HeartRate, 70m + (rise / 2) + (second % 3), Quality.Valid));
        samples.Add(minute is >= 59 and < 61
            ? new Sample(Metric.SpO2, null, Quality.Invalid)
            : new Sample(Metric.SpO2, desaturates ? 86m : 98m - (second % 2), Quality.Valid));
        samples.Add(new Sample(Metric.RespiratoryRate, 14m - (rise / 10), Quality.Valid));
        samples.Add(new Sample(Metric.EtCO2, 38m + (rise / 5), Quality.Valid));
        samples.Add(new Sample(Metric.NibpSystolic, 122m + (rise * 2), Quality.Valid, cuff));
        samples.Add(new Sample(Metric.NibpDiastolic, 76m + rise, Quality.Valid, cuff));
        samples.Add(new Sample(Metric.NibpMean, 91m + rise, Quality.Valid, cuff));
        return new Reading(Monitor, "boot-m", second / 5, at, at, false, samples.ToImmutable(), null, []);
    }

    static Reading Delivery(int second, DateTimeOffset at)
    {
        var minute = second / 60m;
        var runs = minute is >= 10.1m and < 38m or >= 41m and < 55m;
        var rate = !runs ? 0m : minute is >= 30m and < 38m ? 40m : 52.5m;
        var given = (Math.Clamp(minute - 10.1m, 0m, 19.9m) * 52.5m / 60m) + (Math.Clamp(minute - 30m, 0m, 8m) * 40m / 60m) + (Math.Clamp(minute - 41m, 0m, 14m) * 52.5m / 60m);
        return new Reading(
            Pump, "boot-p", second / 5, at, at, false,
            [new(Metric.PumpRateProgrammed, rate == 0m ? 52.5m : rate, Quality.Valid), new(Metric.PumpRateCurrent, rate, Quality.Valid), new(Metric.VolumeDeliveredTotal, 100m + given, Quality.Valid)],
            new PumpState(runs ? PumpStatus.Infusing : PumpStatus.NotInfusing, PumpMode.Continuous, "ketamine"), []);
    }

    static ChartReading Of(Reading reading, DateTimeOffset at, long input) => new(at, input, 0, ReadOnlyMemory<byte>.Empty, reading);

    static NoteDocument Note(string name, string text) => new(NoteIds[name], Session, text, "nguyen", Ten);
}
