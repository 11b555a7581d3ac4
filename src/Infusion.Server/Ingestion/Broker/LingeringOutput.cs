using System.IO.Pipelines;

namespace Infusion.Server.Ingestion.Broker;

/// <summary>
/// An output that MQTTnet cannot close. It would close it before anybody could tell the sender of a malformed packet what
/// was wrong; the connection closes it at its own end.
/// </summary>
sealed class LingeringOutput(PipeWriter inner) : PipeWriter
{
    public override void Complete(Exception? exception = null)
    {
    }

    public override void Advance(int bytes) => inner.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(source, cancellationToken);
}
