using Infusion.Server.Charts;
using Infusion.Server.Clinics;
using Infusion.Server.Fhir;
using Infusion.Server.Fhir.Rest;
using Infusion.Server.Identity;
using Infusion.Server.Identity.Audit;
using Infusion.Server.Identity.Wall;
using Infusion.Server.Ingestion;
using Infusion.Server.Library;
using Infusion.Server.Live;
using Infusion.Server.Operations;
using Infusion.Server.Outcomes;
using Infusion.Server.Pathway;
using Infusion.Server.Patients;
using Infusion.Server.Push;
using Infusion.Server.Registry;
using Infusion.Server.Replay;
using Infusion.Server.Reporting;
using Infusion.Server.Sessions;
using Infusion.Server.Setup;
using Infusion.Server.Storage;
using Infusion.Server.Trace;
using Npgsql;

namespace Infusion.Server;

/// <summary>The running server: what it is made of, in the order it starts and the reverse in which it ends.</summary>
sealed class ServerHost : IAsyncDisposable
{
    readonly EmbeddedPostgres? _postgres;
    readonly ILoggerFactory _postgresLog;

    ServerHost(WebApplication application, EmbeddedPostgres? postgres, ILoggerFactory postgresLog) =>
        (Application, _postgres, _postgresLog) = (application, postgres, postgresLog);

    public WebApplication Application { get; }

    public static async Task<ServerHost> StartAsync(string[] args, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var options = InfusionOptions.Read(builder.Configuration, builder.Environment);

        // Postgres starts before the application and outlives it, and so does its log.
        var postgresLog = LoggerFactory.Create(log => log.AddConsole().SetMinimumLevel(LogLevel.Warning));
        EmbeddedPostgres? postgres = null;
        WebApplication? application = null;
        try
        {
            postgres = options.ConnectionString is null
                ? await EmbeddedPostgres.StartAsync(
                    new EmbeddedPostgresOptions { DataDirectory = options.DataDirectory, BinDirectory = options.PostgresBin },
                    postgresLog.CreateLogger<EmbeddedPostgres>(),
                    cancellationToken)
                : null;

            // Only now: until here the directory may be another, running server's.
            DemoFile.Delete(options.DataDirectory);
            application = await BuildAsync(builder, options, options.ConnectionString ?? postgres!.ConnectionString, cancellationToken);
            await application.StartAsync(cancellationToken);
            if (options.Demo)
            {
                await Demo.PrepareAsync(application, options, cancellationToken);
            }
            else
            {
                await FirstStart.SayAsync(application, options, Console.Out, cancellationToken);
            }

            return new ServerHost(application, postgres, postgresLog);
        }
        catch
        {
            // What had started by then ends in its order; disposed at once, the grains' host would complain at length.
            await (application?.StopAsync(CancellationToken.None) ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await (application?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (postgres?.DisposeAsync() ?? ValueTask.CompletedTask);
            postgresLog.Dispose();
            throw;
        }
    }

    public Task WaitForShutdownAsync() => Application.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await Application.StopAsync();
        await Application.DisposeAsync();
        await (_postgres?.DisposeAsync() ?? ValueTask.CompletedTask);
        _postgresLog.Dispose();
    }

    static async Task<WebApplication> BuildAsync(
        WebApplicationBuilder builder, InfusionOptions options, string connectionString, CancellationToken cancellationToken)
    {
        var keys = await IdentityKeys.LoadAsync(options.DataDirectory, cancellationToken);
        builder.Services.AddSingleton(await ClinicClock.StartAsync(options.ClockSpeed, connectionString, cancellationToken));
        builder.UseHttpAddresses();
        builder.AddWeb();
        builder.AddAudit(options.DataDirectory);
        builder.AddClinics(connectionString, options.DataDirectory);
        builder.Services.AddTrace();
        builder.Services.AddPatients();
        builder.Services.AddOutcomes();
        builder.Services.AddLibrary();
        builder.Services.AddReplay();
        builder.Services.AddReports();
        builder.Services.AddCharts();
        builder.Services.AddFhir();
        builder.Services.AddFhirTelling();
        builder.Services.AddPathway();
        builder.Services.AddRegistry();
        builder.Services.AddIngestion();
        builder.Services.AddInfusionIdentity(keys, options.PublicUrl, TimeProvider.System);
        builder.Services.AddWallDisplays();
        builder.Services.AddPush(keys, PushSettings.Read(builder.Configuration, options.PublicUrl));
        builder.Services.AddOperations();
        builder.Services.AddOpenApi();

        var application = builder.Build();
        await application.Services.GetRequiredService<SchemaMigrator>().ApplyAsync(IdentitySchema.ApplyAsync, cancellationToken);

        application.UseWeb();
        application.UseExceptionHandler();
        application.UseAudit();
        application.UseResponseCompression();
        application.UseFhirErrors();
        application.UseSameOriginGuard();
        application.UseDashboard();
        application.UseWebSockets();
        application.UseRouting();
        application.UseRateLimiter();
        application.UseInfusionAuthentication();
        application.UseAuthorization();
        application.MapOperations();
        application.MapClock();
        application.MapInfusionIdentity();
        application.MapSessions();
        application.MapPatients();
        application.MapOutcomes();
        application.MapTrace();
        application.MapLibrary();
        application.MapReplay();
        application.MapReports();
        application.MapCharts();
        application.MapPathway();
        application.MapRegistry();
        application.MapSetup();
        application.MapHub<LiveHub>("/hubs/live");
        application.MapWall();
        application.MapWallDisplays();
        application.MapPush();
        application.MapFhir();
        application.MapIngestion();
        application.MapOpenApi().AllowAnonymous();
        application.MapDashboard();
        return application;
    }
}
