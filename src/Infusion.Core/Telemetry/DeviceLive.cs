namespace Infusion.Core.Telemetry;

/// <summary>What the writer knows of one device.</summary>
public sealed class DeviceLive(string device, DeviceKind kind, string? homeChair)
{
    public string Device { get; } = device;

    public DeviceKind Kind { get; set; } = kind;

    public string? HomeChair { get; set; } = homeChair;

    /// <summary>The open session it is attached to; null: none.</summary>
    public Guid? Session { get; set; }

    /// <summary>Null until a status message said so.</summary>
    public bool? Online { get; set; }

    public DeviceReport? LastReport { get; set; }

    public DateTimeOffset? LastReceivedAt { get; set; }
}
