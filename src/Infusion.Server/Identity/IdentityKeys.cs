using System.Security.Cryptography;
using Infusion.Server.Storage;
using Microsoft.IdentityModel.Tokens;

namespace Infusion.Server.Identity;

/// <summary>
/// The server's own keys, made at the first start and kept under <c>{data}/keys</c>. Servers that share a database share
/// this directory, or what one signs the other refuses.
/// </summary>
sealed class IdentityKeys
{
    IdentityKeys(string directory, RsaSecurityKey signing, SymmetricSecurityKey encryption)
    {
        CookieKeyDirectory = Path.Combine(directory, "cookies");
        Signing = signing;
        Encryption = encryption;
    }

    public string CookieKeyDirectory { get; }

    /// <summary>Signs access tokens. RSA, because every FHIR request verifies one and RSA verifies ten times as fast as P-384.</summary>
    public RsaSecurityKey Signing { get; }

    /// <summary>Asked for by the token server; nothing that leaves the server is encrypted with it.</summary>
    public SymmetricSecurityKey Encryption { get; }

    public static async Task<IdentityKeys> LoadAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        var directory = Path.Combine(dataDirectory, "keys");
        PrivateFiles.CreateDirectory(directory);
        PrivateFiles.CreateDirectory(Path.Combine(directory, "cookies"));

        var rsa = RSA.Create();
        rsa.ImportFromPem(await PrivateFiles.ReadOrMakeAsync(
            Path.Combine(directory, "token-signing.pem"),
            () =>
            {
                using var made = RSA.Create(3072);
                return made.ExportPkcs8PrivateKeyPem();
            },
            cancellationToken));
        var signing = new RsaSecurityKey(rsa);
        signing.KeyId = Base64UrlEncoder.Encode(signing.ComputeJwkThumbprint());

        var encryption = await PrivateFiles.ReadOrMakeAsync(
            Path.Combine(directory, "token-encryption.key"),
            () => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
            cancellationToken);
        return new(directory, signing, new SymmetricSecurityKey(Convert.FromHexString(encryption.Trim())));
    }
}
