using System.Net;
using System.Security.Cryptography.X509Certificates;
using Infusion.Server.Ingestion;
using Infusion.Server.Ingestion.Broker;
using Infusion.Server.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MQTTnet.Formatter;

namespace Infusion.Server.Tests.Ingestion;

/// <summary>The real broker on free loopback ports, before a clinic that the test controls.</summary>
sealed class RunningBroker : IAsyncDisposable
{
    public const string Username = "chair-1";
    public const string SubscriberName = "integrator";
    public const string Password = "right";
    public const string Telemetry = "infusion/v1/demo/monitor-1/telemetry";
    public const string Status = "infusion/v1/demo/monitor-1/status";

    readonly WebApplication _app;

    RunningBroker(WebApplication app, RecordingInbox inbox) => (_app, Inbox) = (app, inbox);

    public RecordingInbox Inbox { get; }

    public IPEndPoint Mqtt => _app.Services.MqttAddress();

    public IPEndPoint? MqttWithTls => _app.Services.GetRequiredService<MqttEndpoint>().TlsAddress;

    public int Connections => _app.Services.GetRequiredService<ConnectionQuota>().Open;

    public IServiceProvider Services => _app.Services;

    public Uri WebSocket
    {
        get
        {
            var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
            var http = addresses.Addresses.Select(address => new Uri(address)).First(uri => uri.Port != Mqtt.Port);
            return new UriBuilder(http) { Scheme = "ws", Path = "/mqtt" }.Uri;
        }
    }

    public static async Task<RunningBroker> StartAsync(
        IDeviceCredentials? credentials = null, TimeProvider? time = null, IntakeBudget? budget = null, ConnectionQuota? quota = null,
        params KeyValuePair<string, string?>[] settings)
    {
        var inbox = new RecordingInbox();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([new("Mqtt:Host", "127.0.0.1"), new("Mqtt:Port", "0"), .. settings]);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<IClinicInbox>(inbox);
        builder.Services.AddSingleton(credentials ?? new TwoCredentials());
        builder.Services.AddSingleton(new ClinicClock(TimeProvider.System));
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddSingleton(budget ?? new IntakeBudget());
        builder.Services.AddSingleton(quota ?? new ConnectionQuota());
        builder.Services.AddIngestion();
        var app = builder.Build();
        app.MapIngestion();
        await app.StartAsync(Patience.Token);
        return new RunningBroker(app, inbox);
    }

    /// <summary>A connection that speaks, signed in for monitor-1 and pump-1 of the clinic demo.</summary>
    public async Task<WireClient> SignInAsync(MqttProtocolVersion version, string clientId = "c1")
    {
        var client = await WireClient.OpenAsync(Mqtt, version);
        await client.SignInAsync(clientId);
        return client;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    sealed class TwoCredentials : IDeviceCredentials
    {
        public event Action<string>? Changed
        {
            add { }
            remove { }
        }

        public ValueTask<DeviceGrant?> AuthenticateAsync(X509Certificate2 certificate, CancellationToken cancellationToken) => default;

        public bool HasChangedSince(DeviceGrant grant) => false;

        public Task<IReadOnlyList<Standing>> StandingAsync(IReadOnlyList<DeviceGrant> grants, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Standing>>([.. grants.Select(_ => Standing.Good)]);

        public ValueTask<DeviceGrant?> AuthenticateAsync(string username, string password, CancellationToken cancellationToken) =>
            new((username, password) switch
            {
                (Username, Password) => new DeviceGrant(
                    username, "demo", GrantKind.Gateway, new HashSet<string> { "monitor-1", "pump-1" }, MaySubscribe: false),
                (SubscriberName, Password) => new DeviceGrant(
                    username, "demo", GrantKind.Gateway, new HashSet<string>(), MaySubscribe: true),
                _ => null,
            });
    }
}
