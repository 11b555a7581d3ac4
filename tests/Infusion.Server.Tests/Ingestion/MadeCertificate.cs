using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Infusion.Server.Tests.Ingestion;

/// <summary>Certificates that sign themselves, made for one test.</summary>
static class MadeCertificate
{
    public static X509Certificate2 Of(string name, DateTimeOffset from, DateTimeOffset to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(from, to);
    }

    public static X509Certificate2 Of(string name) => Of(name, TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(365));

    /// <returns>The paths of certificate and key.</returns>
    public static (string Certificate, string Key) Write(X509Certificate2 certificate, string folder)
    {
        var (pem, key) = (Path.Combine(folder, "broker.pem"), Path.Combine(folder, "broker.key"));
        File.WriteAllText(pem, certificate.ExportCertificatePem());
        File.WriteAllText(key, certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return (pem, key);
    }
}
