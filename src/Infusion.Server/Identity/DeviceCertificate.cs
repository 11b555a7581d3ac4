using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Infusion.Server.Identity;

/// <summary>
/// Client certificates of devices and gateways. One is known by its own fingerprint, whoever signed it: that it was shown proves that
/// the client holds its private key, and an authority could vouch for no more than that.
/// </summary>
static class DeviceCertificate
{
    const int LongestPem = 16 * 1024;

    public static string FingerprintOf(X509Certificate2 certificate) => Convert.ToHexStringLower(certificate.GetCertHash(HashAlgorithmName.SHA256));

    public static bool IsInItsTime(X509Certificate2 certificate, DateTimeOffset now) =>
        now >= certificate.NotBefore.ToUniversalTime() && now < certificate.NotAfter.ToUniversalTime();

    /// <param name="pem">The certificate alone, as <c>-----BEGIN CERTIFICATE-----</c>.</param>
    /// <returns>A certificate, or a sentence that says what is wrong.</returns>
    public static (X509Certificate2? Certificate, string? Fault) Read(string pem, DateTimeOffset now)
    {
        if (pem.Length > LongestPem)
        {
            return (null, $"A certificate has at most {LongestPem} characters.");
        }

        if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            return (null, "Send the certificate alone: its private key stays in the device. Make a new pair, this key has left it.");
        }

        try
        {
            var certificate = X509Certificate2.CreateFromPem(pem);
            if (certificate.NotAfter.ToUniversalTime() > now)
            {
                return (certificate, null);
            }

            certificate.Dispose();
            return (null, "The certificate has expired.");
        }
        catch (CryptographicException)
        {
            return (null, "That is not a certificate in PEM (-----BEGIN CERTIFICATE-----).");
        }
    }
}
