using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Tests.Clinics;

public class ClockSetBackTests
{
    static readonly TimeSpan TwoHours = TimeSpan.FromHours(2);

    [Fact]
    public void GivenAMonitorsClockSetBackTwoHours_ThenItsPatientStaysLive_TheJumpIsOneAlarm_AndTheChartIsRight()
    {
        var ward = new Ward().Infusing();
        var missing = new Dictionary<int, Reading>();
        for (var second = 1; second <= 400; second++)
        {
            ward.At(second);
            var reading = Say(ward, second);
            if (second is >= 60 and < 125 or >= 240 and < 305)
            {
                missing[second] = reading;
                continue;
            }

            ward.Observe(reading);
            ward.Live[Metric.SpO2].ShouldBe(new LiveValue(Value(second), Quality.Valid, ward.Now, ward.Now, "mon-1"));
        }

        foreach (var (_, reading) in missing)
        {
            ward.Observe(reading with { ReceivedAt = ward.Now });
        }

        ward.At(420);
        ward.CountRaised("device-clock-jumped").ShouldBe(1);
        ward.All<DeviceClockJumped>().ShouldHaveSingleItem();
        ward.All<TelemetryGapClosed>().Count().ShouldBe(2);
        var charted = ward.Charted.Where(vital => vital is { Kind: ChartedKind.SpO2, Value: not null }).OrderBy(vital => vital.Minute).ToList();
        charted.Select(vital => vital.Minute).ShouldBe(Enumerable.Range(0, 7).Select(minute => ward.Start.AddMinutes(minute)));
        charted.ShouldAllBe(vital => vital.Value == Value((int)(vital.At - ward.Start).TotalSeconds));
        ward.Charted.Where(vital => vital.Kind == ChartedKind.BloodPressure).Select(vital => vital.At).ShouldBe(
            [ward.Start.AddSeconds(20), ward.Start.AddSeconds(320)]);
    }

    [Fact]
    public void GivenAValueRepeatedUnderItsOwnTime_WhenTheClockIsSetBack_ThenItGrowsOldAllTheSame()
    {
        var ward = new Ward().Infusing().At(10);
        var own = ward.Now;
        for (var second = 10; second < 60; second++)
        {
            ward.At(second).Observe(ward.NewReading("mon-1", new Sample(Metric.SpO2, 97m, Quality.Valid, own)) with
            {
                At = ward.Now - (second < 20 ? TimeSpan.Zero : TwoHours),
            });
            ward.Live[Metric.SpO2]!.Value.At.ShouldBe(own);
        }

        ward.Charted.ShouldHaveSingleItem().At.ShouldBe(own);
    }

    /// <summary>The clock is set back at second 200. Cuff measurements at 20 and 320, repeated until the next.</summary>
    static Reading Say(Ward ward, int second)
    {
        var shift = second < 200 ? TimeSpan.Zero : TwoHours;
        var cuff = second < 20 ? (DateTimeOffset?)null : second < 320 ? ward.Start.AddSeconds(20) : ward.Start.AddSeconds(320) - TwoHours;
        Sample[] samples = cuff is { } own
            ? [new Sample(Metric.SpO2, Value(second), Quality.Valid), new Sample(Metric.NibpSystolic, second < 320 ? 130m : 131m, Quality.Valid, own)]
            : [new Sample(Metric.SpO2, Value(second), Quality.Valid)];
        return ward.NewReading("mon-1", samples) with { At = ward.Now - shift };
    }

    static decimal Value(int second) => 91m + (second % 90 / 10m);
}
