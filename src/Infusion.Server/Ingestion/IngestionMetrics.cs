using System.Diagnostics.Metrics;

namespace Infusion.Server.Ingestion;

/// <summary>What operations can see of the intake. Tags hold codes only, never a topic or a name.</summary>
sealed class IngestionMetrics
{
    public const string MeterName = "Infusion.Ingestion";

    readonly Counter<long> _messages;
    readonly Counter<long> _unauthorised;
    readonly Counter<long> _unknownKeys;
    readonly Counter<long> _refusedSignIns;
    readonly Counter<long> _endedConnections;
    long _unacknowledged;
    long _connections;
    long _brokerFeeds;
    long _connectedBrokerFeeds;

    public IngestionMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _messages = meter.CreateCounter<long>("infusion.ingestion.messages", "{message}", "Messages by outcome.");
        _unauthorised = meter.CreateCounter<long>("infusion.ingestion.unauthorised", "{message}", "Publishes to a topic the credential does not cover.");
        _unknownKeys = meter.CreateCounter<long>("infusion.ingestion.unknown_keys", "{key}", "Keys that are not in the protocol's table.");
        _refusedSignIns = meter.CreateCounter<long>("infusion.ingestion.refused_sign_ins", "{connection}", "Connections refused for their credential.");
        _endedConnections = meter.CreateCounter<long>("infusion.ingestion.ended_connections", "{connection}", "Connections that the server ended, by reason.");
        meter.CreateObservableGauge("infusion.ingestion.unacknowledged", () => Interlocked.Read(ref _unacknowledged), "{message}", "Messages evaluated and not yet committed.");
        meter.CreateObservableGauge("infusion.ingestion.connections", () => Interlocked.Read(ref _connections), "{connection}", "Open device connections.");
        meter.CreateObservableGauge("infusion.ingestion.broker_feeds", () => Interlocked.Read(ref _brokerFeeds), "{clinic}", "Clinics that this server reads from the external broker.");
        meter.CreateObservableGauge("infusion.ingestion.broker_feeds_connected", () => Interlocked.Read(ref _connectedBrokerFeeds), "{clinic}", "Those of them that are connected and subscribed.");
    }

    public void Accepted(int unknownKeys)
    {
        _messages.Add(1, new KeyValuePair<string, object?>("outcome", "accepted"));
        if (unknownKeys > 0)
        {
            _unknownKeys.Add(unknownKeys);
        }
    }

    /// <summary>A message that says nothing, as VSCapture sends between two that do.</summary>
    public void Empty() => _messages.Add(1, new KeyValuePair<string, object?>("outcome", "empty"));

    public void Quarantined(string reason) => _messages.Add(
        1,
        new KeyValuePair<string, object?>("outcome", "quarantined"),
        new KeyValuePair<string, object?>("reason", reason));

    /// <summary>The clinic gave up on the message: it was not acknowledged.</summary>
    public void NotStored() => _messages.Add(1, new KeyValuePair<string, object?>("outcome", "not-stored"));

    public void Unauthorised() => _unauthorised.Add(1);

    public void ConnectionEnded(string reason) => _endedConnections.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void SignInRefused() => _refusedSignIns.Add(1);

    public void Unacknowledged(int change) => Interlocked.Add(ref _unacknowledged, change);

    public void Connections(int change) => Interlocked.Add(ref _connections, change);

    public void BrokerFeeds(int change) => Interlocked.Add(ref _brokerFeeds, change);

    public void ConnectedBrokerFeeds(int change) => Interlocked.Add(ref _connectedBrokerFeeds, change);
}
