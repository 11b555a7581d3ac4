using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Telemetry;

public class CuffMemoryTests
{
    static readonly DateTimeOffset Start = Ward.DefaultStart;

    [Fact]
    public void AMeasurementIsItsTime_CorrectedByTheDevicesClock()
    {
        var memory = new CuffMemory();

        memory.Take(Reading(0, 131m, own: -100), Start.AddSeconds(40), false).ShouldBe(new CuffMeasurement(
            new NibpMeasurement(131m, 82m, null), Quality.Valid, Start.AddSeconds(-60), Start.AddSeconds(-100), true));
        memory.Take(Reading(5, 131m, own: -100), Start.AddSeconds(45), false).ShouldBeNull();
        memory.Take(Reading(10, 131m, own: 5), Start.AddSeconds(50), false).ShouldNotBeNull();
        memory.Take(Reading(15, 131m, own: -100), Start.AddSeconds(55), false).ShouldBeNull();
    }

    [Fact]
    public void WithoutATime_AnUnchangedTripleIsTheSame_AlsoInParts()
    {
        var memory = new CuffMemory();
        memory.Take(Reading(0, 131m), Start, false).ShouldNotBeNull().ClockAt.ShouldBe(Start);

        memory.Take(Reading(5, 131m), Start.AddSeconds(5), false).ShouldBeNull();
        memory.Take(Reading(5, 131m) with { Samples = [new Sample(Metric.NibpSystolic, 131m, Quality.Valid)] }, Start.AddSeconds(6), false).ShouldBeNull();
        memory.Take(Reading(5, 131m) with { Samples = [new Sample(Metric.NibpMean, 99m, Quality.Questionable)] }, Start.AddSeconds(7), false)
            .ShouldNotBeNull().Quality.ShouldBe(Quality.Questionable);
        memory.Take(Reading(9, 131m) with { Samples = [new Sample(Metric.NibpDiastolic, 70m, Quality.Valid)], At = null }, Start.AddSeconds(9), false)
            .ShouldNotBeNull().ClockAt.ShouldBe(Start.AddSeconds(9));
    }

    [Fact]
    public void AnUnchangedTripleStampedAnewEachSecondIsOneMeasurement_HoweverLong()
    {
        var memory = new CuffMemory();
        memory.Take(Reading(0, 190m, own: 0), Start, false).ShouldNotBeNull();
        for (var second = 1; second < 600; second++)
        {
            memory.Take(Reading(second, 190m, own: second), Start.AddSeconds(second), false).ShouldBeNull();
        }

        memory.Take(Reading(600, 191m, own: 600), Start.AddSeconds(600), false).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    public void AnUnchangedTripleIsMeasuredAgain_WhenACuffCanHaveDoneSo(int apart, bool isNew)
    {
        var memory = new CuffMemory();
        memory.Take(Reading(0, 190m, own: 0), Start, false);
        for (var second = 1; second < apart; second++)
        {
            memory.Take(Reading(second, 190m, own: 0), Start.AddSeconds(second), false).ShouldBeNull();
        }

        (memory.Take(Reading(apart, 190m, own: apart), Start.AddSeconds(apart), false) is not null).ShouldBe(isNew);
    }

    [Theory]
    [InlineData(600)]
    [InlineData(-7200)]
    public void AnUnchangedTripleStampedAnewByAClockThatJumped_IsTheSame(int jump)
    {
        var memory = new CuffMemory();
        memory.Take(Reading(0, 190m, own: 0), Start, false);

        memory.Take(Reading(1 + jump, 190m, own: 1 + jump), Start.AddSeconds(1), false).ShouldBeNull();
        memory.Take(Reading(300 + jump, 190m, own: 300 + jump), Start.AddSeconds(300), true).ShouldBeNull();
        memory.Take(Reading(400 + jump, 190m, own: 300 + jump), Start.AddSeconds(400), false).ShouldBeNull();
        memory.Take(Reading(400 + jump, 190m, own: 400 + jump), Start.AddSeconds(400), false).ShouldNotBeNull();
    }

    [Fact]
    public void TimesThatBeginWithinARepeatedTriple_MakeNoNewMeasurement()
    {
        var memory = new CuffMemory();
        memory.Take(Reading(0, 190m), Start, false).ShouldNotBeNull();
        memory.Take(Reading(30, 190m), Start.AddSeconds(30), false).ShouldBeNull();
        memory.Take(Reading(31, 190m, own: 31), Start.AddSeconds(31), false).ShouldBeNull();
        memory.Take(Reading(32, 190m), Start.AddSeconds(32), false).ShouldBeNull();
        memory.Take(Reading(51, 190m, own: 51), Start.AddSeconds(51), false).ShouldNotBeNull();
    }

    [Fact]
    public void NoPressureIsNoMeasurement() =>
        new CuffMemory().Take(Reading(0, 131m) with { Samples = [MetricTable.ToSample(Metric.NibpSystolic, 0m)] }, Start, false).ShouldBeNull();

    static Reading Reading(int second, decimal systolic, int? own = null)
    {
        DateTimeOffset? at = own is { } seconds ? Start.AddSeconds(seconds) : null;
        return new Reading(
            "mon-1", "boot-1", second, Start.AddSeconds(second), Start.AddSeconds(second), false,
            [new Sample(Metric.SpO2, 97m, Quality.Valid), new Sample(Metric.NibpSystolic, systolic, Quality.Valid, at), new Sample(Metric.NibpDiastolic, 82m, Quality.Valid, at)],
            null, []);
    }
}
