using Infusion.Core.Telemetry;

namespace Infusion.Core.Sessions;

/// <summary>What is charted together: one Observation a minute each (NIBP: one per measurement, as a panel).</summary>
public enum ChartedKind : byte
{
    Unknown = 0,
    HeartRate = 1,
    SpO2 = 2,
    BloodPressure = 3,
    RespiratoryRate = 4,
    EtCO2 = 5,
    Temperature = 6,
}

/// <summary>
/// The charted sample: the first valid live one at or after the start of its minute, or, at the minute's closing tick,
/// the statement that there was none (<see cref="Value"/> and <see cref="Nibp"/> null).
/// </summary>
/// <param name="Minute">Start of the minute, UTC; for NIBP the measurement's own time.</param>
/// <param name="At">Chart time of the sample; equals Minute when there is no value.</param>
/// <param name="Device">Null when no device was attached that could have measured it.</param>
public readonly record struct ChartedVital(
    Guid Session,
    Guid Patient,
    ChartedKind Kind,
    DateTimeOffset Minute,
    DateTimeOffset At,
    string? Device,
    decimal? Value,
    NibpMeasurement? Nibp,
    Quality Quality)
{
    /// <summary>The person who measured it; null: a device did.</summary>
    public string? By { get; init; }

    /// <summary>Who charted it took it back: it was entered in error.</summary>
    public bool IsWithdrawn { get; init; }
}

/// <summary>One cuff measurement in mmHg; a part may be missing.</summary>
public readonly record struct NibpMeasurement(decimal? Systolic, decimal? Diastolic, decimal? Mean);
