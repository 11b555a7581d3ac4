using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-060")]
[Trait("Rule", "SR-061")]
[Trait("Rule", "SR-062")]
[Trait("Rule", "SR-063")]
[Trait("Rule", "SR-064")]
[Trait("Rule", "SR-065")]
[Trait("Rule", "SR-066")]
[Trait("Rule", "SR-067")]
public class DeviceAlertTests
{
    [Theory]
    [InlineData("MDC_EVT_FLUID_LINE_OCCL", "pump-occluded", "pump-1: line is blocked")]
    [InlineData("MDC_EVT_FLUID_LINE_OCCL_PROXIMAL", "pump-occluded", "pump-1: line is blocked between bag and pump")]
    [InlineData("MDC_EVT_FLUID_LINE_AIR", "air-in-line", "pump-1: air in the line")]
    [InlineData("MDC_EVT_DOOR_POSN_ERR", "pump-door-open", "pump-1: door is not closed")]
    [InlineData("MDC_EVT_VOL_INFUS_NEAR_COMP", "pump-volume-ends", "pump-1: volume is nearly in")]
    [InlineData("MDC_EVT_PUMP_DELIV_COMP", "pump-volume-ends", "pump-1: volume is in, infusion complete")]
    [InlineData("MDC_EVT_BATT_LO", "device-battery-alert", "pump-1: battery is low")]
    [InlineData("MDC_EVT_BATT_DEPL", "device-battery-alert", "pump-1: battery is empty, it will switch off")]
    [InlineData("MDC_EVT_MALF", "device-malfunction", "pump-1: malfunction")]
    [InlineData("MDC_EVT_CHECK_IV_SET", "pump-set-fault", "pump-1: check the infusion set")]
    [InlineData("MDC_EVT_SYRINGE_BARREL_CAPTURE_FAULT", "pump-set-fault", "pump-1: syringe is not held")]
    [InlineData("MDC_EVT_FLOW_LO", "pump-set-fault", "pump-1: flow is lower than set")]
    [InlineData("MDC_EVT_SOMETHING_ELSE", "device-alert", "pump-1 reports MDC_EVT_SOMETHING_ELSE")]
    [InlineData("0402", "device-alert", "pump-1 reports 0402")]
    public void GivenACode_ThenItsRuleRepeatsIt(string code, string rule, string headline)
    {
        var ward = Attached().Alerts("pump-1", new DeviceAlert(code, DeviceAlertPriority.High, "raw"));
        var raised = ward.Raised.ShouldHaveSingleItem();
        (raised.Rule, raised.Source, raised.Priority, raised.Onset).ShouldBe((rule, $"pump-1 {code}", AlarmPriority.High, ward.Now));

        AlarmText.Headline(ward.OnlyAlarm()).ShouldBe(headline);
        AlarmText.Action(ward.OnlyAlarm()).ShouldNotBeEmpty();
        ward.After(1).Alerts("pump-1").OnlyAlarm().Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Theory]
    [InlineData(DeviceAlertPriority.Low, AlarmPriority.Low)]
    [InlineData(DeviceAlertPriority.Medium, AlarmPriority.Medium)]
    [InlineData(DeviceAlertPriority.High, AlarmPriority.High)]
    [InlineData(DeviceAlertPriority.Unknown, AlarmPriority.Medium)]
    public void GivenAPriority_ThenItIsTheDevices_AndUnknownIsMedium(DeviceAlertPriority said, AlarmPriority expected)
    {
        Attached().Alerts("pump-1", new DeviceAlert("MDC_EVT_FLUID_LINE_AIR", said, null)).OnlyAlarm().Priority.ShouldBe(expected);
        Attached().Alerts("mon-1", new DeviceAlert("X", said, null)).OnlyAlarm().Priority.ShouldBe(expected);
    }

