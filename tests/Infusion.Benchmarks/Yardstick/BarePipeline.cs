using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Server;
using Npgsql;

namespace Infusion.Benchmarks.Yardstick;

/// <summary>
/// What the server is measured against, in a process of its own: receives over MQTT, decodes, writes the same rows with
/// the same index, acknowledges after the commit. No clinics, no rules, no screens, no FHIR, no sign-in.
/// </summary>
static class BarePipeline
{
    public const string Mode = "yardstick";
    public const string Ready = "ready";
    public const string ConnectionVariable = "YARDSTICK_DATABASE";

    /// <summary>Runs until standard input ends, so that it never outlives the one who started it.</summary>
    public static async Task<int> RunAsync(int port)
    {
        await using var database = NpgsqlDataSource.Create(Environment.GetEnvironmentVariable(ConnectionVariable)
            ?? throw new InvalidOperationException($"{ConnectionVariable} is not set"));
        await using var store = new BareStore(database);
        await store.CreateAsync();

        using var connections = new BareConnections(store);
        using var broker = new MqttServer(new MqttServerOptions(), [connections], MqttNetNullLogger.Instance);
        await broker.StartAsync();

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(connections);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(
            port, listening => listening.UseConnectionHandler<BareConnections>()));
        await using var host = builder.Build();
        await host.StartAsync();
        Console.WriteLine(Ready);

        await Console.In.ReadToEndAsync();
        await broker.StopAsync(new MqttServerStopOptions());
        await host.StopAsync();
        return 0;
    }
}
