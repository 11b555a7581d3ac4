using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

[Trait("Rule", "SR-021")]
public class BaselinePressureIsMissingTests
{
    [Fact]
    public void GivenNoCuffBeforeTheStart_ThenItSaysSo_AndAValueThatComesLaterIsNoBaseline()
    {
        var ward = new Ward(SampleLimits.Staged with { UnmonitoredAfter = null }).Infusing();
        var alarm = ward.OnlyAlarm();

        (alarm.Rule, alarm.Priority, alarm.Onset, alarm.Observed).ShouldBe(("baseline-missing", AlarmPriority.Low, ward.Now, null));
        AlarmText.Headline(alarm).ShouldBe("No blood pressure before the start: limits relative to the baseline are not judged");

        ward.After(60).Measure(100m).After(60).Measure(140m);
        ward.Standing().ShouldBe([("baseline-missing", Metric.NibpSystolic, AlarmPriority.Low, AlarmPresence.Active)]);
        ward.Live.State.Baseline.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(900, true)]
    [InlineData(901, false)]
    public void GivenACuffOfSuchAnAge_WhenStarted_ThenItIsTheBaselineOrIsNot(int seconds, bool isTaken)
    {
        var ward = Started(before => before.Measure(118m).After(seconds));

        ward.Live.State.Baseline.ContainsKey(Metric.NibpSystolic).ShouldBe(isTaken);
        ward.CountRaised("baseline-missing").ShouldBe(isTaken ? 0 : 1);
    }

    [Fact]
    public void GivenNoLimitIsRelative_ThenNothingIsMissing() => new Ward(new SafetyLimits()).Infusing().Raised.ShouldBeEmpty();

    [Fact]
    public void GivenDischarged_ThenItIsOver()
    {
        var ward = new Ward(SampleLimits.Staged with { UnmonitoredAfter = null }).Infusing();
        ward.Accept(new StopInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"))
            .Accept(new Discharge(ward.NextId(), Ward.FirstSession, "nurse-1"));

        ward.Lists("baseline-missing").ShouldBeFalse();
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public void GivenContinuousValuesOfSuchAnAge_WhenStarted_ThenTheyAreTheBaselineOrAreNot(int seconds, bool isTaken)
    {
        var ward = Started(before => before
            .Tell((Metric.HeartRate, 71m), (Metric.PulseRate, 72m), (Metric.SpO2, 97m), (Metric.RespiratoryRate, 14m), (Metric.EtCO2, 38m), (Metric.Temperature, 36.7m))
            .After(seconds));

        ward.All<BaselineTaken>().ShouldHaveSingleItem().ShouldBe(isTaken
            ? new BaselineTaken(ward.Now, 71m, 72m, 97m, null, null, null, 14m, 38m, 36.7m)
            : new BaselineTaken(ward.Now, null, null, null, null, null, null, null, null, null));
        ward.Live.State.Baseline.Count.ShouldBe(isTaken ? 6 : 0);
    }

    [Fact]
    public void GivenTheLastWordIsNoValue_ThenTheLastValidOneCounts_AndAQuestionableOneDoesNot()
    {
        var ward = Started(before => before.Tell((Metric.SpO2, 97m)).After(5).Tell(Quality.Questionable, (Metric.SpO2, 80m)).After(5).Tell((Metric.SpO2, null)));

        ward.Live.State.Baseline.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create(Metric.SpO2, 97m));
    }

    [Fact]
    public void GivenValuesBeforeCheckIn_OrOfAMonitorThatIsGone_ThenTheyAreNobodysBaseline()
    {
        var before = new Ward(SampleLimits.Staged with { UnmonitoredAfter = null }).Planned().WithDevices().After(1).Measure(118m).After(1);
        before.Accept(new CheckIn(before.NextId(), Ward.FirstSession, "nurse-1"));
        before.Accept(new MarkReady(before.NextId(), Ward.FirstSession, "nurse-1"));
        before.Accept(new StartInfusion(before.NextId(), Ward.FirstSession, "nurse-1")).Live.State.Baseline.ShouldBeEmpty();

        Started(ready =>
        {
            ready.Measure(118m).After(1).Accept(new DetachDevice(ready.NextId(), Ward.FirstSession, "nurse-1", "mon-1"));
            return ready.Attach("mon-2", DeviceKind.Monitor);
        }).Live.State.Baseline.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(143.9, null)]
    [InlineData(144, AlarmPriority.Low)]
    [InlineData(155.9, AlarmPriority.Low)]
    [InlineData(156, AlarmPriority.Medium)]
    public void GivenABaselineOf120_ThenRelativeLimitsAreCrossedAtTwentyAndThirtyPercent(double systolic, AlarmPriority? expected)
    {
        var ward = Bed.Infusing().After(60).Measure((decimal)systolic).After(60).Measure((decimal)systolic);

        ward.Standing().Where(each => each.Rule == "systolic-high").Select(each => (AlarmPriority?)each.Priority).SingleOrDefault().ShouldBe(expected);
    }

    [Fact]
    public void GivenARestart_ThenTheBaselineStands() => Bed.Infusing().Restart().Live.State.Baseline[Metric.NibpSystolic].ShouldBe(120m);

    static Ward Started(Func<Ward, Ward> before)
    {
        var ward = before(new Ward(SampleLimits.Staged with { UnmonitoredAfter = null }).Ready().After(1));
        return ward.Accept(new StartInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));
    }
}
