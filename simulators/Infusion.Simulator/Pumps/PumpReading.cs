using Infusion.Simulator.Protocol;

namespace Infusion.Simulator.Pumps;

/// <summary>What the pump says about itself once a second.</summary>
public static class PumpReading
{
    static readonly DeviceAlert Occlusion = new(Mdc.LineOccluded, "high", "Occlusion");
    static readonly DeviceAlert Complete = new(Mdc.DeliveryComplete, "low", "Infusion complete");

    public static DeviceReading Of(InfusionPump pump)
    {
        var reading = new DeviceReading
        {
            Values =
            {
                [Mdc.ProgrammedRateMlPerH] = pump.Programme.RateMlPerH,
                [Mdc.CurrentRateMlPerH] = pump.CurrentRateMlPerH,
                [Mdc.DeliveredTotalMl] = Shown(pump.DeliveredTotalMl),
                [Mdc.DeliveredSegmentMl] = Shown(pump.DeliveredSegmentMl),
                [Mdc.VolumeToInfuseMl] = pump.Programme.VolumeToInfuseMl,
                [Mdc.VolumeRemainingMl] = Shown(pump.RemainingMl),
                [Mdc.ConcentrationMgPerMl] = pump.Programme.ConcentrationMgPerMl,
            },
            States =
            {
                [Mdc.InfusingStatus] = pump.IsDelivering ? Mdc.Infusing : Mdc.NotInfusing,
                [Mdc.PumpMode] = pump.State == PumpState.KeepVeinOpen ? Mdc.KeepVeinOpen : Mdc.Continuous,
                [Mdc.DrugName] = "ketamine",
            },
        };

        if (pump.State == PumpState.Occluded)
        {
            reading.Alerts.Add(Occlusion);
        }
        else if (pump is { State: PumpState.Faulted, Fault: { } fault })
        {
            reading.Alerts.Add(fault);
        }
        else if (pump.State is PumpState.KeepVeinOpen or PumpState.Complete)
        {
            reading.Alerts.Add(Complete);
        }

        if (pump.Warning is { } warning)
        {
            reading.Alerts.Add(warning);
        }

        return reading;
    }

    static decimal Shown(decimal volumeMl) => decimal.Round(volumeMl, 4);
}
