using System.IO.Pipelines;

namespace Infusion.Server.Ingestion.Broker;

/// <summary>
/// What goes to a device. While it is held, packets gather and none is sent: MQTTnet sends after each one. Whoever holds it
/// sends one more packet after letting go, and that one takes the others along. MQTTnet cannot close it: it would do so before
/// anybody could tell the sender of a malformed packet what was wrong; the connection closes it at its own end.
/// </summary>
sealed class HeldOutput(PipeWriter inner) : PipeWriter
{
    volatile bool _isHeld;

    public bool IsHeld
    {
        get => _isHeld;
        set => _isHeld = value;
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        _isHeld ? default : inner.FlushAsync(cancellationToken);

    public override void Advance(int bytes) => inner.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
    }
}
