using System.Security.Cryptography;
using System.Text;

namespace Infusion.Server.Fhir.Mapping;

/// <summary>
/// Ids of resources that no one numbers by hand. The same thing always gets the same id, so a replay, a retry or a
/// second server writes the same resource and never a second one.
/// </summary>
static class FhirId
{
    /// <summary>A name-based UUID (version 8: SHA-256 of "kind:key"), in lower case.</summary>
    public static string Derive(string kind, string key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}:{key}"), hash);
        hash[6] = (byte)((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return Of(new Guid(hash[..16], bigEndian: true));
    }

    public static string Of(Guid id) => id.ToString("D");

    /// <summary>Device names are unique within their clinic only, so the clinic is part of the id.</summary>
    public static string Device(string clinic, string device) => Derive("device", $"{clinic}/{device}");

    /// <summary>By sign-in name, which is unique within a clinic.</summary>
    public static string Person(string clinic, string name) => Derive("practitioner", $"{clinic}/{name}");

    public static string Chair(string clinic, string chair) => Derive("location", $"{clinic}/{chair}");

    public static string Organization(string clinic) => Derive("organization", clinic);
}
