using System.Collections.Immutable;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Clinics;

/// <param name="Limits">Of what belongs to no session.</param>
/// <param name="TimeZone">IANA name, for people; everything inside is UTC.</param>
public sealed record ClinicConfiguration(
    string Clinic,
    string Name,
    string TimeZone,
    ImmutableArray<Chair> Chairs,
    ImmutableArray<RegisteredDevice> Devices,
    SafetyLimits Limits)
{
    /// <summary>Every version a session may still run under, of every protocol.</summary>
    public ImmutableArray<InfusionProtocol> Protocols { get; init; } = [];

    /// <returns>Null: there is no such version.</returns>
    public InfusionProtocol? Protocol(string id, int version)
    {
        foreach (var protocol in Protocols)
        {
            if (protocol.Version == version && protocol.Id == id)
            {
                return protocol;
            }
        }

        return null;
    }
}

public sealed record Chair(string Code, string Room);

/// <param name="HomeChair">Where it stands; it charts only where a session has it attached.</param>
public sealed record RegisteredDevice(string Device, DeviceKind Kind, string? HomeChair);
