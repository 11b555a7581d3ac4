using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Live;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Clinics;

public sealed class DeviceAlertViewTests(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    ClinicServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ClinicServer.StartAsync(await postgres.CreateClinicDatabaseAsync());
        await _server.CreateClinicAsync("here");
        await _server.StartSessionAsync("here");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task An_unknown_code_comes_with_the_devices_own_words_as_long_as_it_says_them()
    {
        await DeliverAsync(1, new DeviceAlert("0402", DeviceAlertPriority.High, "Kolbenantrieb"), new DeviceAlert("X", DeviceAlertPriority.Low, " "));
        var alarms = await AlarmsAsync();
        alarms.Select(alarm => (alarm.Code, alarm.Source, alarm.Headline)).ShouldBe(
        [
            ("device-alert", "monitor-1", "monitor-1 reports 0402: Kolbenantrieb"),
            ("device-alert", "monitor-1", "monitor-1 reports X"),
        ]);

        await DeliverAsync(2);
        (await AlarmsAsync()).Select(alarm => alarm.Headline).ShouldBe(["monitor-1 reports 0402"]);
    }

    [Fact]
    public async Task A_known_code_comes_with_the_rules_words()
    {
        await DeliverAsync(1, new DeviceAlert("MDC_EVT_BATT_LO", DeviceAlertPriority.Low, "Akku schwach"));

        (await AlarmsAsync()).ShouldHaveSingleItem().Headline.ShouldBe("monitor-1: battery is low");
    }

    Task DeliverAsync(long seq, params DeviceAlert[] alerts) =>
        _server.DeliverAsync("here", ClinicServer.Vitals(seq, (Metric.SpO2, 97)) with { Alerts = [.. alerts] });

    async Task<IReadOnlyList<AlarmView>> AlarmsAsync() =>
        (await _server.Grains.GetGrain<IClinicGrain>("here").SnapshotAsync()).Value.Chairs[0].Alarms;
}
