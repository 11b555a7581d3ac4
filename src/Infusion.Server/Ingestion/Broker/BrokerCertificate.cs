using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Infusion.Server.Operations;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;

namespace Infusion.Server.Ingestion.Broker;

/// <summary>
/// The certificate of the MQTT port with TLS, from the files that the settings name. Files that changed are read at the next handshake,
/// so that a renewal needs no restart; while what is there cannot be read, the one before goes on.
/// </summary>
sealed class BrokerCertificate(IOptions<MqttSettings> settings, TimeProvider time, ILogger<BrokerCertificate> logger)
{
    readonly OccasionalLog _log = new(time);
    readonly Lock _gate = new();
    (DateTime Written, SslStreamCertificateContext Context)? _read;

    MqttTlsSettings Files => settings.Value.Tls;

    /// <summary>A client certificate is asked for, and whatever comes is taken: which credential it opens is decided at CONNECT, by its fingerprint.</summary>
    [SuppressMessage("Security", "CA5359:Do not disable certificate validation", Justification = "A device's certificate has no authority: its fingerprint is a credential's, or it opens nothing.")]
    public TlsHandshakeCallbackOptions Handshake => new()
    {
        OnConnection = _ => new(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = Current(),
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        }),
    };

    /// <exception cref="StartupException">There is no certificate to begin with.</exception>
    public void ReadFirst()
    {
        try
        {
            Current();
        }
        catch (Exception failure) when (IsUnreadable(failure))
        {
            throw new StartupException(
                $"Mqtt:Tls:CertificateFile \"{Files.CertificateFile}\" with Mqtt:Tls:KeyFile \"{Files.KeyFile}\" cannot be used: {failure.Message}", ExitCode.Settings);
        }
    }

    SslStreamCertificateContext Current()
    {
        lock (_gate)
        {
            var written = Latest(File.GetLastWriteTimeUtc(Files.CertificateFile), File.GetLastWriteTimeUtc(Files.KeyFile));
            if (_read is { } read && read.Written == written)
            {
                return read.Context;
            }

            try
            {
                _read = (written, Read());
            }
            catch (Exception failure) when (_read is not null && IsUnreadable(failure))
            {
                if (_log.MayWrite(out _))
                {
                    logger.LogError(failure, "The renewed certificate of the MQTT port cannot be read; the one before goes on");
                }
            }

            return _read!.Value.Context;
        }
    }

    SslStreamCertificateContext Read()
    {
        var certificate = X509Certificate2.CreateFromPemFile(Files.CertificateFile, Files.KeyFile);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(Files.CertificateFile);
        return SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }

    static bool IsUnreadable(Exception failure) => failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;

    static DateTime Latest(DateTime one, DateTime other) => one > other ? one : other;
}
