using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;
using Infusion.Core.Tests.Safety;

namespace Infusion.Core.Tests.Sessions;

public class LimitAdjustmentTests
{
    static readonly Guid Why = new("00000000-0000-0000-0000-0000000000f1");

    [Fact]
    public void GivenAPhysicianLowersALimit_ThenItIsJudgedAtOnce_AndTheStateSaysByWhomAndWhy()
    {
        var ward = Bed.Infusing();
        ward.Accept(Stop(ward, 86m));

        ward.All<LimitAdjusted>().ShouldHaveSingleItem().ShouldBe(
            new LimitAdjusted(ward.Now, Metric.SpO2, LimitSide.Low, AlarmPriority.High, 90m, 86m, Why, "dr-1"));
        ward.Live.State.Adjustments.ShouldHaveSingleItem().ShouldBe(
            new LimitAdjustment(Metric.SpO2, LimitSide.Low, AlarmPriority.High, 90m, 86m, Why, "dr-1", ward.Now));
        ward.Hold(30, (Metric.SpO2, 86m)).OnlyAlarm("spo2-low").Priority.ShouldBe(AlarmPriority.Medium);
        ward.After(1).Hold(15, (Metric.SpO2, 85.9m)).OnlyAlarm("spo2-low").Priority.ShouldBe(AlarmPriority.High);
    }

    [Fact]
    public void GivenAnAlarm_WhenItsLimitIsMovedAway_ThenTheAlarmFollows()
    {
        var ward = Bed.Infusing().Hold(20, (Metric.SpO2, 88.5m));
        ward.OnlyAlarm("spo2-low").Priority.ShouldBe(AlarmPriority.High);

        ward.Accept(Stop(ward, 86m)).OnlyAlarm("spo2-low").Priority.ShouldBe(AlarmPriority.Medium);
    }

    [Fact]
    public void GivenOneMeasurement_WhenItsLimitIsMovedAwayAndBack_ThenItSoundsAgain_AsAnotherAlarm()
    {
        var ward = Bed.Infusing().After(60).Measure(205m).After(60);
        foreach (var value in new[] { 210m, 200m, 210m, 200m })
        {
            ward.Accept(Adjust(ward, Metric.NibpSystolic, LimitSide.High, AlarmPriority.High, value))
                .Accept(Adjust(ward, Metric.NibpSystolic, LimitSide.High, AlarmPriority.Medium, value == 210m ? 195m : 180m));
        }

        ward.OnlyAlarm("systolic-high").Priority.ShouldBe(AlarmPriority.High);
    }

    [Fact]
    public void GivenAnotherSession_ThenItKeepsItsProtocolsLimits()
    {
        var ward = Bed.Infusing();
        ward.Accept(new PlanSession(ward.NextId(), Ward.SecondSession, "nurse-1", "b2", Ward.SecondSession, Ward.Order) { History = DoseHistory.Nothing }).Accept(Stop(ward, 86m));

        Value(ward.Live).ShouldBe(86m);
        Value(ward.State.Sessions[Ward.SecondSession]).ShouldBe(90m);
    }

    [Fact]
    public void GivenItIsSetBack_ThenNothingIsAdjustedAnyMore()
    {
        var ward = Bed.Infusing();
        ward.Accept(Stop(ward, 86m)).Accept(Stop(ward, 88m)).Live.State.Adjustments.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            each => each.Approved.ShouldBe(90m), each => each.Value.ShouldBe(88m));

