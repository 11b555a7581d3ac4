using Xunit;

namespace Infusion.Server.Tests.Support;

/// <summary>One server for all tests of a class. Each test has clinics of its own, with names that nobody else has.</summary>
public sealed class SharedClinicServer(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    static int s_clinics;

    internal ClinicServer Server { get; private set; } = null!;

    public static string NewClinic(string name) => $"{name}-{Interlocked.Increment(ref s_clinics)}";

    public async ValueTask InitializeAsync() => Server = await ClinicServer.StartAsync(await postgres.CreateClinicDatabaseAsync());

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
