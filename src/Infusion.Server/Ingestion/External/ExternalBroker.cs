using Microsoft.Extensions.Options;

namespace Infusion.Server.Ingestion.External;

/// <summary>
/// The broker that the clinic runs already. A clinic's writer has its clinic followed as long as it owns it; without
/// <c>Mqtt:External</c> nothing is followed.
/// </summary>
sealed class ExternalBroker(
    IOptions<MqttSettings> settings, Intake intake, IngestionMetrics metrics, TimeProvider time, ILogger<ExternalBroker> logger)
    : IAsyncDisposable
{
    readonly Lock _gate = new();
    readonly Dictionary<string, BrokerFeed> _feeds = [];

    /// <summary>Returns at once; the connection is made, and made again, behind it.</summary>
    public void Follow(string clinic)
    {
        if (!settings.Value.External.IsSet)
        {
            return;
        }

        lock (_gate)
        {
            if (!_feeds.ContainsKey(clinic))
            {
                _feeds.Add(clinic, new BrokerFeed(clinic, settings.Value.External, intake, metrics, time, logger));
            }
        }
    }

    /// <summary>
    /// Ends when nothing of the clinic is received here any more. Its session stays at the broker, with what was not
    /// acknowledged, for the next writer.
    /// </summary>
    public async Task ReleaseAsync(string clinic)
    {
        BrokerFeed? feed;
        lock (_gate)
        {
            _feeds.Remove(clinic, out feed);
        }

        await (feed?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    public async ValueTask DisposeAsync()
    {
        string[] clinics;
        lock (_gate)
        {
            clinics = [.. _feeds.Keys];
        }

        await Task.WhenAll(clinics.Select(ReleaseAsync));
    }
}
