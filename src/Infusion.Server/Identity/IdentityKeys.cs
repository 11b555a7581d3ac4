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
    IdentityKeys(string directory, RsaSecurityKey signing, SymmetricSecurityKey encryption, ECDsa push)
    {
        CookieKeyDirectory = Path.Combine(directory, "cookies");
        Signing = signing;
        Encryption = encryption;
        Push = push;
    }

    public string CookieKeyDirectory { get; }

    /// <summary>Signs access tokens. RSA, because every FHIR request verifies one and RSA verifies ten times as fast as P-384.</summary>
    public RsaSecurityKey Signing { get; }

    /// <summary>Asked for by the token server; nothing that leaves the server is encrypted with it.</summary>
    public SymmetricSecurityKey Encryption { get; }

    /// <summary>By which push services know this server (RFC 8292). Browsers bind their subscriptions to it: another one ends them all.</summary>
    public ECDsa Push { get; }

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
        var push = ECDsa.Create();
        push.ImportFromPem(await PrivateFiles.ReadOrMakeAsync(
            Path.Combine(directory, "push.pem"),
            () =>
            {
                using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                return made.ExportPkcs8PrivateKeyPem();
            },
            cancellationToken));
        return new(directory, signing, new SymmetricSecurityKey(Convert.FromHexString(encryption.Trim())), push);
    }
}
