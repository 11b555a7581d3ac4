using System.Data;
using Npgsql;

namespace Infusion.Server.Identity.Audit;

/// <param name="Lines">How many there are.</param>
/// <param name="Last">The newest line's number; 0: there never was one.</param>
/// <param name="Digest">Its digest. Whoever keeps number and digest elsewhere can tell later whether the trail was written anew.</param>
/// <param name="Faults">Empty: whole.</param>
/// <param name="LetGo">How many lines at the beginning were let go by their age.</param>
/// <param name="Oldest">When the oldest kept line was written; null: there is none.</param>
sealed record TrailReport(long Lines, long Last, string Digest, IReadOnlyList<string> Faults, long LetGo = 0, DateTimeOffset? Oldest = null);

/// <summary>Whether a clinic's trail is as it was written.</summary>
static class AuditChain
{
    const int MostFaults = 20;
    const string AnchorAct = "LetGo";

    /// <summary>The line that stands for those that were let go: the last of them, and its digest.</summary>
    public static AuditLine Anchor(string clinic, long last, byte[] digest, DateTimeOffset at) => new(
        Guid.NewGuid(), clinic, new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero), Actor.Server, "", AnchorAct, AnchorText(last, digest), [], null, "", 0);

    static string AnchorText(long last, byte[] digest) => $"lines up to {last}, which ended with {Convert.ToHexStringLower(digest)}";

    /// <param name="noted">A number and its digest that were kept elsewhere; null: none.</param>
    public static async Task<TrailReport> VerifyAsync(
        NpgsqlDataSource database, string clinic, (long Number, string Digest)? noted, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var head = await HeadAsync(connection, clinic, cancellationToken);
        var faults = new List<string>();
        var (lines, number, before, last) = (0L, head.First - 1, head.Before, "");
        var (oldest, anchor) = ((DateTimeOffset?)null, "");
        var isNotedSeen = noted is not { } kept || kept.Number < head.First;
        await using var command = AuditStore.Command(connection, AuditSearch.Columns + " from infusion.audit where clinic = $1 order by number", [clinic]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken) && faults.Count < MostFaults)
        {
            var (at, line, digest) = AuditSearch.Read(reader);
            if (at != ++number)
            {
                faults.Add(at == number + 1 ? $"Line {number} is missing." : $"Lines {number} to {at - 1} are missing.");
                (number, before) = (at, null);
            }

            if (before is not null && !line.Digest(number, before).AsSpan().SequenceEqual(digest))
            {
                faults.Add($"Line {number} of {line.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC is not as it was written, or follows another line than it did.");
            }

            (lines, before, last) = (lines + 1, digest, Convert.ToHexStringLower(digest));
            oldest ??= line.At;
            anchor = line is { Kind: Actor.Server, Act: AnchorAct } ? line.What : anchor;
            if (noted is { } wanted && wanted.Number == number)
            {
                isNotedSeen = true;
                if (!string.Equals(wanted.Digest, last, StringComparison.OrdinalIgnoreCase))
                {
                    faults.Add($"Line {number} had another digest when it was noted: the trail was written anew.");
                }
            }
        }

        if (faults.Count == 0 && (number != head.Number || (lines > 0 && last != Convert.ToHexStringLower(head.Digest))))
        {
            faults.Add($"The trail ends with line {number}, and ended with line {head.Number} when it was last written.");
        }

        // What was let go stands in a line of the chain; a beginning that no line speaks of was cut off.
        if (faults.Count == 0 && head.First > 1 && anchor != AnchorText(head.First - 1, head.Before!))
        {
            faults.Add($"Lines 1 to {head.First - 1} are gone, and no line says that they were let go.");
        }

        if (!isNotedSeen && faults.Count == 0)
        {
            faults.Add($"Line {noted!.Value.Number}, which was noted, is not there.");
        }

        return new(lines, number, last, faults, head.First - 1, oldest);
    }

    static async Task<(long First, byte[]? Before, long Number, byte[] Digest)> HeadAsync(NpgsqlConnection connection, string clinic, CancellationToken cancellationToken)
    {
        await using var command = AuditStore.Command(connection, "select first, before, number, digest from infusion.audit_head where clinic = $1", [clinic]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3))
            : (1, [], 0, []);
    }
}
