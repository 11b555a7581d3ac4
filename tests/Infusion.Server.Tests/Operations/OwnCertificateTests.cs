using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Infusion.Server.Identity;
using Infusion.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Operations;

/// <summary>TLS of the server's own, with a certificate in a file, and no proxy.</summary>
public sealed class OwnCertificateTests(EmbeddedPostgresFixture postgres)
{
    const string Host = "clinic.test";
    const string Password = "correct horse battery";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_a_certificate_of_its_own_everything_is_encrypted_and_the_browser_is_told_to_keep_it_so()
    {
        using var directory = new TemporaryDirectory();
        using var authority = Certificate(directory.Path);
        await using var server = await ServerHost.StartAsync(
            [
                $"--ConnectionStrings:Infusion={await postgres.CreateDatabaseAsync()}",
                $"--Infusion:DataDirectory={directory.Path}",
                "--Mqtt:Port=0",
                "--Mqtt:Host=127.0.0.1",
                "--Kestrel:Endpoints:Clinic:Url=https://127.0.0.1:0",
                $"--Kestrel:Endpoints:Clinic:Certificate:Path={Path.Combine(directory.Path, "clinic.pem")}",
                $"--Kestrel:Endpoints:Clinic:Certificate:KeyPath={Path.Combine(directory.Path, "clinic.key")}",
                "--Logging:LogLevel:Default=Error",
            ],
            CancellationToken.None);
        await using (var scope = server.Application.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<People>().EnsureAsync(new("tls", "Somebody", Roles.Nurse, ["here"]), Password, Cancel);
        }

        var url = new Uri(server.Application.Urls.Single(each => each.StartsWith("https:", StringComparison.Ordinal)));
        using var handler = Trusting(authority, url.Port);
        using var client = new HttpClient(handler) { BaseAddress = new Uri($"https://{Host}") };

        using var answer = await client.PostAsJsonAsync("/api/sign-in", new { name = "tls", password = Password }, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        answer.Headers.GetValues("Strict-Transport-Security").ShouldBe(["max-age=31536000"]);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(each => each.StartsWith("infusion=", StringComparison.Ordinal)).ToLowerInvariant();
        cookie.ShouldContain("; secure");
        (await client.GetAsync("/api/me", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);

        // Whoever expects another authority gets nothing, and neither does who speaks plainly.
        using var other = new HttpClient { BaseAddress = url };
        await Should.ThrowAsync<HttpRequestException>(() => other.GetAsync("/api/clock", Cancel));
        using var plain = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{url.Port}") };
        await Should.ThrowAsync<HttpRequestException>(() => plain.GetAsync("/api/clock", Cancel));
    }

    /// <summary>A client in which the name of the clinic leads here and this authority is believed.</summary>
    static SocketsHttpHandler Trusting(X509Certificate2 authority, int port) => new()
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
        },
        SslOptions = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls13,
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { authority },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    };

    /// <summary>Writes the clinic's certificate and key; returns who issued it.</summary>
    static X509Certificate2 Certificate(string directory)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var issuing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = new CertificateRequest("CN=Test authority", issuing, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var authority = root.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Host);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, now.AddDays(-1), now.AddDays(1), [1, 2, 3, 4]);
        File.WriteAllText(Path.Combine(directory, "clinic.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(directory, "clinic.key"), key.ExportPkcs8PrivateKeyPem());
        return authority;
    }
}
