using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Sessions;

public class SessionDeciderTests
{
    const string Nurse = "nurse-1";
    static readonly Guid Id = Ward.FirstSession;
    static readonly Guid SomeId = new("00000000-0000-0000-0000-00000000000f");

    static readonly Dictionary<string, SessionCommand> Commands = new()
    {
        ["plan"] = new PlanSession(SomeId, Id, Nurse, "a1", Id, Ward.Order),
        ["check-in"] = new CheckIn(SomeId, Id, Nurse),
        ["ready"] = new MarkReady(SomeId, Id, Nurse),
        ["start"] = new StartInfusion(SomeId, Id, Nurse),
        ["pause"] = new PauseInfusion(SomeId, Id, Nurse),
        ["resume"] = new ResumeInfusion(SomeId, Id, Nurse),
        ["stop"] = new StopInfusion(SomeId, Id, Nurse),
        ["discharge"] = new Discharge(SomeId, Id, Nurse),
        ["close"] = new CloseSession(SomeId, Id, Nurse),
        ["attach"] = new AttachDevice(SomeId, Id, Nurse, "pump-9", DeviceKind.Pump),
        ["detach"] = new DetachDevice(SomeId, Id, Nurse, "mon-1"),
        ["note"] = new WriteNote(SomeId, Id, Nurse, SomeId),
    };

    /// <summary>Which command each phase accepts, and the event it makes. Everything else is refused.</summary>
    static readonly Dictionary<(SessionPhase? Phase, string Command), Type> Accepted = new()
    {
        [(null, "plan")] = typeof(SessionPlanned),
        [(SessionPhase.Planned, "check-in")] = typeof(PatientCheckedIn),
        [(SessionPhase.CheckedIn, "ready")] = typeof(SessionReadied),
        [(SessionPhase.Ready, "start")] = typeof(InfusionStarted),
        [(SessionPhase.Infusing, "pause")] = typeof(InfusionPaused),
        [(SessionPhase.Paused, "resume")] = typeof(InfusionResumed),
        [(SessionPhase.Infusing, "stop")] = typeof(InfusionStopped),
        [(SessionPhase.Paused, "stop")] = typeof(InfusionStopped),
        [(SessionPhase.Recovery, "discharge")] = typeof(PatientDischarged),
        [(SessionPhase.Discharged, "close")] = typeof(SessionClosed),
    };

    public static TheoryData<SessionPhase?, string> EveryPhaseWithEveryCommand()
    {
        var data = new TheoryData<SessionPhase?, string>();
        foreach (var phase in Enum.GetValues<SessionPhase>().Cast<SessionPhase?>().Prepend(null))
        {
            foreach (var command in Commands.Keys)
            {
                data.Add(phase, command);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryPhaseWithEveryCommand))]
    public void GivenPhase_WhenCommand_ThenAsTheTableSays(SessionPhase? phase, string command)
    {
        var decision = Session.Decide(phase is { } known ? In(known) : null, Commands[command], Ward.DefaultStart);

        if (Expected(phase, command) is { } type)
        {
            var events = decision.ShouldBeOfType<Decision.Accepted>().Events;
            events[^1].ShouldBeOfType(type);
            events.ShouldAllBe(happened => happened.At == Ward.DefaultStart);
        }
        else
        {
            var rejected = decision.ShouldBeOfType<Decision.Rejected>();
            rejected.Code.ShouldBe((phase, command) switch
            {
                ({ }, "plan") => "session-exists",
                (null or SessionPhase.Closed, _) => "session-unknown",
                _ => "wrong-phase",
            });
            rejected.Reason.ShouldEndWith(".");
        }
    }

    [Fact]
    public void GivenWrongPhase_ThenTheReasonNamesPhaseAndRemedy() =>
        Refused(In(SessionPhase.Planned), Commands["start"]).Reason
            .ShouldBe($"Session {Id} is planned; only one that is ready can be started.");

    [Fact]
    public void GivenNoMonitor_WhenStarted_ThenRefused() =>
        Refused(In(SessionPhase.Ready) with { Associations = [] }, Commands["start"]).Code.ShouldBe("monitor-missing");

