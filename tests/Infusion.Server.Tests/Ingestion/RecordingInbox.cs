using System.Threading.Channels;
using Infusion.Server.Ingestion;
using Shouldly;

namespace Infusion.Server.Tests.Ingestion;

sealed record Delivery(string Clinic, Incoming Message, TaskCompletionSource Commit);

/// <summary>A clinic whose commits the test controls. It sees what is gathered when it is woken, and not before.</summary>
sealed class RecordingInbox : IClinicInbox
{
    readonly Channel<Delivery> _deliveries = Channel.CreateUnbounded<Delivery>();
    readonly Queue<Delivery> _gathered = new();
    int _count;

    /// <summary>While true nothing is committed until the test says so.</summary>
    public bool Holds { get; set; }

    /// <summary>What is committed even so.</summary>
    public Predicate<Incoming> Spares { get; set; } = _ => false;

    public int Count => Volatile.Read(ref _count);

    public Task DeliverAsync(string clinic, Incoming message)
    {
        var committed = GatherAsync(clinic, message);
        Wake(clinic);
        return committed;
    }

    public ValueTask WaitForRoomAsync(string clinic, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public Task GatherAsync(string clinic, Incoming message)
    {
        var delivery = new Delivery(clinic, message, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gathered)
        {
            _gathered.Enqueue(delivery);
        }

        return delivery.Commit.Task;
    }

    public void Wake(string clinic)
    {
        lock (_gathered)
        {
            while (_gathered.TryDequeue(out var delivery))
            {
                if (!Holds || Spares(delivery.Message))
                {
                    delivery.Commit.SetResult();
                }

                Interlocked.Increment(ref _count);
                _deliveries.Writer.TryWrite(delivery);
            }
        }
    }

    /// <summary>Keeps nothing of what came so far, and commits what it held.</summary>
    public void Forget()
    {
        while (_deliveries.Reader.TryRead(out var delivery))
        {
            delivery.Commit.TrySetResult();
        }
    }

    public async Task<Delivery> NextAsync() => await _deliveries.Reader.ReadAsync(Patience.Token);

    public async Task<T> NextAsync<T>()
        where T : Incoming => (await NextAsync()).Message.ShouldBeOfType<T>();

    public async Task<List<Delivery>> NextAsync(int count)
    {
        List<Delivery> result = [];
        while (result.Count < count)
        {
            result.Add(await NextAsync());
        }

        return result;
    }
}
