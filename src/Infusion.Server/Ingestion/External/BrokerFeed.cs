using Infusion.Server.Ingestion.Broker;
using Infusion.Server.Ingestion.Decoding;

namespace Infusion.Server.Ingestion.External;

/// <summary>One clinic at the external broker: connects, and after each end connects again until it is disposed.</summary>
sealed partial class BrokerFeed : IAsyncDisposable
{
    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    readonly string _clinic;
    readonly ExternalBrokerSettings _settings;
    readonly Intake _intake;
    readonly IngestionMetrics _metrics;
    readonly TimeProvider _time;
    readonly ILogger _logger;
    readonly CancellationTokenSource _ended = new();
    readonly Task _running;
    TimeSpan _pause = FirstPause;
    bool _wasConnected;

    public BrokerFeed(
        string clinic, ExternalBrokerSettings settings, Intake intake, IngestionMetrics metrics, TimeProvider time, ILogger logger)
    {
        (_clinic, _settings, _intake, _metrics, _time, _logger) = (clinic, settings, intake, metrics, time, logger);
        // Off the writer's turn.
        _running = Task.Run(() => RunAsync(_ended.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _running;
        _ended.Dispose();
    }

    async Task RunAsync(CancellationToken ended)
    {
        _metrics.BrokerFeeds(1);
        while (!ended.IsCancellationRequested)
        {
            await ConnectOnceAsync(ended);
            await Task.Delay(_pause, _time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        }

        _metrics.BrokerFeeds(-1);
    }

    async Task ConnectOnceAsync(CancellationToken ended)
    {
        var isConnected = false;
        try
        {
            await using var connection = new BrokerConnection(_clinic, _settings, _intake, _metrics, _time, new BrokerLog(_logger));
            var hadSession = await connection.OpenAsync(ended);
            NoteSession(hadSession);
            await connection.WhenCaughtUpAsync(ended);
            _metrics.ConnectedBrokerFeeds(1);
            (isConnected, _pause) = (true, FirstPause);
            LogConnected(_clinic, _settings.Host, _settings.Port);
            await connection.WhenLostAsync(ended);
        }
        catch (Exception) when (ended.IsCancellationRequested)
        {
            // Released: another writer may follow the clinic already.
        }
        catch (Exception reason)
        {
            LogLost(_settings.Host, _settings.Port, _clinic, SafeText.Printable(reason.GetBaseException().Message), _pause.TotalSeconds);
        }
        finally
        {
            _metrics.ConnectedBrokerFeeds(isConnected ? -1 : 0);
        }
    }

    void NoteSession(bool hadSession)
    {
        if (!hadSession && _wasConnected)
        {
            LogSessionLost(_clinic);
        }

        _wasConnected = true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Clinic {Clinic} is read from the broker {Host}:{Port}")]
    partial void LogConnected(string clinic, string host, int port);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The broker {Host}:{Port} is not read for clinic {Clinic}: {Reason}; next attempt in {Seconds} s")]
    partial void LogLost(string host, int port, string clinic, string reason, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The broker has lost the session of clinic {Clinic}: what was published while this server was away is lost there")]
    partial void LogSessionLost(string clinic);
}
