using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
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
        { new ContainerChanged(Start, "pump-1", null, Volume.FromMillilitres(20.1m)), "Container changed after 20.1 mL, unknown volume to be infused" },
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
}
