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

    /// <summary>
    /// What a plan takes that names no version: the newest approved one, and before any is approved, the newest. So a draft
    /// comes into use only when it is named, or approved.
    /// </summary>
    /// <returns>Null: there is no such protocol.</returns>
    public InfusionProtocol? InUse(string id) =>
        Protocols.Where(protocol => protocol.Id == id).MaxBy(protocol => (protocol.Approval is not null, protocol.Version));

    /// <summary>The newest version there is; 0: there is no such protocol.</summary>
    public int NewestVersion(string id) =>
        Protocols.Where(protocol => protocol.Id == id).Select(protocol => protocol.Version).DefaultIfEmpty().Max();

    /// <summary>With a version that is new, or in place of the same version as it was; by id and version, as the store has them.</summary>
    public ClinicConfiguration With(InfusionProtocol version) => this with
    {
        Protocols = [.. Protocols.Where(protocol => protocol.Id != version.Id || protocol.Version != version.Version).Append(version)
            .OrderBy(protocol => protocol.Id, StringComparer.Ordinal).ThenBy(protocol => protocol.Version)],
    };

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