    [Fact]
    public void GivenTwoUnknownCodes_ThenEachIsAConditionOfItsOwn()
    {
        var (one, other) = (new DeviceAlert("A1", DeviceAlertPriority.Low, null), new DeviceAlert("A12", DeviceAlertPriority.High, null));
        var ward = Attached().Alerts("pump-1", one, other).After(1).Alerts("pump-1", one).After(1).Alerts("pump-1", one);

        ward.Raised.Select(alarm => alarm.Source).ShouldBe(["pump-1 A1", "pump-1 A12"]);
        ward.Live.State.Alarms.Values.Single(alarm => alarm.Source == "pump-1 A1").Presence.ShouldBe(AlarmPresence.Active);
        ward.Live.State.Alarms.Values.Single(alarm => alarm.Source == "pump-1 A12").Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenCodesOfTwoRules_WhenTheyAreToldAgain_ThenEachIsRaisedOnce()
    {
        DeviceAlert[] both = [new("MDC_EVT_FLUID_LINE_OCCL", DeviceAlertPriority.High, null), new("A1", DeviceAlertPriority.Low, null)];
        var ward = Attached().Alerts("pump-1", both).After(1).Alerts("pump-1", both).After(1).Alerts("pump-1", both[1]);

        ward.Raised.Select(alarm => alarm.Rule).ShouldBe(["pump-occluded", "device-alert"]);
        ward.OnlyAlarm("pump-occluded").Presence.ShouldBe(AlarmPresence.Latched);
        ward.OnlyAlarm("device-alert").Presence.ShouldBe(AlarmPresence.Active);
    }

    [Fact]
    public void GivenTwoDevicesWithOneCode_ThenEachIsAConditionOfItsOwn()
    {
        var alert = new DeviceAlert("MDC_EVT_BATT_LO", DeviceAlertPriority.Low, null);
        var ward = Attached().Alerts("pump-1", alert).Alerts("mon-1", alert).After(1).Alerts("pump-1");

        ward.Live.State.Alarms.Values.Where(alarm => alarm.Presence == AlarmPresence.Active).ShouldHaveSingleItem().Source.ShouldBe("mon-1 MDC_EVT_BATT_LO");
    }

    [Fact]
    public void GivenOneCodeTwiceInAMessage_ThenTheGraverCounts()
    {
        var ward = Attached().Alerts(
            "pump-1",
            new DeviceAlert("A1", DeviceAlertPriority.Low, "a"), new DeviceAlert("A1", DeviceAlertPriority.High, "b"), new DeviceAlert("A1", DeviceAlertPriority.Medium, "c"));

        ward.Raised.ShouldHaveSingleItem().Priority.ShouldBe(AlarmPriority.High);
    }

    [Fact]
    public void GivenItGrowsGraverAndMilder_ThenTheOneAlarmFollows()
    {
        var ward = Attached().Alerts("pump-1", new DeviceAlert("MDC_EVT_BATT_LO", DeviceAlertPriority.Low, null));
        ward.After(1).Alerts("pump-1", new DeviceAlert("MDC_EVT_BATT_LO", DeviceAlertPriority.High, null));
        ward.After(1).Alerts("pump-1", new DeviceAlert("MDC_EVT_BATT_LO", DeviceAlertPriority.Medium, null));

        ward.Raised.ShouldHaveSingleItem();
        ward.All<AlarmPriorityChanged>().Select(changed => changed.To).ShouldBe([AlarmPriority.High, AlarmPriority.Medium]);
    }

    [Fact]
    public void GivenAClinicThatSetThePriority_ThenThatHolds_WhateverTheDeviceSays()
    {
        var limits = new SafetyLimits();
        var ward = new Ward(limits with { Rules = limits.Rules.Add("pump-occluded", new RuleTuning(Priority: AlarmPriority.High)) }).CheckedIn();

        ward.Alerts("pump-1", new DeviceAlert("MDC_EVT_FLUID_LINE_OCCL", DeviceAlertPriority.Low, null)).OnlyAlarm().Priority.ShouldBe(AlarmPriority.High);
    }

    [Fact]
    public void GivenARuleSwitchedOff_ThenItsCodesAreNotRepeatedAndNoOtherRuleTakesThem()
    {
        var limits = new SafetyLimits();
        var ward = new Ward(limits with { Rules = limits.Rules.Add("pump-volume-ends", new RuleTuning(IsOn: false)) }).CheckedIn();

        ward.Alerts("pump-1", new DeviceAlert("MDC_EVT_PUMP_DELIV_COMP", DeviceAlertPriority.Low, null)).Raised.ShouldBeEmpty();
    }

    [Fact]
    public void GivenRaised_WhenTheDeviceIsSilent_OrSendsOnlyASignOfLife_ThenItStays()
    {
        var ward = Attached().Alerts("pump-1", new DeviceAlert("MDC_EVT_FLUID_LINE_OCCL", DeviceAlertPriority.High, null)).After(600);
        ward.OnlyAlarm().Presence.ShouldBe(AlarmPresence.Active);

        ward.Observe(ward.NewReading("pump-1"));
        ward.OnlyAlarm().Presence.ShouldBe(AlarmPresence.Active);
    }

    [Fact]
    public void GivenRaised_WhenALateMessageListsNothing_ThenItStays_AndALateAlertRaisesNothing()
    {
        var ward = Attached().Alerts("pump-1", new DeviceAlert("MDC_EVT_FLUID_LINE_OCCL", DeviceAlertPriority.High, null)).After(1);
        ward.Observe(ward.NewReading("pump-1", new Sample(Metric.PumpRateCurrent, 0m, Quality.Valid)) with { FlaggedLate = true });
        ward.Observe(ward.NewReading("mon-1") with { FlaggedLate = true, Alerts = [new DeviceAlert("A1", DeviceAlertPriority.High, null)] });

        ward.Raised.ShouldHaveSingleItem();
        ward.OnlyAlarm().Presence.ShouldBe(AlarmPresence.Active);
    }

    [Fact]
    public void GivenRaised_WhenTheDeviceIsDetached_ThenItEnds_AndAtNoSessionItRaisesNothing()
    {
        var alert = new DeviceAlert("MDC_EVT_FLUID_LINE_OCCL", DeviceAlertPriority.High, null);
        var ward = Attached().Alerts("pump-1", alert).After(1);
        ward.Accept(new DetachDevice(ward.NextId(), Ward.FirstSession, "nurse-1", "pump-1"));
        ward.OnlyAlarm().Presence.ShouldBe(AlarmPresence.Latched);

        ward.After(1).Alerts("pump-1", alert).Raised.ShouldHaveSingleItem();
        ward.State.Alarms.ShouldBeEmpty();
    }

    [Fact]
    public void GivenRaised_WhenTheServerRestarts_ThenTheSameConditionIsNotRaisedAgain_AndEndsWithTheNextMessageWithoutIt()
    {
        var alert = new DeviceAlert("MDC_EVT_FLUID_LINE_OCCL", DeviceAlertPriority.High, null);
        var ward = Attached().Alerts("pump-1", alert).After(5).Restart().After(1).Alerts("pump-1", alert);
        ward.Raised.ShouldHaveSingleItem();

        ward.After(1).Alerts("pump-1").OnlyAlarm().Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenAStandingAlert_ThenRepeatingItAllocatesNothing()
    {
        var ward = Attached().Alerts("pump-1", new DeviceAlert("A1", DeviceAlertPriority.High, null));
        ward.After(1).Alerts("pump-1", new DeviceAlert("A1", DeviceAlertPriority.High, null));
        var sink = new Core.Clinics.FindingSink();
        var readings = Enumerable.Range(0, 200).Select(_ => ward.NewReading("pump-1") with { Alerts = [new DeviceAlert("A1", DeviceAlertPriority.High, null)] }).ToList();
        Core.Clinics.ClinicEngine.Observe(ward.State, readings[0], ward.Now, sink);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var index = 1; index < readings.Count; index++)
        {
            Core.Clinics.ClinicEngine.Observe(ward.State, readings[index], ward.Now, sink);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("", null, null)]
    [InlineData("Sedation", null, null)]
    [InlineData("pump-1", "pump-1", null)]
    [InlineData("pump-1 MDC_EVT_X", "pump-1", "MDC_EVT_X")]
    [InlineData("pump-1 two words", "pump-1", "two words")]
    public void ASourceNamesADeviceAndACode(string? source, string? device, string? code)
    {
        (AlarmSource.DeviceOf(source), AlarmSource.CodeOf(source)).ShouldBe((device, code));
        AlarmSource.IsOf(source, "pump-1").ShouldBe(device == "pump-1");
        AlarmSource.IsOf(source, "pump-1", "MDC_EVT_X").ShouldBe(code == "MDC_EVT_X");
        AlarmSource.IsOf(source, "pump").ShouldBeFalse();
    }

    [Fact]
    public void AnAlarmWhoseSourceNamesNoCodeStillHasWords() => AlarmText.Headline(
        new Alarm(Guid.Empty, "device-alert", Metric.Unknown, "pump-1", AlarmPriority.Low, default, default, null, null)).ShouldBe("pump-1 reports an alarm");

    static Ward Attached() => new Ward().CheckedIn().After(1);
}