    [Theory]
    [InlineData("mon-1", DeviceKind.Monitor, "device-already-attached")]
    [InlineData("mon-2", DeviceKind.Monitor, "device-kind-taken")]
    [InlineData("pump-9", DeviceKind.Unknown, "device-kind-unknown")]
    public void GivenAMonitor_WhenAttachingWhatDoesNotFit_ThenRefused(string device, DeviceKind kind, string code) =>
        Refused(In(SessionPhase.Ready), new AttachDevice(SomeId, Id, Nurse, device, kind)).Code.ShouldBe(code);

    [Fact]
    public void GivenAPump_WhenAttachingAnother_ThenTheReasonNamesTheFirst()
    {
        var state = Session.Evolve(In(SessionPhase.Ready), new DeviceAssociated(default, "pump-1", DeviceKind.Pump, Nurse), Id);

        Refused(state, Commands["attach"]).Reason.ShouldBe("The pump pump-1 is attached at chair a1; detach it first.");
    }

    [Fact]
    public void GivenNotAttached_WhenDetached_ThenRefused()
    {
        Refused(In(SessionPhase.Ready), new DetachDevice(SomeId, Id, Nurse, "pump-1")).Code.ShouldBe("device-not-attached");
        var released = Session.Evolve(In(SessionPhase.Ready), new DeviceReleased(Ward.DefaultStart, "mon-1", Nurse), Id);
        Refused(released, Commands["detach"]).Code.ShouldBe("device-not-attached");
    }

    [Fact]
    public void GivenDevices_WhenClosed_ThenTheyAreReleasedFirst()
    {
        var state = Session.Evolve(In(SessionPhase.Discharged), new DeviceAssociated(default, "pump-1", DeviceKind.Pump, Nurse), Id);
        state = Session.Evolve(state, new DeviceReleased(default, "pump-1", Nurse), Id);

        Session.Decide(state, Commands["close"], Ward.DefaultStart).ShouldBeOfType<Decision.Accepted>().Events.ShouldBe(
            [new DeviceReleased(Ward.DefaultStart, "mon-1", Nurse), new SessionClosed(Ward.DefaultStart, Nurse)]);
    }

    [Fact]
    public void GivenACommandNobodyKnows_ThenRefused() =>
        Refused(In(SessionPhase.Ready), new Sing(SomeId, Id, Nurse)).Code.ShouldBe("command-unknown");

    [Fact]
    public void GivenNoPlan_WhenAnythingHappened_ThenAFault() =>
        Should.Throw<InvalidOperationException>(() => Session.Evolve(null, new PatientCheckedIn(default, Nurse), Id));

    [Fact]
    public void GivenFacts_WhenTheyDoNotConcernTheState_ThenItStays()
    {
        var state = In(SessionPhase.Ready);

        Session.Evolve(state, new NoteWritten(default, SomeId, Nurse), Id).ShouldBeSameAs(state);
        Session.Evolve(state, new DeviceReleased(default, "pump-9", Nurse), Id).Associations.ShouldBe(state.Associations);
    }

    [Fact]
    public void EveryEventHasAStoredNameOfItsOwn()
    {
        var events = typeof(SessionEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(SessionEvent)) && !type.IsAbstract);

        SessionEventNames.All.Keys.ShouldBe(events, ignoreOrder: true);
        SessionEventNames.All.Values.ShouldBeUnique();
    }

    static Type? Expected(SessionPhase? phase, string command) => command switch
    {
        "attach" when phase is not (null or SessionPhase.Discharged or SessionPhase.Closed) => typeof(DeviceAssociated),
        "detach" when phase is not (null or SessionPhase.Closed) => typeof(DeviceReleased),
        "note" when phase is not (null or SessionPhase.Closed) => typeof(NoteWritten),
        _ => Accepted.GetValueOrDefault((phase, command)),
    };

    static SessionState In(SessionPhase phase)
    {
        var planned = Session.Evolve(null, new SessionPlanned(default, "a1", Id, Ward.Order, Nurse), Id);
        return Session.Evolve(planned, new DeviceAssociated(default, "mon-1", DeviceKind.Monitor, Nurse), Id) with { Phase = phase };
    }

    static Decision.Rejected Refused(SessionState state, SessionCommand command) =>
        Session.Decide(state, command, Ward.DefaultStart).ShouldBeOfType<Decision.Rejected>();

    sealed record Sing(Guid Id, Guid Session, string By) : SessionCommand(Id, Session, By);
}
