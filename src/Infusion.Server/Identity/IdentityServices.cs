using Infusion.Server.Identity.Accounts;
using Infusion.Server.Identity.Audit;
using Infusion.Server.Ingestion;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Infusion.Server.Identity;

static class IdentityServices
{
    public const string ClinicPolicy = "clinic";

    /// <summary>While the database hangs, whoever is signed in goes on after this.</summary>
    const int SecondsForAQuery = 3;

    /// <summary>Needs an <see cref="NpgsqlDataSource"/> among the services.</summary>
    /// <param name="clock">
    /// Real time, also when the clinic's time is simulated: browsers, EHRs and their tokens live in the real one.
    /// </param>
    public static IServiceCollection AddInfusionIdentity(this IServiceCollection services, IdentityKeys keys, Uri? publicUrl, TimeProvider clock)
    {
        services.AddDbContext<IdentityStore>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>(), npgsql => npgsql.CommandTimeout(SecondsForAQuery))
            .UseOpenIddict());
        services.AddDataProtection()
            .SetApplicationName("infusion")
            .PersistKeysToFileSystem(new DirectoryInfo(keys.CookieKeyDirectory));
        services.AddSingleton(new IdentityClock(clock));
        AddPeople(services, clock);
        AddPolicies(services);
        services.AddSmartTokenServer(keys, publicUrl, clock);
        services.AddScoped<People>();
        services.AddScoped<OneTimeLinks>();
        services.AddScoped<FirstManager>();
        services.AddScoped<PeopleDesk>();
        services.AddHostedService<SignInKeeper>();
        services.AddScoped<ISecondPerson, SecondPerson>();
        services.AddScoped<IColleagues, Colleagues>();
        services.AddScoped<IReauthentication, Reauthentication>();
        services.AddSingleton<ClinicNames>();
        services.AddSingleton<AuditSearch>();
        services.AddSingleton<ClientUse>();
        services.AddSingleton(provider => new DeviceCredentials(
            provider.GetRequiredService<NpgsqlDataSource>(), clock, provider.GetRequiredService<ILogger<DeviceCredentials>>()));
        services.AddSingleton<IDeviceCredentials>(provider => provider.GetRequiredService<DeviceCredentials>());
        services.AddProblemDetails();
        return services;
    }

    /// <summary>
    /// But beneath /fhir: the policy there asks its own scheme, and the token server, which looks at every request that comes by to see
    /// whether it is one for a token, has none there.
    /// </summary>
    public static void UseInfusionAuthentication(this WebApplication application)
    {
        // What the framework looks at before it puts the authentication in front of everything by itself. Should it look elsewhere one day, everything is right and a little slower.
        ((IApplicationBuilder)application).Properties["__AuthenticationMiddlewareSet"] = true;
        application.UseWhen(
            http => !http.Request.Path.StartsWithSegments("/fhir", StringComparison.OrdinalIgnoreCase), branch => branch.UseAuthentication());
    }

    /// <summary>Sign-in, who am I, tokens. <see cref="SameOriginGuard"/> belongs in front of the authentication.</summary>
    public static void MapInfusionIdentity(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapSignIn();
        endpoints.MapLinks();
        endpoints.MapScreen();
        endpoints.MapAccount();
        endpoints.MapPeople();
        endpoints.MapSmart();
        endpoints.MapClients();
        endpoints.MapAudit();
        endpoints.MapGet("/api/clinics/{clinic}/people", ColleaguesAsync).Requires(Act.ReadColleagues).StaysOpenWhenLocked().WithTags("people");
    }

    /// <summary>Everybody who may sign in to a clinic, for whoever names people in it.</summary>
    static async Task<IReadOnlyList<Colleague>> ColleaguesAsync(string clinic, IdentityStore store, CancellationToken cancellationToken)
    {
        var people = await (
            from membership in store.Memberships
            join person in store.Users on membership.PersonId equals person.Id
            where membership.Clinic == clinic
            orderby person.DisplayName, person.UserName
            select new { person.UserName, person.DisplayName, person.DeactivatedAt }).ToListAsync(cancellationToken);
        return [.. people.Select(person => new Colleague(person.UserName!, person.DisplayName, person.DeactivatedAt is null))];
    }

    static void AddPeople(IServiceCollection services, TimeProvider clock)
    {
        services.AddIdentityCore<Person>(options =>
            {
                // PasswordRules says what counts, in its own words.
                options.Password.RequiredLength = 1;
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
            })
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<IdentityStore>()
            .AddSignInManager<PersonSignIn>()
            .AddPasswordValidator<PasswordRules>()
            .AddTokenProvider<AuthenticatorTokenProvider<Person>>(TokenOptions.DefaultAuthenticatorProvider)
            .AddClaimsPrincipalFactory<PersonClaims>();
        // How long someone who was removed, or lost a clinic, may go on.
        services.Configure<SecurityStampValidatorOptions>(options =>
        {
            options.ValidationInterval = TimeSpan.FromMinutes(1);
            options.TimeProvider = clock;
            options.OnRefreshingPrincipal = refreshed =>
            {
                if (refreshed.CurrentPrincipal?.FindFirst(SignIns.Claim) is { } signIn)
                {
                    refreshed.NewPrincipal?.Identities.First().AddClaim(signIn.Clone());
                }

                return Task.CompletedTask;
            };
        });
        services.Configure<IdentityPasskeyOptions>(passkeys =>
        {
            // A key that asks for finger, face or PIN, and knows whose it is: it stands for name, password and second factor.
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
        });
        services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme, options => Configure(options, clock))
            .AddCookie(IdentityConstants.TwoFactorUserIdScheme, options => ConfigureBetween(options, clock))
            // Unused, but the validator above signs it out by name when it turns someone away.
            .AddCookie(IdentityConstants.TwoFactorRememberMeScheme);
    }

    static void Configure(CookieAuthenticationOptions options, TimeProvider clock)
    {
        options.TimeProvider = clock;
        options.Cookie.Name = "infusion";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromHours(12);
        options.SlidingExpiration = true;
        options.Events = new CookieAuthenticationEvents
        {
            OnValidatePrincipal = StillAMemberAsync,
            OnRedirectToLogin = context => Results.Problem(
                "Sign in first.", statusCode: StatusCodes.Status401Unauthorized, title: "Not signed in").ExecuteAsync(context.HttpContext),
            OnRedirectToAccessDenied = context => RequiresExtensions.NotAllowed(
                context.HttpContext, context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<RequiresAttribute>()?.Act).ExecuteAsync(context.HttpContext),
        };
    }

    /// <summary>Between the password and the second factor, and between a passkey's challenge and its answer.</summary>
    static void ConfigureBetween(CookieAuthenticationOptions options, TimeProvider clock)
    {
        options.TimeProvider = clock;
        options.Cookie.Name = "infusion.between";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromMinutes(5);
        options.SlidingExpiration = false;
    }

    static void AddPolicies(IServiceCollection services)
    {
        var person = new AuthorizationPolicyBuilder(IdentityConstants.ApplicationScheme).RequireAuthenticatedUser().Build();
        services.AddAuthorizationBuilder()
            .SetDefaultPolicy(person)
            .SetFallbackPolicy(person)
            .AddPolicy(ClinicPolicy, policy => policy.Combine(person).AddRequirements(new OwnClinic()))
            .AddRights();
    }

    static async Task StillAMemberAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var signIns = services.GetRequiredService<SignIns>();
        try
        {
            await SecurityStampValidator.ValidatePrincipalAsync(context);
            if (context.Principal is { } person
                && (SignIns.IdOf(person) is not { } id || await signIns.FindAsync(id, context.HttpContext.RequestAborted) is null))
            {
                context.RejectPrincipal();
            }
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException { InnerException: NpgsqlException })
        {
            // A board must not sign its nurse out because the database is away; the next request asks again.
            services.GetRequiredService<ILogger<IdentityStore>>()
                .LogWarning(e, "The account cannot be checked now; the signed-in person stays signed in");
        }

        if (context.Principal is { } here)
        {
            signIns.Of(here)?.Seen(services.GetRequiredService<IdentityClock>().Now);
        }
    }
}
