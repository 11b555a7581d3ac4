namespace Infusion.Server.Ingestion.Broker;

/// <summary>
/// Ends connections whose credential was revoked, replaced or changed: at once when it happened on this server, and within
/// <see cref="Every"/> when it happened on another. While the store is away nobody is put out.
/// </summary>
sealed class CredentialWatch(IDeviceCredentials credentials, OpenSignIns signIns, TimeProvider time, ILogger<CredentialWatch> logger) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    readonly OccasionalLog _log = new(time);
    readonly PeriodicTimer _timer = new(Every, time);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        credentials.Changed += Look;
        return base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        credentials.Changed -= Look;
        return base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken))
            {
                await LookAsync(null, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server ends.
        }
    }

    void Look(string username) => _ = LookAsync(username, CancellationToken.None);

    static void End(DeviceChannel channel, Standing standing)
    {
        try
        {
            switch (standing)
            {
                case Standing.Revoked:
                    channel.End(PacketRefusal.Revoked);
                    break;
                case Standing.Changed:
                    channel.End(PacketRefusal.Changed);
                    break;
                default:
                    break;
            }
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself; the others are still to be ended.
        }
    }

    /// <param name="username">Null: every credential with an open connection.</param>
    async Task LookAsync(string? username, CancellationToken cancellationToken)
    {
        try
        {
            var open = signIns.Of(username);
            if (open.Count == 0)
            {
                return;
            }

            // Thousands of devices may share a gateway's credential: each sign-in that was the same is asked for once.
            var distinct = open.Select(each => each.Grant).DistinctBy(grant => (grant.Username, grant.Version, grant.Key)).ToList();
            var standing = await credentials.StandingAsync(distinct, cancellationToken);
            var of = distinct.Zip(standing).ToDictionary(each => (each.First.Username, each.First.Version, each.First.Key), each => each.Second);
            foreach (var (channel, grant) in open)
            {
                End(channel, of[(grant.Username, grant.Version, grant.Key)]);
            }
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            if (_log.MayWrite(out var swallowed))
            {
                logger.LogWarning(failure, "Credentials of open connections cannot be looked at; {Swallowed} more since the last line", swallowed);
            }
        }
    }
}
