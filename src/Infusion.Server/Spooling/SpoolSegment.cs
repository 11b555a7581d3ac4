using System.Buffers.Binary;
using System.Numerics;

namespace Infusion.Server.Spooling;

/// <summary>
/// One file of the spool: a header, then records. A record is a mark, the length, a checksum, and the bytes. What a power
/// cut leaves half written fails its checksum and is passed over, and so is damage in the middle: reading goes on at the next mark.
/// </summary>
sealed class SpoolSegment : IDisposable
{
    public static readonly byte[] Header = "INFUSION SPOOL 1"u8.ToArray();

    const uint Mark = 0x5EED_10AD;
    const int RecordHeader = 12;
    const int LongestRecord = 1024 * 1024;

    readonly FileStream _file;
    long _durableLength;

    SpoolSegment(FileStream file) => _file = file;

    public string Path => _file.Name;

    public long Length => _file.Length;

    /// <summary>Messages in it that are not known to be in the store.</summary>
    public int Outstanding { get; set; }

    /// <summary>Whether all that was appended is on disk for certain.</summary>
    public bool IsDurable => _file.Length == _durableLength;

    public static SpoolSegment Create(string path)
    {
        // Without a buffer of its own: what a full disk does not take must not be tried again when the file is cut.
        var segment = new SpoolSegment(new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0));
        try
        {
            segment._file.Write(Header);
            segment.MakeDurable();
            return segment;
        }
        catch
        {
            segment.Delete();
            throw;
        }
    }

    /// <summary>One of an earlier run: to be read and deleted, never written.</summary>
    public static SpoolSegment Open(string path, int outstanding) =>
        new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read)) { Outstanding = outstanding };

    /// <summary>What so many messages take up.</summary>
    public static long LengthOf(IReadOnlyList<byte[]> messages) => messages.Sum(message => (long)RecordHeader + message.Length);

    public void Append(IReadOnlyList<byte[]> messages)
    {
        var records = new byte[LengthOf(messages)];
        var rest = records.AsSpan();
        foreach (var message in messages)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(rest, Mark);
            BinaryPrimitives.WriteInt32LittleEndian(rest[4..], message.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(rest[8..], Checksum(message));
            message.CopyTo(rest[RecordHeader..]);
            rest = rest[(RecordHeader + message.Length)..];
        }

        _file.Write(records);
    }

    /// <summary>Returns when all that was appended is on disk, not merely with the operating system.</summary>
    /// <returns>By how many bytes it has grown.</returns>
    public long MakeDurable()
    {
        _file.Flush(flushToDisk: true);
        var grown = _file.Length - _durableLength;
        _durableLength = _file.Length;
        return grown;
    }

    /// <summary>Takes back what was appended since it was last durable, as after a full disk.</summary>
    public void TakeBack()
    {
        _file.SetLength(_durableLength);
        _file.Seek(0, SeekOrigin.End);
    }

    /// <returns>By how many bytes it has shrunk.</returns>
    public long Empty()
    {
        var shrunk = _file.Length - Header.Length;
        _file.SetLength(Header.Length);
        _file.Seek(0, SeekOrigin.End);
        _durableLength = Header.Length;
        return shrunk;
    }

    public void Dispose() => _file.Dispose();

    public void Delete()
    {
        _file.Dispose();
        File.Delete(Path);
    }

    /// <param name="damaged">Bytes before the last whole record that belong to none. A torn end is no damage: it was never acknowledged.</param>
    /// <returns>Null: this is no segment.</returns>
    public static List<SpooledMessage>? TryRead(string path, out long damaged)
    {
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        var messages = new List<SpooledMessage>();
        var (at, passedOver) = (Header.Length, 0L);
        damaged = 0;
        if (!bytes.StartsWith(Header))
        {
            return null;
        }

        while (at + RecordHeader <= bytes.Length)
        {
            if (TryRead(bytes[at..], out var message, out var length))
            {
                messages.Add(message);
                damaged += passedOver;
                (at, passedOver) = (at + length, 0);
            }
            else
            {
                (at, passedOver) = (at + 1, passedOver + 1);
            }
        }

        return messages;
    }

    static bool TryRead(ReadOnlySpan<byte> bytes, out SpooledMessage message, out int length)
    {
        (message, length) = (null!, 0);
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Mark)
        {
            return false;
        }

        var size = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        if (size is < 0 or > LongestRecord || size > bytes.Length - RecordHeader)
        {
            return false;
        }

        var body = bytes.Slice(RecordHeader, size);
        if (Checksum(body) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]))
        {
            return false;
        }

        (message, length) = (SpooledMessage.FromBytes(body.ToArray()), RecordHeader + size);
        return true;
    }

    /// <summary>CRC-32C, as processors compute it.</summary>
    static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var checksum = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            checksum = BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var rest in bytes)
        {
            checksum = BitOperations.Crc32C(checksum, rest);
        }

        return ~checksum;
    }
}
