using Infusion.Simulator.Protocol;

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

    /// <summary>The pump alarms and stops by itself.</summary>
    public DeviceAlert? PumpFault { get; init; }

    /// <summary>The pump alarms and goes on.</summary>
    public DeviceAlert? PumpWarning { get; init; }

    /// <summary>What is left of the pump's battery, 0 to 1.</summary>
    public double PumpBattery { get; init; } = 1;

    /// <summary>The pump has been switched off and on: its messages come under a new boot.</summary>
    public bool PumpRestarted { get; init; }

    /// <summary>The oximeter's probe has come off the finger.</summary>
    public bool ProbeOff { get; init; }

    /// <summary>The monitor has lost its network: it measures on and keeps what it cannot send.</summary>
    public bool MonitorLost { get; init; }
}

public sealed record BloodPressure(double SystolicMmHg, double DiastolicMmHg);
