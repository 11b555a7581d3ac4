using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Infusion.Server.Ingestion.Decoding;

namespace Infusion.Server.Identity.Audit;

/// <summary>
/// Takes lines at once and never waits, so that no read is slower for being written down. <see cref="AuditWriter"/> brings them to the
/// store. When neither the store nor the disk takes them and this is full, lines are lost, counted, and the count is written down.
/// </summary>
sealed class AuditTrail
{
    const int MostWaiting = 50_000;
    const int LongestText = 300;

    readonly Channel<AuditLine> _waiting = Channel.CreateBounded<AuditLine>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    long _lost;

    public AuditTrail(IMeterFactory? meters = null)
    {
        var meter = meters?.Create("Infusion.Audit");
        meter?.CreateObservableGauge("infusion.audit.waiting", () => _waiting.Reader.Count, description: "Lines that are not written yet.");
        meter?.CreateObservableCounter("infusion.audit.lost", () => Volatile.Read(ref _lost), description: "Lines that could be kept nowhere.");
    }

    public void Add(AuditLine line)
    {
        // Postgres keeps microseconds, and no U+0000; what was hashed must be what is read.
        var clean = line with
        {
            At = new DateTimeOffset(line.At.UtcTicks - (line.At.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero),
            Clinic = SafeText.Printable(line.Clinic, 64),
            Who = SafeText.Printable(line.Who, LongestText),
            What = SafeText.Printable(line.What, LongestText),
            Patients = [.. line.Patients.Select(patient => SafeText.Printable(patient, 64))],
        };
        if (!_waiting.Writer.TryWrite(clean))
        {
            Interlocked.Increment(ref _lost);
        }
    }

    public List<AuditLine> Take(int atMost)
    {
        var lines = new List<AuditLine>();
        while (lines.Count < atMost && _waiting.Reader.TryRead(out var line))
        {
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>How many were lost until now.</summary>
    public long Lost => Volatile.Read(ref _lost);
}