        ward.Accept(Stop(ward, 90m)).Live.State.Adjustments.ShouldBeEmpty();
        Value(ward.Live).ShouldBe(90m);
    }

    [Fact]
    public void GivenARestart_ThenTheAdjustmentStands()
    {
        var ward = Bed.Infusing();
        ward.Accept(Stop(ward, 86m)).Restart();

        Value(ward.Live).ShouldBe(86m);
        ward.Live.State.Adjustments.ShouldHaveSingleItem().Value.ShouldBe(86m);
        ward.Hold(60, (Metric.SpO2, 87m)).OnlyAlarm("spo2-low").Priority.ShouldBe(AlarmPriority.Medium);
    }

    [Theory]
    [InlineData(84.9, "limit-out-of-range")]
    [InlineData(85, null)]
    [InlineData(92, null)]
    [InlineData(92.1, "limit-crosses")]
    [InlineData(94, "limit-crosses")]
    [InlineData(94.1, "limit-out-of-range")]
    [InlineData(0, "limit-out-of-range")]
    [InlineData(-1, "limit-out-of-range")]
    [InlineData(90, "limit-unchanged")]
    public void TheStopLimitOfSpO2MovesBetweenItsBounds_AndNotPastTheCall(double value, string? refused)
    {
        var ward = Bed.Infusing();

        Outcome(ward, Stop(ward, (decimal)value)).ShouldBe(refused);
    }

    [Theory]
    [InlineData(199.9, null)]
    [InlineData(210, null)]
    [InlineData(180, null)]
    [InlineData(179.9, "limit-crosses")]
    [InlineData(159.9, "limit-out-of-range")]
    public void TheStopLimitOfSystolicMovesBetweenItsBounds_AndNotPastTheCall(double value, string? refused)
    {
        var ward = Bed.Infusing();

        Outcome(ward, Adjust(ward, Metric.NibpSystolic, LimitSide.High, AlarmPriority.High, (decimal)value)).ShouldBe(refused);
    }

    [Fact]
    public void TheCallMovesNotPastTheStop_NorPastTheCaution()
    {
        var ward = Bed.Infusing();

        Outcome(ward, Adjust(ward, Metric.SpO2, LimitSide.Low, AlarmPriority.Medium, 89m)).ShouldBe("limit-crosses");
        Outcome(ward, Adjust(ward, Metric.SpO2, LimitSide.Low, AlarmPriority.Medium, 94.5m)).ShouldBe("limit-crosses");
        Outcome(ward, Adjust(ward, Metric.SpO2, LimitSide.Low, AlarmPriority.Medium, 94m)).ShouldBeNull();
    }

    [Theory]
    [InlineData(19.9, null)]
    [InlineData(20, "limit-crosses")]
    [InlineData(21, "limit-crosses")]
    public void TheTwoSidesNeverMeet(double value, string? refused)
    {
        var limits = new SafetyLimits
        {
            Vitals =
            [
                new(Metric.RespiratoryRate, LimitSide.Low, AlarmPriority.High) { Value = 8m, AdjustableFrom = 1m, AdjustableTo = 40m },
                new(Metric.RespiratoryRate, LimitSide.High, AlarmPriority.High) { Value = 20m, AdjustableFrom = 1m, AdjustableTo = 40m },
                new(Metric.RespiratoryRate, LimitSide.High, AlarmPriority.Low) { BaselineChange = 0.5m },
            ],
        };
        var ward = Bed.Infusing(limits);

        Outcome(ward, Adjust(ward, Metric.RespiratoryRate, LimitSide.Low, AlarmPriority.High, (decimal)value)).ShouldBe(refused);
        Outcome(ward, Adjust(ward, Metric.RespiratoryRate, LimitSide.High, AlarmPriority.High, refused is null ? 19.9m : 8m)).ShouldBe("limit-crosses");
        Outcome(ward, Adjust(ward, Metric.RespiratoryRate, LimitSide.High, AlarmPriority.Low, 30m)).ShouldBe("limit-unknown");
    }

    [Fact]
    public void GivenTheProtocolLeavesADirectionOut_ThenOnlyTheOtherIsOpen_AndTheWayBack()
    {
        var limit = new VitalLimit(Metric.EtCO2, LimitSide.High, AlarmPriority.Medium) { Value = 55m, AdjustableTo = 60m };
        var ward = Bed.Infusing(new SafetyLimits { Vitals = [limit] });

        Outcome(ward, Adjust(ward, Metric.EtCO2, LimitSide.High, AlarmPriority.Medium, 54m)).ShouldBe("limit-out-of-range");
        Outcome(ward, Adjust(ward, Metric.EtCO2, LimitSide.High, AlarmPriority.Medium, 58m)).ShouldBeNull();
        Outcome(ward, Adjust(ward, Metric.EtCO2, LimitSide.High, AlarmPriority.Medium, 55m)).ShouldBeNull();
        Outcome(ward, Adjust(ward, Metric.EtCO2, LimitSide.High, AlarmPriority.Medium, 54m)).ShouldBe("limit-out-of-range");
    }

    [Fact]
    public void RefusalsSayWhy()
    {
        var ward = Bed.Infusing();

        Sentence(ward, Stop(ward, 84m)).ShouldBe("SpO2 low (high priority) can be set from 85 to 94 %, not to 84 %.");
        Sentence(ward, Stop(ward, 93m)).ShouldBe("SpO2 low (high priority) at 93 % would pass SpO2 low (medium priority) at 92 %.");
        Sentence(ward, Adjust(ward, Metric.SpO2, LimitSide.Low, AlarmPriority.Low, 90m))
            .ShouldBe("SpO2 low (low priority) is 94 % by the protocol and cannot be adjusted.");
        ward.Refused(Adjust(ward, Metric.SpO2, LimitSide.High, AlarmPriority.Low, 90m)).ShouldBe("limit-unknown");
        ward.Refused(Adjust(ward, Metric.Unknown, LimitSide.Unknown, AlarmPriority.Unknown, 90m)).ShouldBe("limit-unknown");
        ward.Refused(Stop(ward, 86m) with { Session = Ward.SecondSession }).ShouldBe("session-unknown");
    }

    [Fact]
    public void GivenDischarged_ThenNothingIsAdjusted()
    {
        var ward = Bed.Infusing();
        ward.Accept(new StopInfusion(ward.NextId(), Ward.FirstSession, "nurse-1")).Accept(Stop(ward, 86m))
            .Accept(new Discharge(ward.NextId(), Ward.FirstSession, "nurse-1"));

        ward.Refused(Stop(ward, 88m)).ShouldBe("wrong-phase");
    }

    static AdjustLimit Stop(Ward ward, decimal value) => Adjust(ward, Metric.SpO2, LimitSide.Low, AlarmPriority.High, value);

    static AdjustLimit Adjust(Ward ward, Metric metric, LimitSide side, AlarmPriority priority, decimal value) =>
        new(ward.NextId(), Ward.FirstSession, "dr-1", metric, side, priority, value, Why);

    static string? Outcome(Ward ward, AdjustLimit command) => (ward.Do(command) as Decision.Rejected)?.Code;

    static string? Sentence(Ward ward, AdjustLimit command) => (ward.Do(command) as Decision.Rejected)?.Reason;

    static decimal? Value(SessionLive live) =>
        live.Limits.Of(Metric.SpO2, LimitSide.Low).Single(limit => limit.Priority == AlarmPriority.High).Value;
}
