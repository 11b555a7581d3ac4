using Infusion.Server.Storage;

namespace Infusion.Server.Clinics;

/// <summary>
/// Calls every clinic every five seconds, from start on, so that silence is watched even when nothing arrives,
/// above all after a crash.
/// </summary>
sealed partial class ClinicKeeper(ClinicStore store, IGrainFactory grains, ILogger<ClinicKeeper> logger) : BackgroundService
{
    /// <summary>A start of many clinics is many reads of the store; more at once would only wait for connections.</summary>
    const int AtOnce = 8;

    static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        IReadOnlyList<string> clinics = [];
        do
        {
            try
            {
                clinics = await store.ClinicsAsync(stoppingToken);
            }
            catch (Exception reason) when (!stoppingToken.IsCancellationRequested)
            {
                // With the store away the clinics known so far are still watched.
                LogStore(reason.Message);
            }

            await Parallel.ForEachAsync(
                clinics, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (clinic, _) => await KeepAsync(clinic));
        }
        while (await WaitAsync(timer, stoppingToken));
    }

    static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    async Task KeepAsync(string clinic)
    {
        try
        {
            await grains.GetGrain<IClinicGrain>(clinic).KeepAsync();
        }
        catch (Exception reason)
        {
            LogClinic(reason.Message, clinic);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The list of clinics cannot be read: {Reason}")]
    partial void LogStore(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Clinic {Clinic} is not watched: {Reason}")]
    partial void LogClinic(string reason, string clinic);
}
