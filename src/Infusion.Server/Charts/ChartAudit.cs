using System.Text;
using System.Text.Json;
using Infusion.Core.Sessions;
using Infusion.Core.SignOff;
using Infusion.Core.Telemetry;
using Infusion.Server.Charts.Bundles;
using Npgsql;

namespace Infusion.Server.Charts;

/// <param name="Bundles">How many were looked at.</param>
/// <param name="Faults">Empty: the store says what was sealed.</param>
sealed record AuditReport(int Bundles, IReadOnlyList<BundleFault> Faults);

/// <summary>
/// Compares the store with what was sealed from it. What was sealed may have been added to since; nothing of it may be missing or
/// say otherwise.
/// </summary>
sealed class ChartAudit(NpgsqlDataSource dataSource, ChartReader reader)
{
    sealed record Row(long Number, Guid Session, int Version, string Manifest, string? Previous, string Digest, byte[] Bundle);

    public async Task<AuditReport> RunAsync(string clinic, Trust trust, CancellationToken cancellationToken)
    {
        var faults = new List<BundleFault>();
        var newest = new Dictionary<Guid, int>();
        var (count, previous) = (0L, (string?)null);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var last = await LastNumberAsync(connection, clinic, cancellationToken);
        for (var number = 1L; number <= last; number++)
        {
            if (await RowAsync(connection, clinic, number, cancellationToken) is not { } row)
            {
                faults.Add(new("chain", $"Bundle {number} of the clinic is missing."));
                previous = null;
                continue;
            }

            count++;
            newest[row.Session] = Math.Max(row.Version, newest.GetValueOrDefault(row.Session));
            previous = await CheckAsync(connection, row, previous, clinic, trust, faults, cancellationToken);
        }

        foreach (var session in await SessionsAsync(connection, clinic, cancellationToken))
        {
            await CheckSignaturesAsync(connection, clinic, session, newest.GetValueOrDefault(session), faults, cancellationToken);
        }

        return new((int)count, faults);
    }

    /// <returns>The digest of this bundle's manifest: what the next one must name.</returns>
    async Task<string?> CheckAsync(
        NpgsqlConnection connection, Row row, string? previous, string clinic, Trust trust, List<BundleFault> faults, CancellationToken cancellationToken)
    {
        var where = $"Bundle {row.Number} (session {row.Session}, version {row.Version})";
        var verdict = BundleVerifier.Verify(row.Bundle, trust);
        faults.AddRange(verdict.Faults.Select(fault => fault with { Text = $"{where}: {fault.Text}" }));
        if (verdict.Manifest is not { } manifest)
        {
            return null;
        }

        var digest = Manifest.Sha256(verdict.Files[Manifest.FileName]);
        if ((manifest.Clinic, manifest.Number, manifest.Session, manifest.Version, manifest.Digest, digest) != (clinic, row.Number, row.Session, row.Version, row.Digest, row.Manifest))
        {
            faults.Add(new("chain", $"{where}: the store files it under another place than its manifest says ({manifest.Clinic}, {manifest.Number}, {manifest.Session}, version {manifest.Version})."));
        }

        if ((row.Number > 1 && previous is not null && manifest.Previous != previous) || (row.Number == 1 && manifest.Previous is not null) || row.Previous != manifest.Previous)
        {
            faults.Add(new("chain", $"{where}: the chain is broken here: it does not follow the bundle before it."));
        }

        // What is not as it was sealed says nothing about the store.
        if (verdict.Faults.All(fault => fault.Subject == "key"))
        {
            await CompareAsync(connection, where, verdict.Files, clinic, row.Session, faults, cancellationToken);
        }

        return digest;
    }

