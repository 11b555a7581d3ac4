using Infusion.Server.Ingestion;
using Infusion.Server.Ingestion.Decoding;
using Infusion.Server.Spooling;
using Infusion.Server.Storage;

namespace Infusion.Server.Clinics;

/// <summary>
/// Calls every clinic every five seconds, from start on, so that silence is watched even when nothing arrives,
/// above all after a crash.
/// </summary>
sealed partial class ClinicKeeper(
    ClinicStore store, IGrainFactory grains, Spool spool, IClinicInbox inbox, MessageDecoder decoder, ILogger<ClinicKeeper> logger) : BackgroundService
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
            BringLeftovers(clinic);
        }
        catch (Exception reason)
        {
            LogClinic(reason.Message, clinic);
        }
    }

    /// <summary>A writer that begins here has taken them. One that runs on another server has not, and has gone on: they are late.</summary>
    void BringLeftovers(string clinic)
    {
        foreach (var (message, segment) in spool.Leftovers.Take(clinic))
        {
            _ = BringAsync(message, segment);
        }
    }

    async Task BringAsync(SpooledMessage message, SpoolSegment segment)
    {
        if ((message with { Raw = message.Raw with { IsLate = true } }).ToIncoming(decoder) is { } incoming)
        {
            await inbox.DeliverAsync(message.Clinic, incoming);
        }

        spool.Forget(segment, 1);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The list of clinics cannot be read: {Reason}")]
    partial void LogStore(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Clinic {Clinic} is not watched: {Reason}")]
    partial void LogClinic(string reason, string clinic);
}
