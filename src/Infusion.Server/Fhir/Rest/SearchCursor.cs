using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Infusion.Server.Fhir.Rest;

/// <summary>
/// The last entry of a page: the next one starts after it, so rows written meanwhile neither repeat nor hide one.
/// The checksum ties it to its query. It guards against mistakes, not attack: the query runs under the caller's own rights.
/// </summary>
readonly record struct SearchCursor(DateTimeOffset Key, string Id)
{
    const int ChecksumLength = 8;
    const int Head = ChecksumLength + sizeof(long);

    public string Encode(string query)
    {
        var id = Encoding.UTF8.GetBytes(Id);
        var bytes = new byte[Head + id.Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(ChecksumLength), Key.UtcTicks);
        id.CopyTo(bytes, Head);
        Checksum(query, bytes.AsSpan(ChecksumLength)).CopyTo(bytes, 0);
        return WebEncoders.Base64UrlEncode(bytes);
    }

    public static SearchCursor Decode(string text, string query)
    {
        try
        {
            var bytes = WebEncoders.Base64UrlDecode(text);
            if (bytes.Length > Head && Checksum(query, bytes.AsSpan(ChecksumLength)).AsSpan().SequenceEqual(bytes.AsSpan(0, ChecksumLength)))
            {
                var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(ChecksumLength));
                return new SearchCursor(new DateTimeOffset(ticks, TimeSpan.Zero), Encoding.UTF8.GetString(bytes.AsSpan(Head)));
            }
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            // Said below, the same for every way in which it is not ours.
        }

        throw FhirFault.Invalid("_cursor is not one of this search; take it from its next link.");
    }

    static byte[] Checksum(string query, ReadOnlySpan<byte> position)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(query));
        hash.AppendData(position);
        return hash.GetHashAndReset()[..ChecksumLength];
    }
}
