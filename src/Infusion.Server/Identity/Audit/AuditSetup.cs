using System.Globalization;
using Infusion.Server.Operations;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Infusion.Server.Identity.Audit;

static class AuditSetup
{
    const string RetentionKey = "Infusion:AuditRetentionDays";

    /// <summary>Six years: what health records' access logs are commonly kept.</summary>
    const int DaysKept = 2192;
    const int MostDays = 36_500;

    /// <summary>Where lines wait; somebody else may bring them to the store.</summary>
    public static void AddAuditTrail(this IServiceCollection services)
    {
        services.TryAddSingleton<AuditTrail>();
        services.TryAddSingleton(new AuditClock(TimeProvider.System));
    }

    /// <exception cref="StartupException">The setting is no number of days.</exception>
    public static void AddAudit(this WebApplicationBuilder builder, string dataDirectory)
    {
        builder.Services.AddAuditTrail();
        builder.Services.AddSingleton(new AuditSettings(dataDirectory, TimeSpan.FromDays(Days(builder.Configuration[RetentionKey]))));
        builder.Services.AddSingleton<AuditStore>();
        builder.Services.AddHostedService<AuditWriter>();
    }

    static int Days(string? text) =>
        string.IsNullOrEmpty(text) ? DaysKept
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= MostDays ? days
        : throw new StartupException($"{RetentionKey} is \"{text}\"; it must be a whole number of days from 1 to {MostDays}.", ExitCode.Settings);
}
