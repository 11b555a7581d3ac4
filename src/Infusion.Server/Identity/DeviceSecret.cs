using System.Security.Cryptography;
using System.Text;

namespace Infusion.Server.Identity;

/// <summary>
/// Secrets of machines. The server makes them with 192 random bits, and nobody can guess those at any speed, so one
/// salted SHA-256 protects them; PBKDF2 would cost a minute of both cores when every device reconnects after a restart.
/// </summary>
static class DeviceSecret
{
    /// <summary>Shorter ones could be made by people, who need the slow hash.</summary>
    public const int Shortest = 24;

    const int SaltLength = 16;

    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    public static string Hash(string secret) => Hash(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), RandomNumberGenerator.GetBytes(SaltLength));

    /// <param name="digest">SHA-256 of the secret in UTF-8.</param>
    public static bool Matches(string hash, byte[] digest)
    {
        var parts = hash.Split(':');
        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(hash),
            Encoding.ASCII.GetBytes(Hash(digest, Convert.FromHexString(parts[1]))));
    }

    static string Hash(byte[] digest, byte[] salt) =>
        $"sha256:{Convert.ToHexStringLower(salt)}:{Convert.ToHexStringLower(SHA256.HashData([.. salt, .. digest]))}";
}
