using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Infusion.Server.Tests.Ingestion.External;

/// <summary>What one gauge of one server shows.</summary>
sealed class Gauge : IDisposable
{
    readonly MeterListener _listener = new();
    long _value;

    public Gauge(IServiceProvider services, string instrument)
    {
        var meters = services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (published, listener) =>
        {
            if (published.Name == instrument && ReferenceEquals(published.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(published);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => _value = value);
        _listener.Start();
    }

    public long Read()
    {
        _listener.RecordObservableInstruments();
        return _value;
    }

    public void Dispose() => _listener.Dispose();
}
