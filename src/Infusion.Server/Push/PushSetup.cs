using Infusion.Server.Identity;

namespace Infusion.Server.Push;

static class PushSetup
{
    public static void AddPush(this IServiceCollection services, IdentityKeys keys, PushSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<PushMetrics>();
        services.AddSingleton(provider => new PushClient(keys.Push, settings, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PushSubscriptions>();
        services.AddSingleton<PushDeliveries>();
        services.AddSingleton<PushSender>();
        services.AddHostedService(provider => provider.GetRequiredService<PushSender>());
        services.AddHostedService<PushWatch>();
    }
}
