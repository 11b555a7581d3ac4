using Infusion.Core.Clinics;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Storage;
using Infusion.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Ingestion.External;

/// <summary>The whole server, composed as it ships, with a broker beside it.</summary>
public sealed class WholeServerTests(EmbeddedPostgresFixture postgres)
{
    [Fact]
    public async Task A_clinics_writer_reads_its_broker_as_soon_as_there_is_one_and_stores_what_it_acknowledges()
    {
        using var directory = new TemporaryDirectory();
        await using var mosquitto = RunningMosquitto.Prepared();
        await using var server = await ServerHost.StartAsync(
            [
                $"--ConnectionStrings:Infusion={await postgres.CreateDatabaseAsync()}",
                $"--Infusion:DataDirectory={directory.Path}",
                "--Mqtt:Port=0",
                "--Mqtt:Host=127.0.0.1",
                "--Mqtt:External:Host=127.0.0.1",
                $"--Mqtt:External:Port={mosquitto.Port}",
                "--Urls=http://127.0.0.1:0",
            ],
            TestContext.Current.CancellationToken);
        var services = server.Application.Services;
        await services.GetRequiredService<ClinicStore>().CreateClinicAsync(
            new ClinicConfiguration(
                "demo", "Demo", "Europe/Vienna", [new Chair("A1", "Room A")],
                [new RegisteredDevice("monitor-1", DeviceKind.Monitor, "A1")], new SafetyLimits()),
            simulated: true,
            CancellationToken.None);
        await services.GetRequiredService<IGrainFactory>().GetGrain<IClinicGrain>("demo").KeepAsync();
        await mosquitto.StartAgainAsync();
        using var connected = new Gauge(services, "infusion.ingestion.broker_feeds_connected");
        await UntilAsync(() => Task.FromResult(connected.Read() == 1));

        await mosquitto.PublishAsync("infusion/v1/demo/monitor-1/telemetry", """{"boot":"b","seq":1,"values":{"MDC_PULS_OXIM_SAT_O2":97}}""");
        await mosquitto.PublishAsync("infusion/v1/demo/stranger/telemetry", """{"boot":"b","seq":1,"values":{"MDC_PULS_OXIM_SAT_O2":97}}""");

        await using var database = services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            "select count(*) from infusion.reading r join infusion.device d using (device) where d.accepted = (r.device = 'monitor-1')");
        await UntilAsync(async () => (long)(await database.ExecuteScalarAsync(Patience.Token))! == 2);
    }

    static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var patience = Patience.Token;
        while (!await isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience);
        }
    }
}
