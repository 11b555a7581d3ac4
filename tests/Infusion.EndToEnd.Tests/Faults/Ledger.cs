using System.Collections.Concurrent;

namespace Infusion.EndToEnd.Tests.Faults;

/// <summary>What the senders know for certain: what they sent how often, and what was answered.</summary>
sealed class Ledger
{
    readonly ConcurrentDictionary<(string Device, string Boot, long Seq), int> _good = [];
    readonly ConcurrentDictionary<string, (int Sent, bool Refused)> _bad = [];
    readonly ConcurrentQueue<string> _surprises = [];
    int _answers;

    public int Answers => _answers;

    /// <summary>How often each reading was acknowledged.</summary>
    public IReadOnlyDictionary<(string Device, string Boot, long Seq), int> Good => _good;

    /// <summary>By payload, each of which is unlike any other.</summary>
    public IReadOnlyDictionary<string, (int Sent, bool Refused)> Bad => _bad;

    /// <summary>Answers that the protocol does not know.</summary>
    public IReadOnlyCollection<string> Surprises => _surprises;

    /// <summary>A refusal whose answer was lost is asked for again, and then both are kept.</summary>
    public void Sent(Message message)
    {
        if (message.IsBad)
        {
            _bad.AddOrUpdate(message.Payload, (1, false), (_, before) => (before.Sent + 1, before.Refused));
        }
    }

    public void Accepted(Message message)
    {
        Interlocked.Increment(ref _answers);
        _good.AddOrUpdate((message.Device, message.Boot, message.Seq), 1, (_, times) => times + 1);
    }

    public void Refused(Message message)
    {
        Interlocked.Increment(ref _answers);
        _bad.AddOrUpdate(message.Payload, (0, true), (_, before) => (before.Sent, true));
    }

    public void Surprised(string by) => _surprises.Enqueue(by);
}

/// <param name="IsBad">The server can never use it.</param>
sealed record Message(string Device, string Boot, long Seq, string Payload, bool IsBad);
