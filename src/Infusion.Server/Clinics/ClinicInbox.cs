using System.Collections.Concurrent;
using System.Threading.Channels;
using Infusion.Server.Ingestion;
using Orleans.Concurrency;

namespace Infusion.Server.Clinics;

/// <summary>
/// Takes messages from ingestion to the clinic's writer: one call per clinic at a time, so order holds;
/// what arrives meanwhile goes with the next call.
/// </summary>
sealed partial class ClinicInbox(IGrainFactory grains, ILogger<ClinicInbox> logger) : IClinicInbox
{
    const int MaxBatch = 500;
    static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(200);

    readonly ConcurrentDictionary<string, Lane> _lanes = new();

    public Task DeliverAsync(string clinic, Incoming message) =>
        _lanes.GetOrAdd(clinic, name => new Lane(this, name)).Deliver(message);

    readonly record struct Waiting(Incoming Message, TaskCompletionSource Done);

    /// <summary>The way to one clinic.</summary>
    sealed class Lane
    {
        readonly ClinicInbox _inbox;
        readonly string _clinic;
        readonly IClinicGrain _grain;

        readonly Channel<Waiting> _queue =
            Channel.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });

        public Lane(ClinicInbox inbox, string clinic)
        {
            (_inbox, _clinic, _grain) = (inbox, clinic, inbox.Grain(clinic));
            _ = RunAsync();
        }

        public Task Deliver(Incoming message)
        {
            var waiting = new Waiting(message, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            _queue.Writer.TryWrite(waiting);
            return waiting.Done.Task;
        }

        async Task RunAsync()
        {
            while (await _queue.Reader.WaitToReadAsync())
            {
                var batch = new List<Waiting>();
                while (batch.Count < MaxBatch && _queue.Reader.TryRead(out var waiting))
                {
                    batch.Add(waiting);
                }

                var evaluated = await EvaluateAsync(batch);
                _ = AwaitCommitAsync(batch, evaluated);
            }
        }

        /// <summary>Tries until a writer has it. A writer that cannot start (store away) is tried again; nothing is skipped.</summary>
        async Task<Evaluated> EvaluateAsync(List<Waiting> batch)
        {
            var messages = new Immutable<IReadOnlyList<Incoming>>([.. batch.Select(waiting => waiting.Message)]);
            while (true)
            {
                try
                {
                    return await _grain.EvaluateAsync(messages);
                }
                catch (Exception reason)
                {
                    _inbox.LogRetry(reason.Message, _clinic, batch.Count);
                    await Task.Delay(Retry);
                }
            }
        }

        /// <summary>
        /// A writer that lost the clinic before the commit leaves the messages to the next one, which knows by
        /// (device, boot, seq) whether it has them.
        /// </summary>
        async Task AwaitCommitAsync(List<Waiting> batch, Evaluated evaluated)
        {
            while (true)
            {
                try
                {
                    await _grain.WhenCommittedAsync(evaluated);
                    batch.ForEach(waiting => waiting.Done.TrySetResult());
                    return;
                }
                catch (TimeoutException)
                {
                    // The store takes longer than one call may; the wait goes on.
                }
                catch (Exception reason)
                {
                    _inbox.LogRetry(reason.Message, _clinic, batch.Count);
                    await Task.Delay(Retry);
                    evaluated = await EvaluateAsync(batch);
                }
            }
        }
    }

    IClinicGrain Grain(string clinic) => grains.GetGrain<IClinicGrain>(clinic);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Messages} messages wait for a writer of clinic {Clinic}: {Reason}")]
    partial void LogRetry(string reason, string clinic, int messages);
}
