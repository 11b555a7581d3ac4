using Infusion.Server.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Architecture;

/// <summary>The whole server, composed as it ships: what answers somebody who has not signed in.</summary>
public sealed class OpenDoorsTests(EmbeddedPostgresFixture postgres)
{
    static readonly string[] Open =
    [
        "/health/live",
        "/health/ready",
        "/metrics",
        "/openapi/{documentName}.json",
        "/api/clock",
        "/api/sign-in",
        "/api/sign-in/second-factor",
        "/api/sign-in/passkey/options",
        "/api/sign-in/passkey",
        "/api/links/read",
        "/api/links/use",
        "/api/sign-out",
        "/api/tablet/{clinic}/{token}",
        "/api/wall/enrol",

        // The token in what was pushed is the key.
        "/api/push/receipts",
        "/auth/token",

        // The secret in the address is the key.
        "/calendar-feeds/{feed:guid}/{secret}.ics",
        "/mqtt",
        "/mqtt/negotiate",
        "/fhir/{clinic}/metadata",
        "/fhir/{clinic}/.well-known/smart-configuration",

        // What no FHIR route takes: an OperationOutcome, no data.
        "/fhir/{**path}",

        // The dashboard's files: the sign-in page is one of them.
        "{*path:nonfile}",
    ];

    [Fact]
    public async Task Nothing_else_answers_without_a_sign_in()
    {
        using var directory = new TemporaryDirectory();
        await using var server = await ServerHost.StartAsync(
            [
                $"--ConnectionStrings:Infusion={await postgres.CreateDatabaseAsync()}",
                $"--Infusion:DataDirectory={directory.Path}",
                "--Mqtt:Port=0",
                "--Mqtt:Host=127.0.0.1",
                "--Urls=http://127.0.0.1:0",
            ],
            TestContext.Current.CancellationToken);

        var open = server.Application.Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
            .Distinct()
            .Order(StringComparer.Ordinal);

        open.ShouldBe(Open.Select(route => "/" + route.TrimStart('/')).Order(StringComparer.Ordinal));
    }
}
