using System.Collections.Immutable;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Clinics;

/// <param name="TimeZone">IANA name, for people; everything inside is UTC.</param>
public sealed record ClinicConfiguration(
    string Clinic,
    string Name,
    string TimeZone,
    ImmutableArray<Chair> Chairs,
    ImmutableArray<RegisteredDevice> Devices,
    SafetyLimits Limits);

public sealed record Chair(string Code, string Room);

/// <param name="HomeChair">Where it stands; it charts only where a session has it attached.</param>
public sealed record RegisteredDevice(string Device, DeviceKind Kind, string? HomeChair);
