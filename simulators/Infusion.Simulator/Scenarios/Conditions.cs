namespace Infusion.Simulator.Scenarios;

/// <summary>What a scenario does to a chair at one moment. Nothing set means an ordinary infusion.</summary>
public sealed record Conditions
{
    public static readonly Conditions Usual = new();

    /// <summary>The breathing slows to this rate.</summary>
    public double? RespirationPerMin { get; init; }

    /// <summary>The pressure climbs towards this.</summary>
    public BloodPressure? RaisedPressure { get; init; }

    public bool LineOccluded { get; init; }

    public bool PumpPaused { get; init; }

    /// <summary>The oximeter's probe has come off the finger.</summary>
    public bool ProbeOff { get; init; }

    /// <summary>The monitor has lost its network: it measures on and keeps what it cannot send.</summary>
    public bool MonitorLost { get; init; }
}

public sealed record BloodPressure(double SystolicMmHg, double DiastolicMmHg);
