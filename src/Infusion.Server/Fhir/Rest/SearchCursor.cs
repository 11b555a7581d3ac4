using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Infusion.Server.Fhir.Rest;

/// <summary>
/// The last entry of a page, and the commit that the first page was read at: the next page starts after the one and shows what was
/// there at the other, so rows written meanwhile neither repeat nor hide one. The checksum ties it to its query. It guards against
/// mistakes, not attack: the query runs under the caller's own rights, whatever the cursor says.
/// </summary>
/// <param name="Key">Of the sort; the commit's time in a history.</param>
/// <param name="Seq">The newest commit that the first page could see.</param>
/// <param name="Updated">Its time, which every page gives as the bundle's; null: nothing had been committed.</param>
readonly partial record struct SearchCursor(DateTimeOffset Key, string Type, string Id, int Version, long Seq, DateTimeOffset? Updated)
{
    const int ChecksumLength = 8;

    public string Encode(string query)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Key.UtcTicks} {Type} {Id} {Version} {Seq} {Updated?.UtcTicks ?? -1}");
        var position = Encoding.UTF8.GetBytes(text);
        return WebEncoders.Base64UrlEncode([.. Checksum(query, position), .. position]);
    }

    public static SearchCursor Decode(string text, string query)
    {
        try
        {
            var bytes = WebEncoders.Base64UrlDecode(text);
            if (bytes.Length > ChecksumLength && Checksum(query, bytes.AsSpan(ChecksumLength)).AsSpan().SequenceEqual(bytes.AsSpan(0, ChecksumLength))
                && Encoding.UTF8.GetString(bytes.AsSpan(ChecksumLength)).Split(' ') is [var key, var type, var id, var version, var seq, var updated]
                && FhirReader.IsId(id))
            {
                return new(
                    At(key)!.Value, type.All(char.IsAsciiLetter) ? type : throw new FormatException(), id,
                    int.Parse(version, NumberStyles.None, CultureInfo.InvariantCulture), long.Parse(seq, NumberStyles.None, CultureInfo.InvariantCulture), At(updated));
            }
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or OverflowException or InvalidOperationException)
        {
            // Said below, the same for every way in which it is not ours.
        }

        throw FhirFault.Invalid("_cursor is not one of this search; take it from its next link.", "http._cursor");
    }

    static DateTimeOffset? At(string ticks) =>
        long.Parse(ticks, CultureInfo.InvariantCulture) is >= 0 and var at ? new DateTimeOffset(at, TimeSpan.Zero) : null;

    static byte[] Checksum(string query, ReadOnlySpan<byte> position)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(query));
        hash.AppendData(position);
        return hash.GetHashAndReset()[..ChecksumLength];
    }
}