    async Task CompareAsync(
        NpgsqlConnection connection, string where, IReadOnlyDictionary<string, byte[]> files, string clinic, Guid session, List<BundleFault> faults, CancellationToken cancellationToken)
    {
        ChartContent? stored;
        try
        {
            stored = await reader.ReadAsync(clinic, session, cancellationToken);
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or InvalidDataException)
        {
            faults.Add(new("store", $"{where}: the store's chart cannot be read: {wrong.Message}."));
            return;
        }

        if (stored is null)
        {
            faults.Add(new("store", $"{where}: the store has no such session any more."));
            return;
        }

        var sealedFiles = files.Select(file => new ChartFile(file.Key, file.Value)).ToList();
        var readings = await ReadingsAsync(connection, clinic, files.GetValueOrDefault(ChartFiles.Readings, []), cancellationToken);
        var difference = ChartDifference.Between(sealedFiles, [.. stored.Files.Where(file => file.Name != ChartFiles.Readings), readings]);
        faults.AddRange(difference.Events.Where(Touched).Select(e => new BundleFault(
            ChartFiles.Events, $"{where}: event {e.Type} {e.Id} {Word(e.Change)} in the store{What(files[ChartFiles.Events], stored.Files, ChartFiles.Events, e)}.")));
        faults.AddRange(difference.Notes.Where(Touched).Select(note => new BundleFault(
            ChartFiles.Notes, $"{where}: note {note.Id} {Word(note.Change)} in the store{(note.Change == LineChange.Removed ? ", or erased" : "")}.")));
        faults.AddRange(difference.Additions.Where(Touched).Select(each => new BundleFault(
            ChartFiles.Additions, $"{where}: {each.Type} {each.Id} {Word(each.Change)} in the store.")));
        faults.AddRange(difference.Readings.Where(each => each.Changed + each.Removed > 0).Select(each => new BundleFault(
            ChartFiles.Readings,
            $"{where}: of the readings of {each.Device} between {each.From.UtcDateTime:yyyy-MM-dd HH:mm:ss} and {each.To.UtcDateTime:HH:mm:ss} UTC "
            + $"{each.Changed} were changed and {each.Removed} removed in the store.")));
    }

    /// <summary>
    /// What the store has of these devices in the time of the sealed readings: whose a reading is may have been corrected since, and
    /// that is no edit.
    /// </summary>
    static async Task<ChartFile> ReadingsAsync(NpgsqlConnection connection, string clinic, byte[] sealedLines, CancellationToken cancellationToken)
    {
        var sealedAt = new Dictionary<string, (DateTimeOffset From, DateTimeOffset To)>(StringComparer.Ordinal);
        foreach (var line in Encoding.UTF8.GetString(sealedLines).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var json = JsonDocument.Parse(line);
            var (device, at) = (json.RootElement.GetProperty("device").GetString()!, json.RootElement.GetProperty("at").GetDateTimeOffset());
            var known = sealedAt.GetValueOrDefault(device, (From: at, To: at));
            sealedAt[device] = (at < known.From ? at : known.From, at > known.To ? at : known.To);
        }

        var stored = new List<ChartReading>();
        await foreach (var reading in ChartReader.ReadingsAsync(
            connection, clinic, [.. sealedAt.Select(each => new Association(each.Key, DeviceKind.Unknown, each.Value.From, each.Value.To.AddMicroseconds(1)))],
            after: null, cancellationToken))
        {
            stored.Add(reading);
        }

        return ChartFiles.OfReadings(stored);
    }

    static bool Touched(DifferentLine line) => line.Change is LineChange.Changed or LineChange.Removed;

    static string Word(LineChange change) => change == LineChange.Changed ? "was changed" : "was removed";

    /// <summary>Which members say otherwise: ", data.to was {"mL/h": 30}, is {"mL/h": 60}".</summary>
    static string What(byte[] sealedLines, IEnumerable<ChartFile> stored, string name, DifferentLine line)
    {
        if (line.Change != LineChange.Changed)
        {
            return "";
        }

        var before = Members(sealedLines, line.Id);
        var after = Members(stored.First(file => file.Name == name).Bytes, line.Id);
        return string.Concat(before.Keys.Union(after.Keys).Where(key => before.GetValueOrDefault(key) != after.GetValueOrDefault(key)).Order(StringComparer.Ordinal)
            .Select(key => $", {key} was {before.GetValueOrDefault(key, "not there")}, is {after.GetValueOrDefault(key, "not there")}"));
    }

