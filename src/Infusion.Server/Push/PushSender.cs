using System.Collections.Concurrent;
using System.Threading.Channels;
using Infusion.Server.Operations;
using Npgsql;

namespace Infusion.Server.Push;

/// <param name="Delivery">Null: nobody asks what becomes of it.</param>
/// <param name="Topic">What waits under the same topic for the same browser is replaced.</param>
/// <param name="Until">Real time; then it is not sent any more.</param>
sealed record PushJob(Guid? Delivery, PushTarget Target, string Payload, string Topic, bool IsUrgent, DateTimeOffset Until)
{
    public long Number { get; init; }

    public int Tries { get; init; }
}

/// <summary>
/// Sends what waits, a few at a time, each within its minute. Who has something to send never waits: of too many the oldest are let go,
/// and said to be.
/// </summary>
sealed partial class PushSender : BackgroundService
{
    /// <summary>At once.</summary>
    public const int Senders = 8;

    internal const int MostWaiting = 256;

    const int MostRemembered = 2 * MostWaiting;

    static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(15);

    readonly PushClient _client;
    readonly PushSubscriptions _subscriptions;
    readonly PushDeliveries _deliveries;
    readonly PushMetrics _metrics;
    readonly TimeProvider _time;
    readonly ClinicClock _clock;
    readonly ILogger _logger;
    readonly Channel<PushJob> _queue;

    /// <summary>By browser and topic, for as long as something older may still wait to be tried again.</summary>
    readonly ConcurrentDictionary<(Guid Subscription, string Topic), (long Number, DateTimeOffset At)> _newest = new();
    long _number;
    CancellationToken _stopping;

    public PushSender(
        PushClient client, PushSubscriptions subscriptions, PushDeliveries deliveries, PushMetrics metrics, TimeProvider time, ClinicClock clock, ILogger<PushSender> logger)
    {
        (_client, _subscriptions, _deliveries, _metrics, _time, _clock, _logger) = (client, subscriptions, deliveries, metrics, time, clock, logger);
        _queue = Channel.CreateBounded<PushJob>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest }, Drop);
    }

    public void Enqueue(PushJob job)
    {
        var numbered = job with { Number = Interlocked.Increment(ref _number) };
        _newest[KeyOf(numbered)] = (numbered.Number, _time.GetUtcNow());
        ForgetOld();
        _queue.Writer.TryWrite(numbered);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _stopping = stoppingToken;
        return Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(SendAsync, CancellationToken.None)));
    }

    async Task SendAsync()
    {
        try
        {
            await foreach (var job in _queue.Reader.ReadAllAsync(_stopping))
            {
                await SendAsync(job);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // What waits is not sent, and stays "waiting": nobody confirmed it.
        }
    }

    async Task SendAsync(PushJob job)
    {
        if (!IsNewest(job))
        {
            await EndAsync(job, PushOutcome.Replaced, "replaced");
            return;
        }

        var left = job.Until - _time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            await EndAsync(job, PushOutcome.Failed, "late");
            return;
        }

        var answer = await _client.SendAsync(job.Target, job.Payload, job.Topic, left, job.IsUrgent, _stopping);
        switch (answer.Kind)
        {
            case PushAnswerKind.Taken:
                await EndAsync(job, PushOutcome.Sent, "sent");
                break;
            case PushAnswerKind.Gone:
                await TryAsync(() => _subscriptions.ForgetAsync(job.Target.Subscription, _stopping));
                await EndAsync(job, PushOutcome.Gone, "gone");
                break;
            case PushAnswerKind.NotNow when DelayOf(job, answer) is var delay && delay < left:
                _ = AgainAsync(job with { Tries = job.Tries + 1 }, delay);
                break;
            default:
                LogNotSent(answer.Reason);
                await EndAsync(job, PushOutcome.Failed, "failed");
                break;
        }
    }

    static TimeSpan DelayOf(PushJob job, PushAnswer answer) =>
        answer.After is { } after && after > TimeSpan.Zero ? after
        : FirstRetry * (1 << Math.Min(job.Tries, 10)) is var longer && longer < LongestRetry ? longer
        : LongestRetry;

    async Task AgainAsync(PushJob job, TimeSpan delay)
    {
        await Task.Delay(delay, _time, _stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _queue.Writer.TryWrite(job);
    }

    void Drop(PushJob job)
    {
        LogDropped();
        _ = EndAsync(job, PushOutcome.Dropped, "dropped");
    }

    async Task EndAsync(PushJob job, PushOutcome outcome, string word)
    {
        _metrics.Ended(word);
        if (job.Delivery is { } delivery)
        {
            await TryAsync(() => _deliveries.EndAsync(delivery, outcome, _clock.Now, CancellationToken.None));
        }
    }

    async Task TryAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (NpgsqlException reason)
        {
            LogNotWritten(reason.Message);
        }
    }

    bool IsNewest(PushJob job) => !_newest.TryGetValue(KeyOf(job), out var newest) || newest.Number == job.Number;

    void ForgetOld()
    {
        if (_newest.Count > MostRemembered)
        {
            var old = _time.GetUtcNow() - 2 * PushWatch.Fresh;
            foreach (var (key, newest) in _newest)
            {
                if (newest.At < old)
                {
                    _newest.TryRemove(key, out _);
                }
            }
        }
    }

    static (Guid Subscription, string Topic) KeyOf(PushJob job) => (job.Target.Subscription, job.Topic);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A push was not sent: the push service {Reason}")]
    partial void LogNotSent(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "More pushes wait than are kept; the oldest was let go")]
    partial void LogDropped();

    [LoggerMessage(Level = LogLevel.Warning, Message = "What became of a push cannot be written now: {Reason}")]
    partial void LogNotWritten(string reason);
}
