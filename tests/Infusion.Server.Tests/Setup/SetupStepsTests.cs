using System.Collections.Immutable;
using Infusion.Core.Clinics;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;
using Infusion.Server.Identity;
using Infusion.Server.Setup;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Setup;

/// <summary>How far a clinic is set up is what it has, and nothing else.</summary>
public sealed class SetupStepsTests
{
    static readonly SetupPerson Manager = new("S. Lindqvist", [Roles.Manager], true);
    static readonly SetupPerson Physician = new("Dr. Hale", [Roles.Physician], true);
    static readonly SetupPerson Nurse = new("E. Moss, RN", [Roles.ChargeNurse], true);
    static readonly SetupFacts Empty = new(new ClinicConfiguration("here", "Here", "Europe/Vienna", [], [], new SafetyLimits()), [Manager], [], 0, false, false, false);
    static readonly ImmutableArray<InfusionProtocol> Sample = [SampleProtocols.Mood];
    static readonly ImmutableArray<InfusionProtocol> Approved = [SampleProtocols.Mood with { Approval = new ProtocolApproval("hale", DateTimeOffset.UnixEpoch) }];

    static readonly SetupFacts Whole = Empty with
    {
        Clinic = Empty.Clinic with { Chairs = [new Chair("A1", "Room A")], Protocols = Approved },
        People = [Manager, Physician, Nurse],
        Devices = [new("monitor-1", DeviceKind.Monitor, "A1", true), new("pump-1", DeviceKind.Pump, "A1", true)],
        Planned = true,
        Started = true,
    };

    [Fact]
    public void An_empty_clinic_lacks_everything_but_its_name_and_says_who_can_do_it()
    {
        var view = SetupSteps.Of(Empty);

        view.Steps.Select(step => step.Standing).ShouldBe(
            [SetupStanding.Done, SetupStanding.Missing, SetupStanding.Missing, SetupStanding.Missing, SetupStanding.Missing, SetupStanding.Missing]);
        (view.MayBegin, view.IsComplete, view.MayChangeZone).ShouldBe((false, false, true));
        view.Steps.Skip(1).ShouldAllBe(step => step.Lacks.Count > 0 && step.Roles.Count > 0);
        Step(view, SetupPart.Chairs).People.ShouldBe(["S. Lindqvist"]);
        Step(view, SetupPart.FirstSession).People.ShouldBeEmpty();
        Step(view, SetupPart.People).Lacks.ShouldBe(
            ["No physician may sign in. A physician approves protocols and changes orders.", "No nurse may sign in. A nurse charts at the chairs and answers alarms."]);
    }

    [Fact]
    public void A_clinic_that_has_it_all_lacks_nothing()
    {
        var view = SetupSteps.Of(Whole);

        view.Steps.ShouldAllBe(step => step.Standing == SetupStanding.Done && step.Lacks.Count == 0);
        (view.MayBegin, view.IsComplete, view.MayChangeZone).ShouldBe((true, true, false));
    }

    [Fact]
    public void A_sample_will_do_to_begin_and_is_not_done_until_a_physician_stands_for_it()
    {
        var view = SetupSteps.Of(Whole with { Clinic = Whole.Clinic with { Protocols = Sample } });

        (view.MayBegin, view.IsComplete).ShouldBe((true, false));
        var step = Step(view, SetupPart.Protocol);
        step.Standing.ShouldBe(SetupStanding.Begun);
        step.Roles.ShouldBe([Roles.Physician]);
        step.People.ShouldBe(["Dr. Hale"]);
        step.Lacks.ShouldHaveSingleItem().ShouldContain("sample limits");
    }

    [Fact]
    public void Who_was_invited_and_has_not_come_may_do_nothing_yet()
    {
        var view = SetupSteps.Of(Whole with { People = [Manager, Physician with { MaySignIn = false }, Nurse] });

        var step = Step(view, SetupPart.People);
        step.Standing.ShouldBe(SetupStanding.Begun);
        step.Lacks.ShouldBe(["Dr. Hale is invited and has not come yet. A physician approves protocols and changes orders."]);
        Step(SetupSteps.Of(Whole with { People = [Manager, Physician with { MaySignIn = false }] }), SetupPart.FirstSession).People.ShouldBeEmpty();
    }

    [Fact]
    public void Devices_are_done_when_a_monitor_and_a_pump_talk_at_one_chair()
    {
        SetupDevice monitor = Whole.Devices[0], pump = Whole.Devices[1];
        LacksOf([monitor]).ShouldBe(["No pump stands at a chair.", "No chair has a monitor and a pump that both talk."]);
        LacksOf([monitor, pump with { Talks = false }]).ShouldBe(["Not heard now: pump-1."]);
        LacksOf([monitor, pump with { Chair = "A2" }]).ShouldBe(["No chair has a monitor and a pump that both talk."]);
        LacksOf([], waiting: 2).ShouldBe(["No device is registered: numbers would be written down by hand.", "2 devices wait to be accepted."]);
    }

    [Fact]
    public void The_zone_is_held_by_the_first_session_and_by_any_plan()
    {
        SetupSteps.Of(Empty with { Planned = true }).MayChangeZone.ShouldBeFalse();
        SetupSteps.Of(Empty with { HasPlans = true }).MayChangeZone.ShouldBeFalse();
        Step(SetupSteps.Of(Whole with { Started = false }), SetupPart.FirstSession).Standing.ShouldBe(SetupStanding.Begun);
    }

    static IReadOnlyList<string> LacksOf(IReadOnlyList<SetupDevice> devices, int waiting = 0)
    {
        var step = Step(SetupSteps.Of(Whole with { Devices = devices, Waiting = waiting }), SetupPart.Devices);
        step.Standing.ShouldBe(SetupStanding.Begun);
        return step.Lacks;
    }

    static SetupStep Step(SetupView view, SetupPart part) => view.Steps.Single(step => step.Part == part);
}
