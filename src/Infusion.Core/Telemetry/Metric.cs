namespace Infusion.Core.Telemetry;

/// <summary>What a device can measure or set. The numbers are stored: never renumber, never reuse.</summary>
public enum Metric : byte
{
    Unknown = 0,
    HeartRate = 1,
    PulseRate = 2,
    SpO2 = 3,
    NibpSystolic = 4,
    NibpDiastolic = 5,
    NibpMean = 6,
    RespiratoryRate = 7,
    EtCO2 = 8,
    Temperature = 9,
    PerfusionIndex = 10,
    NibpPulseRate = 11,
    PumpRateProgrammed = 32,
    PumpRateCurrent = 33,
    VolumeDeliveredTotal = 34,
    VolumeDeliveredSegment = 35,
    VolumeToBeInfused = 36,
    VolumeRemaining = 37,
    DrugConcentration = 38,
}

/// <summary>How far a value may be trusted. Unknown is never stored for a value that was sent.</summary>
public enum Quality : byte
{
    Unknown = 0,
    Valid = 1,
    Questionable = 2,

    /// <summary>No value: a sentinel, or the device says so. Never normal, never zero.</summary>
    Invalid = 3,
}
