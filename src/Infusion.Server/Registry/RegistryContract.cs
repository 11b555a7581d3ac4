using Infusion.Core.Telemetry;

namespace Infusion.Server.Registry;

/// <summary>Where a device stands with the clinic.</summary>
public enum DeviceStanding : byte { Unknown = 0, Waiting = 1, InUse = 2, Refused = 3, Retired = 4 }

/// <summary>What a device is: by the clinic's word, or by its own.</summary>
public sealed record DeviceIdentity(string? Manufacturer, string? Model, string? Serial, string? Firmware);

/// <param name="Registered">By the clinic's word; taken over from the device's own when it is accepted.</param>
/// <param name="Reported">By its own last word; null: it never said.</param>
/// <param name="Differs">What it says otherwise than the clinic: another device may stand behind the same name.</param>
/// <param name="LastHeardAt">Its last message of any kind; null: not in the last minute, and not since this server watches it.</param>
/// <param name="MessagesInLastMinute">Stored ones.</param>
/// <param name="Metrics">Which of the protocol's keys had a value within the last minute.</param>
/// <param name="Credentials">By which it may speak.</param>
public sealed record RegistryView(
    string Device, DeviceKind Kind, DeviceStanding Standing, string? HomeChair, DateTimeOffset FirstSeenAt, DeviceIdentity Registered, DeviceIdentity? Reported,
    DateTimeOffset? ReportedAt, IReadOnlyList<string> Differs, DateTimeOffset? LastHeardAt, long MessagesInLastMinute, IReadOnlyList<Metric> Metrics,
    IReadOnlyList<string> Credentials)
{
    public bool? Online { get; init; }

    public decimal? Battery { get; init; }

    /// <summary>The open session that it is attached in.</summary>
    public Guid? Session { get; init; }

    /// <summary>The server's time less the device's (ahead: negative); null: unknown.</summary>
    public double? ClockBehindSeconds { get; init; }

    public ClockConfidence ClockConfidence { get; init; }
}

/// <param name="At">The clinic's time of this answer, by which ages are told.</param>
public sealed record RegistryAnswer(DateTimeOffset At, IReadOnlyList<RegistryView> Devices);

public sealed record AcceptDeviceRequest(Guid CommandId, DeviceKind Kind, string? HomeChair);

public sealed record EditDeviceRequest(
    Guid CommandId, DeviceKind Kind, string? HomeChair, string? Manufacturer, string? Model, string? Serial, string? Firmware);

public sealed record PutAsideRequest(Guid CommandId);
