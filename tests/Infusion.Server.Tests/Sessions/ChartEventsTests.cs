using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
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
        { new ObservationCharted(Start, Observation.Sedation, ObservationScale.Rass, -2, "nurse-1"), "Sedation score: RASS, -2" },
        { new ObservationMissed(Start, Observation.BloodPressure, Start.AddMinutes(-3)), "Missed: blood pressure, due 3 min before" },
        { new AlarmOnsetCorrected(Start, Raised.Alarm, Start, Start.AddSeconds(-40)), "Began 40 s earlier by late readings: SpO2 84 %, limit 90 %" },
        { new AlarmOnsetCorrected(Start, Raised.Alarm, Start.AddSeconds(-40), Start.AddSeconds(-10)), "Began 30 s later by late readings: SpO2 84 %, limit 90 %" },
    };

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Says_what_happened(SessionEvent happened, string sentence)
    {
        var view = ChartEvents.Build(
            Guid.Empty, happened, Start, new Dictionary<Guid, NoteDocument>(), new Dictionary<Guid, AlarmRaised> { [Raised.Alarm] = Raised });

        (view.Text, view.Type).ShouldBe((sentence, SessionEventNames.All[happened.GetType()]));
    }
}
