using Infusion.Server.Identity;
using Infusion.Server.Ingestion;
using Infusion.Server.Storage;

namespace Infusion.Server.Operations;

/// <summary>Prepares the demo once the server answers, and writes demo.json last: it is there exactly when all is ready.</summary>
static class Demo
{
    public static async Task PrepareAsync(WebApplication application, InfusionOptions options, CancellationToken cancellationToken)
    {
        var services = application.Services;
        var access = await DemoIdentity.EnsureAsync(services, options.DataDirectory, options.DemoChairs, cancellationToken);
        await DemoClinic.EnsureAsync(
            services.GetRequiredService<ClinicStore>(), services.GetRequiredService<IGrainFactory>(), services.GetRequiredService<ClinicClock>(),
            options.DemoChairs, cancellationToken);
        var mqtt = services.MqttAddress();
        await DemoFile.WriteAsync(
            options.DataDirectory, HttpAddresses.ReachedAt(services), HttpAddresses.Reachable(mqtt.Address), mqtt.Port, access, cancellationToken);
    }
}
