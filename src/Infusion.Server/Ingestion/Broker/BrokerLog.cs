using MQTTnet.Diagnostics.Logger;

namespace Infusion.Server.Ingestion.Broker;

/// <summary>
/// What MQTTnet says of itself, for whoever searches a fault. Never above Debug: each malformed packet of a stranger is
/// an error to MQTTnet, and strangers must not fill the log.
/// </summary>
sealed class BrokerLog(ILogger logger) : IMqttNetLogger
{
    public bool IsEnabled => logger.IsEnabled(LogLevel.Debug);

    public void Publish(MqttNetLogLevel level, string source, string message, object[] parameters, Exception exception)
    {
        if (level >= MqttNetLogLevel.Warning && IsEnabled)
        {
            var text = parameters is { Length: > 0 }
                ? string.Format(System.Globalization.CultureInfo.InvariantCulture, message, parameters)
                : message;
            logger.LogDebug(exception, "{Source}: {Message}", source, text);
        }
    }
}
