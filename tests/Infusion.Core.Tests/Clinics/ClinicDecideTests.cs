using Infusion.Core.Clinics;
using Infusion.Core.Dosing;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Tests.Clinics;

public class ClinicDecideTests
{
    [Fact]
    public void GivenALifeFromPlanToClose_ThenEachPhaseIsChartedWithItsStates()
    {
        var ward = new Ward().Infusing();
        SessionCommand[] rest =
        [
            new PauseInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"), new ResumeInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"),
            new StopInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"), new Discharge(ward.NextId(), Ward.FirstSession, "nurse-1"),
            new CloseSession(ward.NextId(), Ward.FirstSession, "nurse-1"),
        ];
        foreach (var command in rest)
        {
            ward.Accept(command);
        }

        ward.Events.Select(each => SessionEventNames.All[each.Event.GetType()]).ShouldBe(
        [
            "session_planned", "patient_checked_in", "device_associated", "device_associated", "session_readied", "infusion_started", "baseline_taken",
            "infusion_paused", "infusion_resumed", "infusion_stopped", "patient_discharged", "device_released", "device_released", "session_closed",
        ]);
        ward.Events[0].Before.ShouldBeNull();
        ward.Events.Zip(ward.Events.Skip(1)).ShouldAllBe(pair => ReferenceEquals(pair.First.After, pair.Second.Before));
        ward.Events[^1].After!.Phase.ShouldBe(SessionPhase.Closed);
        ward.State.Sessions.ShouldBeEmpty();
        ward.State.Devices.Values.ShouldAllBe(device => device.Session == null && device.AttachedAt == null);
        ward.Changed.ShouldBe(["a1"]);
    }

    [Fact]
    public void GivenAnOpenSessionAtTheChair_WhenAnotherIsPlanned_ThenRefused()
    {
        var ward = new Ward().Planned();

        ward.Refused(Plan(ward, "a1", Ward.SecondSession)).ShouldBe("chair-occupied");
        ward.Refused(Plan(ward, "z9", Ward.SecondSession)).ShouldBe("chair-unknown");
        ward.Refused(Plan(ward, "a1", Ward.FirstSession)).ShouldBe("session-exists");
        ward.Accept(Plan(ward, "b2", Ward.SecondSession));
    }

    [Fact]
    public void GivenADeviceInAnotherOpenSession_WhenAttached_ThenTheChairIsNamed()
    {
        var ward = new Ward().CheckedIn();
        ward.Accept(Plan(ward, "b2", Ward.SecondSession));

        var rejected = ward.Do(Attach(ward, "mon-1", DeviceKind.Monitor)).ShouldBeOfType<Decision.Rejected>();
        rejected.Code.ShouldBe("device-elsewhere");
        rejected.Reason.ShouldBe("Device mon-1 is attached at chair a1; move it here, or detach it there first.");

        ward.Accept(new DetachDevice(ward.NextId(), Ward.FirstSession, "nurse-1", "mon-1"));
        ward.Accept(Attach(ward, "mon-1", DeviceKind.Monitor));
        ward.State.Devices["mon-1"].Session.ShouldBe(Ward.SecondSession);
    }

    [Theory]
    [InlineData("toaster", DeviceKind.Monitor, "device-unregistered")]
    [InlineData("mon-2", DeviceKind.Pump, "device-wrong-kind")]
    [InlineData("pump-2", DeviceKind.Monitor, "device-wrong-kind")]
    [InlineData("pump-2", DeviceKind.Unknown, "device-wrong-kind")]
    public void GivenAnUnregisteredOrWrongDevice_WhenAttached_ThenRefused(string device, DeviceKind kind, string code)
    {
        var ward = new Ward().Planned();
        ward.Accept(Plan(ward, "b2", Ward.SecondSession));

        ward.Refused(Attach(ward, device, kind)).ShouldBe(code);
    }

    [Fact]
    public void GivenNoSuchSession_ThenRefused()
    {
        var ward = new Ward();

        ward.Refused(new CheckIn(ward.NextId(), Ward.FirstSession, "nurse-1")).ShouldBe("session-unknown");
    }

    [Fact]
    public void GivenANewConfiguration_ThenDevicesComeAndGo_ButNotOneInASession()
    {
        var ward = new Ward().CheckedIn();
        ClinicEngine.Reconfigure(ward.State, ward.State.Configuration with
        {
            Devices =
            [
                new RegisteredDevice("mon-1", DeviceKind.Pump, "b2"), new RegisteredDevice("mon-2", DeviceKind.Pump, "b2"),
                new RegisteredDevice("mon-3", DeviceKind.Monitor, null),
            ],
        });

        ward.State.Devices.Keys.ShouldBe(["mon-1", "mon-2", "pump-1", "mon-3"], ignoreOrder: true);
        ward.State.Devices["mon-1"].Kind.ShouldBe(DeviceKind.Monitor);
        ward.State.Devices["mon-1"].HomeChair.ShouldBe("b2");
        ward.State.Devices["mon-2"].Kind.ShouldBe(DeviceKind.Pump);
    }

    static PlanSession Plan(Ward ward, string chair, Guid session) => new(ward.NextId(), session, "nurse-1", chair, session, Ward.Order) { History = DoseHistory.Nothing };

    static AttachDevice Attach(Ward ward, string device, DeviceKind kind) => new(ward.NextId(), Ward.SecondSession, "nurse-1", device, kind);
}
