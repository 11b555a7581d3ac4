using System.Globalization;
using Infusion.Server.Ingestion;
using Infusion.Server.Ingestion.External;
using Infusion.Server.Operations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NSubstitute;

namespace Infusion.Server.Tests.Ingestion.External;

/// <summary>Ingestion as it reads the clinic demo from an external broker, before a clinic that the test controls.</summary>
sealed class BrokerReader : IAsyncDisposable
{
    public const string Clinic = "demo";

    readonly ServiceProvider _services;
    readonly LogLines _log = new();

    /// <param name="holds">Nothing is committed until the test says so.</param>
    public BrokerReader(int port, bool holds = false, params KeyValuePair<string, string?>[] settings)
    {
        Inbox = new RecordingInbox { Holds = holds };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Mqtt:TimeZone", "America/New_York"),
            new("Mqtt:External:Host", "127.0.0.1"),
            new("Mqtt:External:Port", port.ToString(CultureInfo.InvariantCulture)),
            .. settings,
        ]).Build();
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging(logging => logging.AddProvider(_log))
            .AddMetrics()
            .AddSingleton<IClinicInbox>(Inbox)
            .AddSingleton(Substitute.For<IDeviceCredentials>())
            .AddSingleton(new ClinicClock(TimeProvider.System))
            .AddIngestion()
            .BuildServiceProvider();
        Broker.Follow(Clinic);
    }

    public RecordingInbox Inbox { get; }

    public IServiceProvider Services => _services;

    public ExternalBroker Broker => _services.GetRequiredService<ExternalBroker>();

    /// <summary>Follows, and has read all that the broker had kept.</summary>
    public static async Task<BrokerReader> StartAsync(int port, bool holds = false, params KeyValuePair<string, string?>[] settings)
    {
        var reader = new BrokerReader(port, holds, settings);
        await reader.ReadsAsync();
        return reader;
    }

    /// <summary>Returns when the log says so, once more than it was asked before.</summary>
    public Task ReadsAsync() => _log.NextAsync("is read from the broker");

    /// <returns>The line in which it says that it does not read.</returns>
    public Task<string> ReadsNotAsync() => _log.NextAsync("is not read");

    public Task SaysThatTheSessionIsLostAsync() => _log.NextAsync("has lost the session");

    /// <summary>Returns when no more than these are evaluated and not acknowledged to the broker.</summary>
    public async Task SettledAsync(int unacknowledged)
    {
        using var gauge = new Gauge(_services, "infusion.ingestion.unacknowledged");
        while (gauge.Read() > unacknowledged)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), Patience.Token);
        }
    }

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();
}
