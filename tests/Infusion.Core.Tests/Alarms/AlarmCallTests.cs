using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;
using static Infusion.Core.Tests.Alarms.Desaturation;

namespace Infusion.Core.Tests.Alarms;

/// <summary>What may be told of an alarm outside of the clinic's rooms, and to whom.</summary>
public class AlarmCallTests
{
    static AlarmCall? Of(Ward ward) => AlarmCall.Of(ward.State, Ward.FirstSession, ward.Alarm());

    [Fact]
    public void GivenNobodyIsCalledYet_ThenItIsForTheFirstStep_AndAfterwardsForWhoIsCalled()
    {
        var ward = Raised().OnDuty(Step(30, "nurse-1", "nurse-2"), Step(60, "charge"));
        Of(ward)!.People.ShouldBe(["nurse-1", "nurse-2"]);
        Of(ward.At(61))!.People.ShouldBe(["nurse-1", "nurse-2"]);
        Of(ward.At(91))!.People.ShouldBe(["charge"]);
        Of(ward)!.Standing.ShouldBe(AlarmCallStanding.Calls);
    }

    [Fact]
    public void GivenNobodyOnDuty_ThenItIsForNobody() => Of(Raised().At(61))!.People.ShouldBeEmpty();

    [Fact]
    public void ItNamesChairAndConditionAndNoNumber()
    {
        var call = Of(Raised())!;
        (call.Condition, call.Priority).ShouldBe(("SpO2 low", AlarmPriority.High));
        call.Chair.ShouldNotBeNull();
        call.ToString().ShouldNotContain("85");
    }

    [Fact]
    public void WhoGoesAndWhoHasSeenItEndIt_AndOneThatIsOverIsNone()
    {
        (Of(Raised().OnDuty(Step(30, "nurse-1")).At(61).AcceptIt())!.Standing, Of(Raised().Acknowledge("nurse-2"))!.Standing)
            .ShouldBe((AlarmCallStanding.Accepted, AlarmCallStanding.Acknowledged));
        Of(Raised().Acknowledge("nurse-2"))!.By.ShouldBe("nurse-2");
        AlarmCall.Of(Raised().State, Ward.FirstSession, Guid.NewGuid()).ShouldBeNull();
        AlarmCall.Of(Raised().State, Guid.NewGuid(), Guid.NewGuid()).ShouldBeNull();
        AlarmCall.Of(Raised().State, Ward.ClinicStream, Guid.NewGuid()).ShouldBeNull();
    }

    [Theory]
    [InlineData("heart-rate-high", Metric.HeartRate, "Heart rate high")]
    [InlineData("signal-lost", Metric.SpO2, "SpO2: signal lost")]
    [InlineData("pump-runs-without-session", Metric.Unknown, "Pump runs without session")]
    [InlineData("of-an-older-version", Metric.Unknown, "Of an older version")]
    [InlineData("of-an-older-version", Metric.SpO2, "SpO2: of an older version")]
    public void AConditionIsNamedByItsMetricAndSide_OrByTheWordsOfItsRule(string rule, Metric metric, string condition) =>
        AlarmText.Condition(new Alarm(Guid.NewGuid(), rule, metric, null, AlarmPriority.High, default, default, 123.4m, 120m)).ShouldBe(condition);

    [Theory]
    [InlineData(AlarmPriority.Low, false, false, AlarmCallStanding.Silent)]
    [InlineData(AlarmPriority.Medium, true, false, AlarmCallStanding.Silent)]
    [InlineData(AlarmPriority.Medium, false, true, AlarmCallStanding.Silent)]
    [InlineData(AlarmPriority.Medium, false, false, AlarmCallStanding.Calls)]
    public void WhatAnotherSpeaksFor_OrSoundsWithOthers_IsNotTold(AlarmPriority priority, bool isCaused, bool isGrouped, AlarmCallStanding standing)
    {
        var ward = new Ward();
        var alarm = new Alarm(Guid.NewGuid(), "device-offline", Metric.Unknown, "monitor-1", priority, default, default, null, null)
        {
            CausedBy = isCaused ? Guid.NewGuid() : null,
            Group = isGrouped ? Guid.NewGuid() : null,
        };
        ward.State.Alarms[alarm.Id] = alarm;
        AlarmCall.Of(ward.State, Ward.ClinicStream, alarm.Id)!.Standing.ShouldBe(standing);
    }
}
