using System.Net;
using System.Net.Sockets;
using Infusion.Server.Fhir;
using Infusion.Server.Ingestion;
using Infusion.Server.Live;
using Infusion.Server.Spooling;
using Infusion.Server.Storage;
using Marten;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Serialization;

namespace Infusion.Server.Clinics;

static class ClinicsSetup
{
    /// <summary>Storage, the clinics' writers and the live feed.</summary>
    public static void AddClinics(this WebApplicationBuilder builder, string connectionString, string dataDirectory)
    {
        var services = builder.Services;
        services.AddSingleton(_ => DataSource(connectionString));
        services.AddSingleton(_ => new ClinicDatabase(connectionString));
        services.AddSingleton<ClinicDocuments>();
        services.AddSingleton<IDocumentStore>(provider => DocumentStore.For(
            options => MartenSetup.Configure(options, provider.GetRequiredService<NpgsqlDataSource>())));
        services.AddSingleton<SchemaMigrator>();
        services.AddSingleton<ClinicStore>();
        services.AddSingleton<PatientStore>();
        services.AddSingleton<PathwayStore>();
        services.AddSingleton<InputStore>();
        services.AddSingleton<CorrectionStore>();
        services.AddHostedService<ReadingPartitions>();
        services.AddSingleton<JournalTransaction>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSpool(dataDirectory);
        services.AddDecoding();
        services.AddSingleton<IClinicInbox, ClinicInbox>();

        // Started before the silo and stopped after it: grains that end still hand their last turns over.
        services.AddSingleton<Unevaluated>();
        services.AddSingleton<Journal>();
        services.AddHostedService(provider => provider.GetRequiredService<Journal>());
        AddSilo(builder);
        services.AddHostedService<ClinicKeeper>();
        services.AddSingleton<LiveRelay>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveRelay>());
        services.AddSignalR(options => options.EnableDetailedErrors = false)
            .AddJsonProtocol(options => QuantityConverters.Apply(options.PayloadSerializerOptions));
        services.ConfigureHttpJsonOptions(options =>
        {
            QuantityConverters.Apply(options.SerializerOptions);
            // The members of a JSON object have no order, and the dashboard writes a command's id before its type.
            options.SerializerOptions.AllowOutOfOrderMetadataProperties = true;
        });
    }

    static NpgsqlDataSource DataSource(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.ConnectionStringBuilder.Timeout = Math.Min(builder.ConnectionStringBuilder.Timeout, ClinicDatabase.SecondsToConnect);
        return builder.Build();
    }

    static void AddSilo(WebApplicationBuilder builder)
    {
        // At its end the last server looks for another one to move its grains to, and calls it an error that there is none.
        builder.Logging.AddFilter("Orleans.Grain", LogLevel.Critical);
        var redis = builder.Configuration["Cluster:Redis"];
        builder.Host.UseOrleans(silo =>
        {
            if (string.IsNullOrEmpty(redis))
            {
                // One machine: a silo of its own on a free port, and no gateway, so that two servers never collide.
                var port = FreePort();
                silo.UseDevelopmentClustering(new IPEndPoint(IPAddress.Loopback, port));
                silo.ConfigureEndpoints(IPAddress.Loopback, port, gatewayPort: 0);
            }
            else
            {
                silo.UseRedisClustering(redis);
                silo.ConfigureEndpoints(FreePort(), gatewayPort: 0);
            }

            // Two activations of one clinic would fence each other; the strongly consistent directory keeps it to one.
#pragma warning disable ORLEANSEXP003 // the distributed directory is marked experimental; the epoch fence holds without it
            silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
            silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("infusion", "infusion"));
            silo.Configure<ClusterMembershipOptions>(options =>
                (options.ProbeTimeout, options.NumMissedProbesLimit) = (TimeSpan.FromSeconds(1), 3));
            silo.Services.AddSerializer(serializer => serializer.AddJsonSerializer(
                isSupported: type => type.Namespace?.StartsWith("Infusion", StringComparison.Ordinal) is true, QuantityConverters.Options));
        });
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
