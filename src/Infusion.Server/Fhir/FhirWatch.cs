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
            if (await LookAsync(since, withDirectory: round % DirectoryEvery == 0, stoppingToken))
            {
                since = started - Overlap;
            }
        }
    }

    /// <returns>False: something is not told, and is found again by looking as far back.</returns>
    async Task<bool> LookAsync(DateTimeOffset? since, bool withDirectory, CancellationToken stoppingToken)
    {
        if (await ClinicsAsync(stoppingToken) is not { } all)
        {
            return false;
        }

        var isDone = true;
        foreach (var clinic in all)
        {
            try
            {
                if (withDirectory)
                {
                    await directory.TellAsync(clinic, stoppingToken);
                }

                await charts.TellAsync(clinic, since, stoppingToken);
            }
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it is: the next clinic goes on, and the server watches patients and does not end for it.
                LogNotTold(logger, clinic, failed);
                isDone = false;
            }
        }

        return isDone;
    }

    /// <returns>Null: the store is away.</returns>
    async Task<IReadOnlyList<string>?> ClinicsAsync(CancellationToken stoppingToken)
    {
        try
        {
            return await clinics.ClinicsAsync(stoppingToken);
        }
        catch (Exception away) when (!stoppingToken.IsCancellationRequested)
        {
            LogNotTold(logger, "(all)", away);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "People, places and sealed charts of clinic {Clinic} are not all told to FHIR yet; it is tried again")]
    static partial void LogNotTold(ILogger logger, string clinic, Exception reason);
}
