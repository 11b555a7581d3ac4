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
        AddPeople(services, clock);
        AddPolicies(services);
        services.AddSmartTokenServer(keys, publicUrl, clock);
        services.AddScoped<People>();
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

    /// <summary>Sign-in, who am I, tokens. <see cref="SameOriginGuard"/> belongs in front of the authentication.</summary>
    public static void MapInfusionIdentity(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapSignIn();
        endpoints.MapSmart();
        endpoints.MapClients();
        endpoints.MapAudit();
        endpoints.MapGet("/api/clinics/{clinic}/people", ColleaguesAsync).Requires(Act.ReadColleagues).WithTags("people");
    }

    /// <summary>Everybody who may sign in to a clinic, for whoever names people in it.</summary>
    static async Task<IReadOnlyList<Colleague>> ColleaguesAsync(string clinic, IdentityStore store, CancellationToken cancellationToken)
    {
        var people = await (
            from membership in store.Memberships
            join person in store.Users on membership.PersonId equals person.Id
            where membership.Clinic == clinic
            orderby person.DisplayName, person.UserName
            select new { person.UserName, person.DisplayName }).ToListAsync(cancellationToken);
        return [.. people.Select(person => new Colleague(person.UserName!, person.DisplayName))];
    }

    static void AddPeople(IServiceCollection services, TimeProvider clock)
    {
        services.AddIdentityCore<Person>(options =>
            {
                // Length is what counts; rules about characters make people write passwords down.
                options.Password.RequiredLength = 12;
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
            })
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<IdentityStore>()
            .AddSignInManager()
            .AddClaimsPrincipalFactory<PersonClaims>();
        // How long someone who was removed, or lost a clinic, may go on.
        services.Configure<SecurityStampValidatorOptions>(options =>
        {
            options.ValidationInterval = TimeSpan.FromMinutes(1);
            options.TimeProvider = clock;
        });
        services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme, options => Configure(options, clock))
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
        try
        {
            await SecurityStampValidator.ValidatePrincipalAsync(context);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException { InnerException: NpgsqlException })
        {
            // A board must not sign its nurse out because the database is away; the next request asks again.
            context.HttpContext.RequestServices.GetRequiredService<ILogger<IdentityStore>>()
                .LogWarning(e, "The account cannot be checked now; the signed-in person stays signed in");
        }
    }
}
