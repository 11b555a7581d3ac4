using System.Collections.Immutable;
using Infusion.Core.Charting;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Sessions;

/// <summary>What was written on paper while nothing could be charted: each entry has when it was and when it was charted.</summary>
public class LateEntryTests
{
    [Fact]
    public void AWholeSessionFromPaper_HasTheTimesOfThePaper_AndWhenItWasCharted()
    {
        var ward = new Ward(start: Ward.DefaultStart);
        ward.Accept(ward.Plan).At(3600);
        DateTimeOffset Then(int seconds) => ward.Start.AddSeconds(seconds);
        ward.Accept(new CheckIn(ward.NextId(), Ward.FirstSession, "nurse-1") { CheckedInAt = Then(-600) });
        ward.Accept(new SetVitalsByHand(ward.NextId(), Ward.FirstSession, "nurse-1", true));
        ward.Accept(new MarkReady(ward.NextId(), Ward.FirstSession, "nurse-1"));
        ward.Accept(new StartInfusion(ward.NextId(), Ward.FirstSession, "nurse-1") { StartedAt = Then(60) });
        ward.Accept(new ChartVitals(ward.NextId(), Ward.FirstSession, "nurse-1", Pressure, Then(300)));
        ward.Accept(new PauseInfusion(ward.NextId(), Ward.FirstSession, "nurse-1") { PausedAt = Then(600) });
        ward.Accept(new ResumeInfusion(ward.NextId(), Ward.FirstSession, "nurse-1") { ResumedAt = Then(900) });
        ward.Accept(new ChartObservation(ward.NextId(), Ward.FirstSession, "nurse-1", Observation.Sedation, ObservationScale.MoaaS, 5, Then(1000)));
        ward.Accept(new StopInfusion(ward.NextId(), Ward.FirstSession, "nurse-1") { StoppedAt = Then(2760) });

        var entered = ward.Events.Select(each => each.Event).OfType<EnteredEvent>().Where(each => each is not VitalsByHandSet).ToList();
        entered.Select(each => (each.At, each.ChartedAt)).ShouldBe(
            new[] { -600, 60, 300, 600, 900, 1000, 2760 }.Select(seconds => (Then(seconds), (DateTimeOffset?)ward.Now)));
        ward.Live.State.StoppedAt.ShouldBe(Then(2760));
        var minutes = InfusionMinutes.Of(ward.Events.Select(each => each.Event)).ByHand;
        (minutes.Elapsed, minutes.Infusing).ShouldBe((TimeSpan.FromMinutes(45), TimeSpan.FromMinutes(40)));
    }

    [Fact]
    public void WhatIsChartedAtOnceHasOneTime()
    {
        var ward = new Ward().Infusing();
        ward.Accept(new ChartVitals(ward.NextId(), Ward.FirstSession, "nurse-1", Pressure, null)).Stop();

        ward.Events.Select(each => each.Event).OfType<EnteredEvent>().ShouldAllBe(each => each.ChartedAt == null);
    }

    [Fact]
    public void AStopBeforeTheStart_APauseBeforeIt_OrAnythingAfterNowIsRefused()
    {
        var ward = new Ward().Infusing().After(600);
        var before = ward.Live.State.PhaseSince.AddSeconds(-1);
        var after = ward.Now.AddSeconds(1);
        foreach (var at in new[] { before, after })
        {
            ward.Refused(new StopInfusion(ward.NextId(), Ward.FirstSession, "nurse-1") { StoppedAt = at }).ShouldBe("time-out-of-range");
            ward.Refused(new PauseInfusion(ward.NextId(), Ward.FirstSession, "nurse-1") { PausedAt = at }).ShouldBe("time-out-of-range");
        }

        ward.Accept(new PauseInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));
        ward.Refused(new ResumeInfusion(ward.NextId(), Ward.FirstSession, "nurse-1") { ResumedAt = ward.Now.AddSeconds(-1) }).ShouldBe("time-out-of-range");
    }

    [Fact]
    public void ACheckInIsEnteredUpToADayLater()
    {
        var ward = new Ward();
        ward.Accept(ward.Plan);
        ward.Refused(CheckIn(ward.Now.AddHours(-24).AddSeconds(-1))).ShouldBe("time-out-of-range");
        ward.Refused(CheckIn(ward.Now.AddSeconds(1))).ShouldBe("time-out-of-range");
        ward.Accept(CheckIn(ward.Now.AddHours(-24)));

        CheckIn CheckIn(DateTimeOffset at) => new(ward.NextId(), Ward.FirstSession, "nurse-1") { CheckedInAt = at };
    }

    static ImmutableArray<HandVital> Pressure => [new(Metric.NibpSystolic, 130m), new(Metric.NibpDiastolic, 80m)];
}
