using System.Text;
using Infusion.Server.Charts;
using Infusion.Server.Charts.Bundles;
using Infusion.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Infusion.Server.Tests.Charts;

[CollectionDefinition(Name)]
public sealed class SigningCollection : ICollectionFixture<Signing>
{
    public const string Name = "signing";
}

/// <summary>One server for all that is signed in tests, whose printer can fail.</summary>
public sealed class Signing : IAsyncLifetime
{
    readonly EmbeddedPostgresFixture _postgres;

    public Signing(EmbeddedPostgresFixture postgres) => _postgres = postgres;

    internal ClinicServer Server { get; private set; } = null!;

    internal FailingPrinter Printer { get; } = new();

    internal string ConnectionString { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await _postgres.CreateClinicDatabaseAsync();
        Server = await ClinicServer.StartAsync(ConnectionString, services: services =>
        {
            services.AddSingleton<IChartPrinter>(Printer);

            // The tests say themselves when it is looked.
            services.Remove(services.Single(service => service.ImplementationType == typeof(ChartWatch)));
        });
    }

    internal async Task<IReadOnlyList<string>> AuditAsync(string clinic, Trust trust)
    {
        await using var scope = Server.Application.Services.CreateAsyncScope();
        return [.. (await scope.ServiceProvider.GetRequiredService<ChartAudit>().RunAsync(clinic, trust, TestContext.Current.CancellationToken)).Faults.Select(fault => fault.Text)];
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

sealed class FailingPrinter : IChartPrinter
{
    public bool Fails { get; set; }

    public byte[] Print(ChartContent content, IReadOnlyList<Signature> signatures) => Fails
        ? throw new InvalidOperationException("no font")
        : Encoding.UTF8.GetBytes($"%PDF of {content.Digest}, {signatures.Count} signatures");
}
