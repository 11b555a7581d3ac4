using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Infusion.Server.Tests.Ingestion;

/// <summary>What one counter of one server has counted.</summary>
sealed class Counted : IDisposable
{
    readonly MeterListener _listener = new();
    readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    long _total;

    public Counted(IServiceProvider services, string instrument)
    {
        var meters = services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (published, listener) =>
        {
            if (published.Name == instrument && ReferenceEquals(published.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(published);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) =>
        {
            Interlocked.Add(ref _total, value);
            _first.TrySetResult();
        });
        _listener.Start();
    }

    public long Total => Interlocked.Read(ref _total);

    public Task FirstAsync() => _first.Task.WaitAsync(Patience.Token);

    public void Dispose() => _listener.Dispose();
}
