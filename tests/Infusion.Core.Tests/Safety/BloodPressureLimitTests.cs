using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-012")]
public class SystolicBelowLimitTests
{
    [Theory]
    [InlineData(90.1, false)]
    [InlineData(90, false)]
    [InlineData(89.9, true)]
    public void GivenOneMeasurement_WhenBelowTheLimit_ThenRaisedAtOnce(double systolic, bool isRaised)
    {
        var ward = Bed.Infusing().After(60).Measure((decimal)systolic);

        ward.CountRaised("systolic-low").ShouldBe(isRaised ? 1 : 0);
    }

    [Fact]
    public void GivenRaised_ThenTheNumbersAreThere_AndItClearsByTheHysteresis()
    {
        var ward = Bed.Infusing().After(60).Measure(82m);
        ward.Headline("systolic-low").ShouldBe("Systolic 82 mmHg, limit 90 mmHg");
        ward.OnlyAlarm("systolic-low").Priority.ShouldBe(AlarmPriority.High);

        ward.After(60).Measure(94.9m).OnlyAlarm("systolic-low").Presence.ShouldBe(AlarmPresence.Active);
        ward.After(60).Measure(95m).OnlyAlarm("systolic-low").Presence.ShouldBe(AlarmPresence.Latched);
    }

    [Fact]
    public void GivenAQuestionableMeasurement_ThenItBreaches_AndDoesNotClear()
    {
        var ward = Bed.Infusing().After(60);
        Doubtful(ward, 80m);
        ward.CountRaised("systolic-low").ShouldBe(1);

        Doubtful(ward.After(60), 120m);
        ward.OnlyAlarm("systolic-low").Presence.ShouldBe(AlarmPresence.Active);
    }

    static void Doubtful(Ward ward, decimal systolic) =>
        ward.Observe(ward.NewReading("mon-1", new Sample(Metric.NibpSystolic, systolic, Quality.Questionable, ward.Now)));
}

[Trait("Rule", "SR-013")]
public class DiastolicAboveLimitTests
{
    [Fact]
    public void GivenTheMiddleLevel_ThenOnlyARepeatConfirms_WhereTheOuterOnesDoNotWait()
    {
        var ward = Bed.Infusing().After(60).MeasureDiastolic(112m);
        ward.Standing().ShouldBe([("diastolic-high", Metric.NibpDiastolic, AlarmPriority.Low, AlarmPresence.Active)]);

        ward.After(59).MeasureDiastolic(113m).OnlyAlarm().Priority.ShouldBe(AlarmPriority.Low);
        ward.After(1).MeasureDiastolic(114m).OnlyAlarm().Priority.ShouldBe(AlarmPriority.Medium);
        ward.After(30).MeasureDiastolic(121m).OnlyAlarm().Priority.ShouldBe(AlarmPriority.High);
        ward.Headline("diastolic-high").ShouldBe("Diastolic 121 mmHg, limit 120 mmHg");
    }

    [Fact]
    public void GivenAMeasurementInsideBetween_ThenTheMiddleLevelIsNotConfirmed()
    {
        var ward = Bed.Infusing().After(60).MeasureDiastolic(112m).After(60).MeasureDiastolic(109m).After(60).MeasureDiastolic(112m);

        ward.OnlyAlarm("diastolic-high").Priority.ShouldBe(AlarmPriority.Low);
    }

    [Fact]
    public void GivenLateMeasurements_ThenTheyDateTheOnsetBack()
    {
        var ward = Bed.Infusing().After(300).MeasureDiastolic(121m);
        var raised = ward.OnlyAlarm("diastolic-high");
        ward.Observe(ward.NewReading("mon-1", new Sample(Metric.NibpDiastolic, 122m, Quality.Valid, ward.Now.AddSeconds(-120))) with
        {
            At = ward.Now.AddSeconds(-120),
            FlaggedLate = true,
        });

        ward.OnlyAlarm("diastolic-high").Onset.ShouldBe(raised.Onset.AddSeconds(-120));
    }
}

[Trait("Rule", "SR-014")]
public class MeanPressureBelowLimitTests
{
    [Theory]
    [InlineData(65, null)]
    [InlineData(64.9, AlarmPriority.Low)]
    [InlineData(60, AlarmPriority.Low)]
    [InlineData(59.9, AlarmPriority.Medium)]
    [InlineData(55, AlarmPriority.Medium)]
    [InlineData(54.9, AlarmPriority.High)]
    public void GivenOneMeasurement_ThenTheGravestLevelSounds(double mean, AlarmPriority? expected)
    {
        var ward = Bed.Infusing().After(60).MeasureMean((decimal)mean);

        ward.Raised.Where(alarm => alarm.Rule == "mean-pressure-low").Select(alarm => (AlarmPriority?)alarm.Priority).SingleOrDefault().ShouldBe(expected);
    }

    [Fact]
    public void GivenADeepOne_WhenItRises_ThenTheSameAlarmGrowsMilderAndEnds()
    {
        var ward = Bed.Infusing().After(60).MeasureMean(50m);
        var id = ward.OnlyAlarm("mean-pressure-low").Id;

        ward.After(60).MeasureMean(60m).OnlyAlarm("mean-pressure-low").Priority.ShouldBe(AlarmPriority.Medium);
        ward.After(60).MeasureMean(65m).OnlyAlarm("mean-pressure-low").Priority.ShouldBe(AlarmPriority.Low);
        ward.After(60).MeasureMean(70m).OnlyAlarm("mean-pressure-low").ShouldSatisfyAllConditions(
            alarm => alarm.Id.ShouldBe(id), alarm => alarm.Presence.ShouldBe(AlarmPresence.Latched));
    }
}

[Trait("Rule", "SR-015")]
public class MeanPressureAboveLimitTests
{
    [Theory]
    [InlineData(120, 0)]
    [InlineData(120.1, 1)]
    public void GivenOneMeasurement_ThenTheCautionSoundsAtOnce(double mean, int count) =>
        Bed.Infusing().After(60).MeasureMean((decimal)mean).CountRaised("mean-pressure-high").ShouldBe(count);

    [Theory]
    [InlineData(129.9, AlarmPriority.Low)]
    [InlineData(130, AlarmPriority.Medium)]
    public void GivenTwoMeasurements_ThenTheCallIsConfirmedByTheSecond(double mean, AlarmPriority expected)
    {
        var ward = Bed.Infusing().After(60).MeasureMean((decimal)mean).After(60).MeasureMean((decimal)mean + 0.05m);

        ward.OnlyAlarm("mean-pressure-high").Priority.ShouldBe(expected);
    }
}
