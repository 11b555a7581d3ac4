using Infusion.Simulator.Protocol;

namespace Infusion.Simulator.Pumps;

/// <summary>
/// A volumetric pump with one programme. When the volume is in, it keeps the vein open for two minutes, which still
/// gives drug, then stops until a nurse acts.
/// </summary>
public sealed class InfusionPump(PumpProgramme programme)
{
    public const decimal KeepVeinOpenMlPerH = 2m;
    const decimal SecondsPerHour = 3600m;
    const decimal KeepVeinOpenSeconds = 120m;

    // Volumes are counted as rate times seconds and divided only when read: 52.5 mL/h for one second has no exact
    // decimal, but 2,400 of them are exactly 35 mL.
    decimal _programmeRateSeconds;
    decimal _keepVeinOpenRateSeconds;

    public PumpProgramme Programme => programme;

    public PumpState State { get; private set; }

    public bool IsDelivering => State is PumpState.Infusing or PumpState.KeepVeinOpen;

    public decimal CurrentRateMlPerH => State switch
    {
        PumpState.Infusing => programme.RateMlPerH,
        PumpState.KeepVeinOpen => KeepVeinOpenMlPerH,
        _ => 0m,
    };

    public decimal DeliveredTotalMl => (_programmeRateSeconds + _keepVeinOpenRateSeconds) / SecondsPerHour;

    /// <summary>A segment is one programmed rate: pause and occlusion continue it, keeping the vein open begins another.</summary>
    public decimal DeliveredSegmentMl =>
        (State is PumpState.KeepVeinOpen or PumpState.Complete ? _keepVeinOpenRateSeconds : _programmeRateSeconds) / SecondsPerHour;

    public decimal RemainingMl => RemainingRateSeconds / SecondsPerHour;

    decimal RemainingRateSeconds => (programme.VolumeToInfuseMl * SecondsPerHour) - _programmeRateSeconds;

    /// <summary>Starts, or goes on after a pause or a cleared occlusion.</summary>
    public void Start()
    {
        if (State is PumpState.Ready or PumpState.Paused or PumpState.Occluded or PumpState.Faulted)
        {
            State = PumpState.Infusing;
        }
    }

    public void Pause()
    {
        if (State == PumpState.Infusing)
        {
            State = PumpState.Paused;
        }
    }

    /// <summary>The line is blocked: the pump alarms and stops by itself.</summary>
    public void Occlude()
    {
        if (State == PumpState.Infusing)
        {
            State = PumpState.Occluded;
        }
    }

    /// <summary>What it alarms besides, as it runs; null: nothing.</summary>
    public DeviceAlert? Warning { get; set; }

    /// <summary>Why it stopped by itself; null: it did not.</summary>
    public DeviceAlert? Fault { get; private set; }

    /// <summary>The pump finds a fault: it alarms and stops by itself.</summary>
    public void Fail(DeviceAlert fault)
    {
        if (State == PumpState.Infusing)
        {
            (State, Fault) = (PumpState.Faulted, fault);
        }
    }

    /// <summary>Lets time pass and returns the millilitres that went into the patient.</summary>
    public decimal Advance(TimeSpan step)
    {
        var before = DeliveredTotalMl;
        var seconds = (decimal)step.Ticks / TimeSpan.TicksPerSecond;
        if (State == PumpState.Infusing)
        {
            seconds = Infuse(seconds);
        }

        if (State == PumpState.KeepVeinOpen)
        {
            KeepVeinOpen(seconds);
        }

        return DeliveredTotalMl - before;
    }

    /// <summary>Returns the seconds that were left when the volume was in.</summary>
    decimal Infuse(decimal seconds)
    {
        var wanted = programme.RateMlPerH * seconds;
        if (wanted < RemainingRateSeconds)
        {
            _programmeRateSeconds += wanted;
            return 0m;
        }

        var left = seconds - (RemainingRateSeconds / programme.RateMlPerH);
        _programmeRateSeconds += RemainingRateSeconds;
        State = PumpState.KeepVeinOpen;
        return left;
    }

    void KeepVeinOpen(decimal seconds)
    {
        var whole = KeepVeinOpenMlPerH * KeepVeinOpenSeconds;
        _keepVeinOpenRateSeconds = Math.Min(whole, _keepVeinOpenRateSeconds + (KeepVeinOpenMlPerH * seconds));
        if (_keepVeinOpenRateSeconds == whole)
        {
            State = PumpState.Complete;
        }
    }
}
