using System.Globalization;
using Infusion.Server.Operations;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Infusion.Server.Identity.Audit;

static class AuditSetup
{
    const string RetentionKey = "Infusion:AuditRetentionYears";

    /// <summary>What HIPAA asks for records of who looked (45 CFR 164.316); a country may ask for more.</summary>
    const int LeastYears = 6;
    const int MostYears = 100;

    /// <summary>Where lines wait; somebody else may bring them to the store.</summary>
    public static void AddAuditTrail(this IServiceCollection services)
    {
        services.TryAddSingleton<AuditTrail>();
        services.TryAddSingleton(new AuditClock(TimeProvider.System));
    }

    /// <exception cref="StartupException">The setting is no number of years.</exception>
    public static void AddAudit(this WebApplicationBuilder builder, string dataDirectory)
    {
        builder.Services.AddAuditTrail();
        builder.Services.AddSingleton(new AuditSettings(dataDirectory, Years(builder.Configuration[RetentionKey])));
        builder.Services.AddSingleton<AuditStore>();
        builder.Services.AddHostedService<AuditWriter>();
    }

    internal static int Years(string? text) =>
        string.IsNullOrEmpty(text) ? LeastYears
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var years) && years is >= LeastYears and <= MostYears ? years
        : throw new StartupException($"{RetentionKey} is \"{text}\"; it must be a whole number of years from {LeastYears} to {MostYears}.", ExitCode.Settings);
}
