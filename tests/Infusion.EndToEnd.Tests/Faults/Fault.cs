using Infusion.EndToEnd.Tests.Support;

namespace Infusion.EndToEnd.Tests.Faults;

/// <summary>Something that befalls a running server. When it returns, the cause is over and the server is on its own.</summary>
sealed record Fault(string Name, Func<InfusionServer, BehindMosquitto, Random, Task> StrikeAsync)
{
    public static readonly Fault ServerKilled = new("kill -9 server", async (server, _, _) =>
    {
        await server.KillAsync();
        await server.StartAgainAsync();
    });

    public static readonly Fault PostgresKilled = new("kill -9 Postgres", async (server, _, _) =>
    {
        var postmaster = server.Data.Postmaster()!.Value;
        Signals.Send(postmaster, Signal.Kill);
        await Eventually.Is(() => server.Data.Postmaster() is { } now && now != postmaster, "Postgres was started again", () => server.Output);
    });

    public static readonly Fault PostgresStopped = new("Postgres stopped", async (server, _, random) =>
    {
        var frozen = server.Data.PostgresProcesses();
        Signals.Send(frozen, Signal.Stop);
        await LastAsync(random);
        Signals.Send(frozen, Signal.Continue);
    });

    public static readonly Fault ServerStopped = new("server stopped", async (server, _, random) =>
    {
        server.Send(Signal.Stop);
        await LastAsync(random);
        server.Send(Signal.Continue);
    });

    /// <summary>Nobody lets Postgres go on: that is left to the next server.</summary>
    public static readonly Fault ServerKilledWhilePostgresIsStopped = new("kill -9 server, Postgres stopped", async (server, _, random) =>
    {
        Signals.Send(server.Data.PostgresProcesses(), Signal.Stop);
        await LastAsync(random);
        await server.KillAsync();
        await server.StartAgainAsync();
    });

    public static readonly Fault DiskFull = new("disk full", async (server, _, random) =>
    {
        var noticed = NoSpace(server);
        server.Data.Disk.Fill();
        await Eventually.Is(() => NoSpace(server) > noticed, "the full disk was noticed", () => server.Output);
        await LastAsync(random);
        server.Data.Disk.Free();
    });

    public static readonly Fault MosquittoKilled = new("kill -9 Mosquitto", async (_, behind, random) =>
    {
        await behind.Mosquitto.KillAsync();
        await LastAsync(random);
        await behind.StartMosquittoAgainAsync();
    });

    public static IReadOnlyList<Fault> All { get; } =
    [
        ServerKilledWhilePostgresIsStopped,
        MosquittoKilled,
        .. SmallDisk.IsPossible ? [DiskFull] : (Fault[])[],
        ServerStopped,
        ServerKilled,
        PostgresKilled,
        PostgresStopped,
    ];

    static int NoSpace(InfusionServer server) => server.Output.Split("No space left on device").Length;

    static Task LastAsync(Random random) => Task.Delay(random.Next(500, 4000));
}