    static Dictionary<string, string> Members(byte[] lines, Guid id)
    {
        var text = Encoding.UTF8.GetString(lines).Split('\n').First(line => line.Contains(id.ToString(), StringComparison.Ordinal));
        using var json = JsonDocument.Parse(text);
        return json.RootElement.EnumerateObject().SelectMany(member => member.Value.ValueKind == JsonValueKind.Object
                ? member.Value.EnumerateObject().Select(inner => ($"{member.Name}.{inner.Name}", inner.Value.GetRawText()))
                : [(member.Name, member.Value.GetRawText())])
            .ToDictionary(member => member.Item1, member => member.Item2, StringComparer.Ordinal);
    }

    /// <summary>A signature in the store is on a sealed version, and each sealed one is in the store.</summary>
    async Task CheckSignaturesAsync(
        NpgsqlConnection connection, string clinic, Guid session, int newest, List<BundleFault> faults, CancellationToken cancellationToken)
    {
        var state = SignOffState.Of((await reader.SignOffAsync(connection, clinic, session, cancellationToken)).Select(each => each.Event));
        for (var version = newest + 1; version <= state.Version; version++)
        {
            faults.Add(new("chain", $"Version {version} of the chart of session {session} is missing."));
        }

        var inSeal = await SealedSignaturesAsync(connection, clinic, session, cancellationToken);
        if (inSeal is null)
        {
            return;
        }

        var inStore = state.Signatures.Select(each => (each.By, each.Meaning, each.At, each.Digest, each.Version)).ToHashSet();
        var known = inSeal.Select(each => (each.By, each.Meaning, each.At, each.Digest, each.Version)).ToHashSet();
        faults.AddRange(known.Except(inStore).Select(each => new BundleFault(
            "signatures", $"The signature of {each.By} on version {each.Version} of session {session} was removed or changed in the store.")));
        faults.AddRange(inStore.Except(known).Select(each => new BundleFault(
            "signatures", $"The store has a signature of {each.By} on version {each.Version} of session {session} that no sealed version has.")));
    }

    static async Task<IReadOnlyList<Signature>?> SealedSignaturesAsync(
        NpgsqlConnection connection, string clinic, Guid session, CancellationToken cancellationToken)
    {
        try
        {
            return (await ChartBundles.ReadAsync(connection, clinic, session, null, cancellationToken))?.Manifest.Signatures ?? [];
        }
        catch (DamagedBundleException)
        {
            return null;
        }
    }

    static async Task<long> LastNumberAsync(NpgsqlConnection connection, string clinic, CancellationToken cancellationToken)
    {
        await using var command = ChartReader.Command(connection, "select coalesce(max(number), 0) from infusion.chart_bundle where clinic = $1", clinic);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    static async Task<Row?> RowAsync(NpgsqlConnection connection, string clinic, long number, CancellationToken cancellationToken)
    {
        await using var command = ChartReader.Command(
            connection,
            "select number, session, version, manifest, previous, digest, bundle from infusion.chart_bundle where clinic = $1 and number = $2", clinic, number);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new Row(
                reader.GetInt64(0), reader.GetGuid(1), reader.GetInt32(2), reader.GetString(3), reader.IsDBNull(4) ? null : reader.GetString(4),
                reader.GetString(5), reader.GetFieldValue<byte[]>(6))
            : null;
    }

    /// <summary>All of the clinic, and those that only a bundle knows.</summary>
    static async Task<IReadOnlyList<Guid>> SessionsAsync(NpgsqlConnection connection, string clinic, CancellationToken cancellationToken)
    {
        await using var command = ChartReader.Command(
            connection,
            "select id from infusion.mt_doc_sessionrow where tenant_id = $1 union select session from infusion.chart_bundle where clinic = $1", clinic);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var sessions = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            sessions.Add(reader.GetGuid(0));
        }

        return sessions;
    }
}
