using Npgsql;

namespace Infusion.Server.Identity.Accounts;

/// <summary>Writes sign-ins behind, and closes within seconds what another server, or somebody in the store, has ended.</summary>
sealed class SignInKeeper(SignIns signIns, ILogger<SignInKeeper> logger) : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(15);
    static readonly TimeSpan LastTry = TimeSpan.FromSeconds(3);
    static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            await TryAsync(() => signIns.RetainAsync(Kept, stoppingToken));
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(() => signIns.KeepAsync(stoppingToken));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            using var limit = new CancellationTokenSource(LastTry);
            await TryAsync(() => signIns.KeepAsync(limit.Token), isLast: true);
        }
    }

    async Task TryAsync(Func<Task> work, bool isLast = false)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is NpgsqlException || (e is OperationCanceledException && isLast))
        {
            logger.LogWarning(e, "Sign-ins are not compared with the store now");
        }
    }
}
