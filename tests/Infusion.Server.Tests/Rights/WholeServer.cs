using System.Net;
using System.Net.Http.Headers;
using Infusion.Core.Clinics;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;
using Infusion.Server.Identity;
using Infusion.Server.Ingestion;
using Infusion.Server.Ingestion.Broker;
using Infusion.Server.Storage;
using Infusion.Server.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Infusion.Server.Tests.Rights;

[CollectionDefinition(Name)]
public sealed class WholeServerCollection : ICollectionFixture<WholeServer>
{
    public const string Name = "whole server";
}

/// <summary>The server as it ships, with two clinics, and whoever comes to its doors with the key they have.</summary>
public sealed class WholeServer(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    public const string Here = "here";
    public const string Elsewhere = "elsewhere";

    readonly TemporaryDirectory _directory = new();
    ServerHost? _server;
    IdentityKeys? _keys;
    readonly Dictionary<string, SmartClient> _clients = [];

    internal IServiceProvider Services => _server!.Application.Services;

    internal Uri Url => new(_server!.Application.Urls.First(url => new Uri(url).Port != Broker.Port));

    internal IPEndPoint Broker => Services.GetRequiredService<MqttEndpoint>().Address;

    internal IEnumerable<RouteEndpoint> Endpoints => Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    public async ValueTask InitializeAsync()
    {
        _server = await ServerHost.StartAsync(
            [
                $"--ConnectionStrings:Infusion={await postgres.CreateDatabaseAsync()}",
                $"--Infusion:DataDirectory={_directory.Path}",
                "--Mqtt:Port=0",
                "--Mqtt:Host=127.0.0.1",
                "--Urls=http://127.0.0.1:0",
                "--Logging:LogLevel:Default=Error",
            ],
            CancellationToken.None);
        _keys = await IdentityKeys.LoadAsync(_directory.Path, CancellationToken.None);
        foreach (var clinic in (string[])[Here, Elsewhere])
        {
            await Services.GetRequiredService<ClinicStore>().CreateClinicAsync(
                new ClinicConfiguration(clinic, clinic, "Europe/Vienna", [new Chair("A1", "Room A")], [new RegisteredDevice("monitor-1", DeviceKind.Monitor, "A1")], new SafetyLimits()),
                simulated: true, CancellationToken.None);
            await using var scope = Services.CreateAsyncScope();
            _clients[clinic] = new SmartClient(clinic == Here ? "ehr" : $"ehr-{clinic}", clinic, "An EHR", ["system/*.rs"], PublicKeys.Of());
            await scope.ServiceProvider.GetRequiredService<SmartClients>().SaveAsync(_clients[clinic], CancellationToken.None);
        }
    }

    /// <inheritdoc cref="SignedIn.ComeAsync"/>
    internal async Task<HttpClient> ComeAsync(string clinic, IEnumerable<string> roles, TimeSpan age = default, bool isRevoked = false) =>
        (await SignedIn.ComeAsync(Services, Url, clinic, roles, age, isRevoked)).Http;

    internal HttpClient NewClient() => SignedIn.NewClient(Url);

    /// <summary>An access token as the token endpoint signs it, of the client that the clinic has.</summary>
    internal HttpClient ComeWithToken(string clinic, string scope, TimeSpan age = default, SecurityKey? key = null)
    {
        var given = TimeProvider.System.GetUtcNow() - age;
        var client = _clients[clinic];
        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "urn:infusion",
            TokenType = "at+jwt",
            IssuedAt = given.UtcDateTime,
            Expires = (given + SmartTokenServer.TokenLifetime).UtcDateTime,
            Claims = new Dictionary<string, object>
            {
                ["sub"] = client.ClientId,
                ["clinic"] = clinic,
                ["scope"] = scope,
                ["client_id"] = client.ClientId,
                ["jti"] = Guid.NewGuid().ToString(),
                [ClientStandings.Claim] = client.Standing,
            },
            SigningCredentials = new(key ?? _keys!.Signing, SecurityAlgorithms.RsaSha256),
        });
        var http = NewClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    internal IdentityKeys Keys => _keys!;

    internal async Task<string> CredentialAsync(GrantKind kind, bool maySubscribe, params string[] devices)
    {
        var name = $"{kind}-{Guid.NewGuid():N}".ToLowerInvariant();
        await Services.GetRequiredService<DeviceCredentials>().SaveAsync(
            new(name, Here, kind, new HashSet<string>(devices), maySubscribe), DeviceSecretText, CancellationToken.None);
        return name;
    }

    internal const string DeviceSecretText = "a secret that is long enough for a device";

    public async ValueTask DisposeAsync()
    {
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        _directory.Dispose();
    }
}
