namespace Infusion.Simulator.Bookkeeping;

/// <summary>
/// What the senders know for certain, a line for each send and each answer. A line is one write of its own, made before
/// the message goes out and as its answer comes in, so that it outlives a kill -9 of this program.
/// </summary>
public sealed class LedgerFile : IDisposable
{
    readonly Lock _gate = new();
    readonly TimeProvider _time;
    readonly FileStream _file;
    long _answers;

    public LedgerFile(string path, TimeProvider time)
    {
        _time = time;
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        if (_file.Position > 0)
        {
            // The one before may have been killed within a line.
            _file.WriteByte((byte)'\n');
        }
    }

    public long Answers => Interlocked.Read(ref _answers);

    public void Sent(MessageKey message, ReadOnlySpan<byte> payload) =>
        Write(new LedgerEntry(_time.GetUtcNow(), LedgerAct.Sent, message.Device, message.Boot, message.Seq, LedgerEntry.HashOf(payload)));

    /// <param name="code">Null: acknowledged by MQTT 3.1.1, which says no more than that.</param>
    public void Answered(MessageKey message, ReadOnlySpan<byte> payload, int? code)
    {
        Write(new LedgerEntry(
            _time.GetUtcNow(), LedgerAct.Answered, message.Device, message.Boot, message.Seq, LedgerEntry.HashOf(payload), code));
        Interlocked.Increment(ref _answers);
    }

    public void Dispose() => _file.Dispose();

    /// <param name="unreadable">Lines that were cut off: a send that did not take place, or an answer nobody heard.</param>
    public static IReadOnlyList<LedgerEntry> Read(string path, out int unreadable)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        List<LedgerEntry> entries = [];
        unreadable = 0;
        while (reader.ReadLine() is { } line)
        {
            if (LedgerEntry.Parse(line) is { } entry)
            {
                entries.Add(entry);
            }
            else if (line.Length > 0)
            {
                unreadable++;
            }
        }

        return entries;
    }

    void Write(LedgerEntry entry)
    {
        lock (_gate)
        {
            _file.Write(entry.ToLine());
        }
    }
}
