using Infusion.Server.Operations;
using Infusion.Server.Storage;

namespace Infusion.Server.Fhir;

/// <summary>
/// Tells FHIR again and again what no clinic's turn tells: sealed charts, people and places. At the start it looks at everything, so
/// that what a server left undone at its end is done by the next.
/// </summary>
sealed partial class FhirWatch(ClinicStore clinics, ClinicDirectory directory, ChartResources charts, ClinicClock clock, ILogger<FhirWatch> logger)
    : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    /// <summary>People and places change seldom.</summary>
    const int DirectoryEvery = 4;

    /// <summary>How much of what was looked at is looked at again: a commit may have stood open then.</summary>
    static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        DateTimeOffset? since = null;
        using var timer = new PeriodicTimer(Every);
        for (var round = 0; round == 0 || await timer.WaitForNextTickAsync(stoppingToken); round++)
        {
            var started = clock.Now;
            try
            {
                foreach (var clinic in await clinics.ClinicsAsync(stoppingToken))
                {
                    if (round % DirectoryEvery == 0)
                    {
                        await directory.TellAsync(clinic, stoppingToken);
                    }

                    await charts.TellAsync(clinic, since, stoppingToken);
                }

                since = started - Overlap;
            }
            catch (Exception away) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it is: the server watches patients and does not end for it. What is not told is found by looking as far back.
                LogAway(logger, away);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "People, places and sealed charts are not all told to FHIR yet; it is tried again")]
    static partial void LogAway(ILogger logger, Exception reason);
}
