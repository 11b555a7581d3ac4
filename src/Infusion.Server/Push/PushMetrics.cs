using System.Diagnostics.Metrics;

namespace Infusion.Server.Push;

/// <summary>What operations can see of pushes. Tags hold codes only, never an address or a name.</summary>
sealed class PushMetrics
{
    readonly Counter<long> _pushes;
    readonly Counter<long> _receipts;

    public PushMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Infusion.Push");
        _pushes = meter.CreateCounter<long>("infusion.push.messages", "{message}", "Pushes by what became of them.");
        _receipts = meter.CreateCounter<long>("infusion.push.receipts", "{receipt}", "Receipts of browsers.");
    }

    public void Ended(string outcome) => _pushes.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Received() => _receipts.Add(1);
}
