using System.Collections.Immutable;

namespace Infusion.Core.Telemetry;

/// <summary>One value of one metric. <paramref name="Value"/> is null exactly when quality is Invalid; its unit is the metric's.</summary>
/// <param name="MeasuredAt">The key's own time on the device's clock; null: the message's time.</param>
public readonly record struct Sample(Metric Metric, decimal? Value, Quality Quality, DateTimeOffset? MeasuredAt = null);

public enum PumpStatus : byte { Unknown = 0, Infusing = 1, NotInfusing = 2 }

public enum PumpMode : byte { Unknown = 0, Continuous = 1, Bolus = 2, KeepVeinOpen = 3 }

/// <summary>What a pump says of itself beside its numbers. Unknown and null mean: not said in this message.</summary>
public sealed record PumpState(PumpStatus Status, PumpMode Mode, string? Drug);

public enum DeviceAlertPriority : byte { Unknown = 0, Low = 1, Medium = 2, High = 3 }

/// <summary>An alarm the device itself raises. Code is an MDC reference id; text is the device's own, kept raw.</summary>
public sealed record DeviceAlert(string Code, DeviceAlertPriority Priority, string? Text);

/// <summary>
/// One telemetry message of one device, decoded: immutable, as it was sent.
/// Identity is (Device, Boot, Seq); a second copy changes nothing.
/// </summary>
/// <param name="At">The device's clock; null when absent or absurd (then charted at receipt and marked).</param>
/// <param name="FlaggedLate">The device itself said so. A seq below the highest of its boot is late as well.</param>
public sealed record Reading(
    string Device,
    string Boot,
    long Seq,
    DateTimeOffset? At,
    DateTimeOffset ReceivedAt,
    bool FlaggedLate,
    ImmutableArray<Sample> Samples,
    PumpState? Pump,
    ImmutableArray<DeviceAlert> Alerts);

public enum DeviceKind : byte { Unknown = 0, Monitor = 1, Pump = 2 }

/// <summary>A status message: what the device is, and whether it is connected.</summary>
/// <param name="Battery">0 to 1; null: not said.</param>
public sealed record DeviceReport(
    string Device,
    bool Online,
    string? Boot,
    DeviceKind Kind,
    string? Manufacturer,
    string? Model,
    string? Serial,
    decimal? Battery,
    DateTimeOffset ReceivedAt)
{
    /// <summary>Version of its software; null: not said.</summary>
    public string? Firmware { get; init; }

    /// <summary>Where a gateway says that it stands; null: it does not say. A hint, never an association.</summary>
    public string? Chair { get; init; }
}
