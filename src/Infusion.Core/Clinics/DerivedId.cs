using System.Security.Cryptography;
using System.Text;

namespace Infusion.Core.Clinics;

/// <summary>Ids that are a function of what they name, so that a replay gives them again.</summary>
public static class DerivedId
{
    /// <summary>A UUID version 8 from the first 16 bytes of SHA-256.</summary>
    public static Guid Of(string text)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
