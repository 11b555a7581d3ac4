using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Infusion.Server.Tests.Support;

/// <summary>What a client gives of its keys.</summary>
static class PublicKeys
{
    static readonly RsaSecurityKey NobodysOwn = new(RSA.Create(2048)) { KeyId = "nobody's" };

    /// <summary>Without any, a key that signs nothing.</summary>
    public static JsonWebKeySet Of(params SecurityKey[] keys)
    {
        var set = new JsonWebKeySet();
        foreach (var key in keys.DefaultIfEmpty(NobodysOwn))
        {
            set.Keys.Add(key switch
            {
                RsaSecurityKey rsa => JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa.Rsa.ExportParameters(false)) { KeyId = rsa.KeyId }),
                ECDsaSecurityKey ec => Of(ec),
                _ => throw new NotSupportedException(),
            });
        }

        return set;
    }

    static JsonWebKey Of(ECDsaSecurityKey key)
    {
        using var publicPart = ECDsa.Create(key.ECDsa.ExportParameters(false));
        return JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(publicPart) { KeyId = key.KeyId });
    }
}
