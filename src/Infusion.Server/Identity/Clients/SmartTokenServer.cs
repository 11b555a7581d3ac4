using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using OpenIddict.Validation;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Infusion.Server.Identity;

/// <summary>SMART Backend Services on OpenIddict: client credentials with a signed assertion, and nothing else.</summary>
static class SmartTokenServer
{
    public const string FhirPolicy = "fhir";

    public static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Who issued a token is checked by its key. A fixed name lets a token that was fetched under one name of this server
    /// be used under another.
    /// </summary>
    static readonly Uri Issuer = new("urn:infusion");

    public static void AddSmartTokenServer(this IServiceCollection services, IdentityKeys keys, Uri? publicUrl, TimeProvider clock)
    {
        services.AddSingleton(new SmartTokenUrl(publicUrl));
        services.AddSingleton(provider => new ClientStandings(provider.GetRequiredService<NpgsqlDataSource>(), clock));
        services.AddSingleton(provider => new KnownTokens(provider.GetRequiredService<ClientStandings>(), clock));
        services.AddSingleton(provider => new ClientKeyUrl(ClientKeyUrl.HostsOf(provider.GetRequiredService<IConfiguration>())));
        services.AddSingleton(provider => new ClientKeys(provider.GetRequiredService<ClientKeyUrl>(), clock, provider.GetRequiredService<ILogger<ClientKeys>>()));
        services.AddScoped<SmartClients>();
        services.AddScoped<UsedAssertions>();
        services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<IdentityStore>())
            .AddServer(server => Configure(server, keys, clock))
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                validation.UseAspNetCore();
                validation.Configure(options => options.TimeProvider = clock);
                validation.AddEventHandler<OpenIddictValidationEvents.ValidateTokenContext>(handler => handler
                    .UseSingletonHandler<ClientStandings.StillStands>()
                    .SetOrder(OpenIddictValidationHandlers.Protection.ValidateExpirationDate.Descriptor.Order + 500));
            });
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, SmartBearer>(SmartBearer.SchemeName, null);
        services.AddAuthorizationBuilder().AddPolicy(FhirPolicy, policy => policy
            .AddAuthenticationSchemes(SmartBearer.SchemeName)
            .RequireAuthenticatedUser()
            .AddRequirements(new OwnClinic()));
    }

    static void Configure(OpenIddictServerBuilder server, IdentityKeys keys, TimeProvider clock)
    {
        server.SetIssuer(Issuer);
        server.SetTokenEndpointUris(SmartTokenUrl.Path);
        // Clients find us by smart-configuration; the OpenID documents would promise what this server does not do.
        server.SetConfigurationEndpointUris(Array.Empty<Uri>()).SetJsonWebKeySetEndpointUris(Array.Empty<Uri>());
        server.AllowClientCredentialsFlow();
        server.SetAccessTokenLifetime(TokenLifetime);
        server.AddSigningKey(keys.Signing).AddEncryptionKey(keys.Encryption).DisableAccessTokenEncryption();
        // A token lives five minutes and is never looked up again.
        server.DisableTokenStorage();
        // SMART scopes are a grammar, not a list; the token endpoint checks them.
        server.DisableScopeValidation().IgnoreScopePermissions();
        server.Configure(options =>
        {
            options.TimeProvider = clock;
            options.ClientAuthenticationMethods.IntersectWith([OpenIddict.Abstractions.OpenIddictConstants.ClientAuthenticationMethods.PrivateKeyJwt]);
        });
        server.AddEventHandler<ValidateTokenContext>(handler => handler
            .UseScopedHandler<SmartAssertionParameters>()
            .SetOrder(OpenIddictServerHandlers.Protection.ResolveTokenValidationParameters.Descriptor.Order + 500));
        server.AddEventHandler<ValidateTokenContext>(handler => handler
            .UseScopedHandler<SmartAssertionRules>()
            .SetOrder(OpenIddictServerHandlers.Protection.ValidatePrincipal.Descriptor.Order - 500));
        server.AddEventHandler<ApplyTokenResponseContext>(handler => handler
            .UseSingletonHandler<SmartTokenAnswer>()
            .SetOrder(int.MinValue + 1000));
        // TLS ends at the proxy of a clinic that has one; within one machine there is none.
        server.UseAspNetCore().EnableTokenEndpointPassthrough().DisableTransportSecurityRequirement();
    }
}
