using Infusion.Server.Operations;
using Infusion.Server.Storage;

namespace Infusion.Server.Charts;

/// <summary>Looks again and again for what arrived after signing; at the start at everything.</summary>
sealed partial class ChartWatch(ClinicStore clinics, LateArrivals arrivals, ClinicClock clock, ILogger<ChartWatch> logger) : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(20);

    /// <summary>How much of what was looked at is looked at again: a commit may have stood open then.</summary>
    static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        DateTimeOffset? since = null;
        using var timer = new PeriodicTimer(Every);
        do
        {
            var started = clock.Now;
            try
            {
                var isDone = true;
                foreach (var clinic in await clinics.ClinicsAsync(stoppingToken))
                {
                    isDone &= await arrivals.SealAsync(clinic, since, stoppingToken);
                }

                // What could not be sealed is found again by looking as far back.
                since = isDone ? started - Overlap : since;
            }
            catch (Exception away) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it is: the server watches patients and does not end for it.
                LogAway(logger, away);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store could not be asked; charts that change after signing are looked for later")]
    static partial void LogAway(ILogger logger, Exception reason);
}
