using Microsoft.Extensions.Options;

namespace Infusion.Server.Ingestion.VsCapture;

/// <summary>The time zones of monitors whose clocks name none.</summary>
sealed class FeedZones(IOptions<MqttSettings> settings)
{
    /// <returns>The device's zone, else the site's, else null: nobody said, and no guess is made.</returns>
    public TimeZoneInfo? Of(string clinic, string device)
    {
        var mqtt = settings.Value;
        var own = mqtt.Feeds.GetValueOrDefault(clinic)?.GetValueOrDefault(device)?.TimeZone;
        var id = string.IsNullOrEmpty(own) ? mqtt.TimeZone : own;
        // Found again each time: the runtime keeps what it has read, and the start has checked every name.
        return id.Length == 0 ? null : TimeZoneInfo.FindSystemTimeZoneById(id);
    }
}
