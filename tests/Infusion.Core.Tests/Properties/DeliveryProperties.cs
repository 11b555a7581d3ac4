using FsCheck.Xunit;
using Infusion.Core.Clinics;
using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Properties;

/// <summary>Whatever a pump says, second by second: rates, boluses, stops, resets, restarts, second copies.</summary>
public class DeliveryProperties
{
    [Property(MaxTest = 100)]
    public void WhatWasDeliveredIsTheSumOfSegmentsAndBoluses(byte[] script)
    {
        var ward = Play(script);
        ward.After(1).Pump(PumpStatus.Infusing, 50m);
        ward.After(1).Pump(PumpStatus.NotInfusing, 0m);

        var parts = ward.Events.Select(each => each.Event).Sum(happened => happened switch
        {
            RateChanged e => e.SegmentVolume.Millilitres,
            DeliveryStopped e => e.SegmentVolume.Millilitres,
            BolusDelivered e => e.Volume.Millilitres,
            _ => 0m,
        });
        parts.ShouldBe(ward.Live.Delivered?.Millilitres ?? 0m);
        ward.Live.State.ClosedSegmentsVolume.Millilitres.ShouldBe(parts);
        ward.Live.State.BolusVolume.Millilitres.ShouldBe(ward.All<BolusDelivered>().Sum(bolus => bolus.Volume.Millilitres));
        ward.Live.State.BolusCount.ShouldBe(ward.All<BolusDelivered>().Count());
        ward.Live.State.SegmentCount.ShouldBe(ward.All<DeliveryStarted>().Count() + ward.All<RateChanged>().Count());
    }

    [Property(MaxTest = 60)]
    public void ASecondCopyOfAnyMessageGivesNothingMore(byte[] script)
    {
        var (once, twice) = (Play(script), Play(script, copies: 2));

        twice.Live.Delivered.ShouldBe(once.Live.Delivered);
        twice.Events.Select(each => each.Event).ShouldBe(once.Events.Select(each => each.Event));
        Account(twice).ShouldBe(Account(once));
    }

    /// <summary>Four hours at 1 Hz of a rate whose step has no exact decimal.</summary>
    [Fact]
    public void FourHoursOfSecondsAreCountedWithoutDrift()
    {
        var ward = new Ward().Infusing();
        for (var second = 0; second <= 14_400; second++)
        {
            ward.After(1).Pump(PumpStatus.Infusing, 52.5m, 52.5m * second / 3600m);
        }

        ward.Live.Delivered!.Value.Millilitres.ShouldBe(210m);
        Account(ward).Delivered.Minutes.ShouldBe(240m);
    }

    static Reconciliation Account(Ward ward) =>
        Reconciliation.Of(ward.Live, ward.State.Devices["pump-1"], SampleProtocols.Mood, ward.Now);

    static Ward Play(byte[] script, int copies = 1)
    {
        var ward = new Ward().Infusing();
        var (total, boot) = (50m, 1);
        foreach (var step in script)
        {
            boot += step % 17 == 5 ? 1 : 0;
            total = step % 11 == 3 || step % 17 == 5 ? 0m : total + (step % 7 / 10m);
            var reading = ward.After(1).NewReading(
                "pump-1",
                new Sample(Metric.VolumeDeliveredTotal, total, Quality.Valid),
                new Sample(Metric.PumpRateCurrent, 50m + (step % 3 * 10m), Quality.Valid),
                new Sample(Metric.VolumeToBeInfused, step % 5 * 10m, Quality.Valid)) with
            {
                Boot = $"boot-{boot}",
                Pump = new PumpState(
                    step % 5 == 0 ? PumpStatus.NotInfusing : PumpStatus.Infusing,
                    step % 13 == 1 ? PumpMode.Bolus : step % 13 == 2 ? PumpMode.KeepVeinOpen : PumpMode.Continuous,
                    "ketamine"),
            };
            for (var copy = 0; copy < copies; copy++)
            {
                ward.Observe(reading).ShouldBe(copy == 0 ? ObserveOutcome.Live : ObserveOutcome.Duplicate);
            }
        }

        return ward;
    }
}
