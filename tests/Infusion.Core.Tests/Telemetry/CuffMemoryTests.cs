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

        memory.Take(Reading(0, 131m, own: -100), Start.AddSeconds(40)).ShouldBe(new CuffMeasurement(
            new NibpMeasurement(131m, 82m, null), Quality.Valid, Start.AddSeconds(-60), Start.AddSeconds(-100)));
        memory.Take(Reading(5, 131m, own: -100), Start.AddSeconds(45)).ShouldBeNull();
        memory.Take(Reading(10, 131m, own: 5), Start.AddSeconds(50)).ShouldNotBeNull();
        memory.Take(Reading(15, 131m, own: -100), Start.AddSeconds(55)).ShouldBeNull();
    }

    [Fact]
    public void WithoutATime_AnUnchangedTripleIsTheSame_AlsoInParts()
    {
        var memory = new CuffMemory();
        memory.Take(Reading(0, 131m), Start).ShouldNotBeNull().ClockAt.ShouldBe(Start);

        memory.Take(Reading(5, 131m), Start.AddSeconds(5)).ShouldBeNull();
        memory.Take(Reading(5, 131m) with { Samples = [new Sample(Metric.NibpSystolic, 131m, Quality.Valid)] }, Start.AddSeconds(6)).ShouldBeNull();
        memory.Take(Reading(5, 131m) with { Samples = [new Sample(Metric.NibpMean, 99m, Quality.Questionable)] }, Start.AddSeconds(7))
            .ShouldNotBeNull().Quality.ShouldBe(Quality.Questionable);
        memory.Take(Reading(9, 131m) with { Samples = [new Sample(Metric.NibpDiastolic, 70m, Quality.Valid)], At = null }, Start.AddSeconds(9))
            .ShouldNotBeNull().ClockAt.ShouldBe(Start.AddSeconds(9));
    }

    [Fact]
    public void NoPressureIsNoMeasurement() =>
        new CuffMemory().Take(Reading(0, 131m) with { Samples = [MetricTable.ToSample(Metric.NibpSystolic, 0m)] }, Start).ShouldBeNull();

    static Reading Reading(int second, decimal systolic, int? own = null)
    {
        DateTimeOffset? at = own is { } seconds ? Start.AddSeconds(seconds) : null;
        return new Reading(
            "mon-1", "boot-1", second, Start.AddSeconds(second), Start.AddSeconds(second), false,
            [new Sample(Metric.SpO2, 97m, Quality.Valid), new Sample(Metric.NibpSystolic, systolic, Quality.Valid, at), new Sample(Metric.NibpDiastolic, 82m, Quality.Valid, at)],
            null, []);
    }
}
