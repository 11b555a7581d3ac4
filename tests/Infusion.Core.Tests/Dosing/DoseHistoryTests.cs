using Infusion.Core.Dosing;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Dosing;

public class DoseHistoryTests
{
    static readonly DateTimeOffset Now = Ward.DefaultStart;
    static readonly TimeSpan Break = TimeSpan.FromDays(14);

    [Fact]
    public void WithoutSessionsNothingWasGiven() => DoseHistory.Of([], Now, Break).ShouldBe(DoseHistory.Nothing);

    [Fact]
    public void ADayIsTwentyFourHours_AndASeriesEndsWithALongPause()
    {
        PastSession[] sessions =
        [
            Past(-23.99m, 10m), Past(-24m, 20m), Past(-24m * 7, 40m, 71m), Past((-24m * 21) + 0.01m, 80m, 68m), Past(-24m * 35, 160m), Past(-24m * 36, 320m),
        ];

        DoseHistory.Of(sessions.Reverse(), Now, Break).ShouldBe(new DoseHistory(
            Mass.FromMilligrams(10m), Mass.FromMilligrams(150m), BodyWeight.FromKilograms(71m), sessions[2].EndedAt));
    }

    [Fact]
    public void APauseOfThatLengthEndsTheSeries_AndBeforeItNothingIsOfIt() =>
        DoseHistory.Of([Past(-24m, 1m), Past(-24m * 15, 2m), Past(-24m * 15.5m, 4m)], Now, Break).GivenInSeries.Milligrams.ShouldBe(1m);

    [Fact]
    public void ASessionCountsWithWhatItsPumpGave_ToItsStop()
    {
        var ward = new Ward().Infusing().After(1);
        ward.Pump(PumpStatus.Infusing, 52.5m, 0m);
        ward.After(60).Pump(PumpStatus.NotInfusing, 0m, 12m);
        ward.Accept(new StopInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));
        var stopped = ward.Now;
        ward.After(600).Accept(new Discharge(ward.NextId(), Ward.FirstSession, "nurse-1"));

        PastSession.Of(ward.Live.State).ShouldBe(new PastSession(stopped, Mass.FromMilligrams(12m), BodyWeight.FromKilograms(70m)));
    }

    [Fact]
    public void ASessionWithoutACounterCountsAsOrdered_AndOneThatNeverBeganNotAtAll()
    {
        PastSession.Of(new Ward().Infusing().Live.State)!.Given.Milligrams.ShouldBe(35m);
        PastSession.Of(new Ward().Ready().Live.State).ShouldBeNull();

        var ward = new Ward().Ready().After(1);
        ward.Pump(PumpStatus.Infusing, 52.5m);
        PastSession.Of(ward.Live.State).ShouldBe(new PastSession(Now, Mass.FromMilligrams(35m), BodyWeight.FromKilograms(70m)));
    }

    static PastSession Past(decimal hours, decimal milligrams, decimal? kilograms = null) => new(
        Now + TimeSpan.FromTicks((long)(hours * TimeSpan.TicksPerHour)),
        Mass.FromMilligrams(milligrams),
        kilograms is { } known ? BodyWeight.FromKilograms(known) : null);
}
