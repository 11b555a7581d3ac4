using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hl7.Fhir.Model;
using Infusion.Server.Charts;
using Infusion.Server.Charts.Bundles;
using Infusion.Server.Fhir.Mapping;
using Infusion.Server.Operations;
using Infusion.Server.Storage;
using Microsoft.IdentityModel.Tokens;
using Npgsql;
using Task = System.Threading.Tasks.Task;

namespace Infusion.Server.Fhir;

/// <summary>
/// Tells FHIR of sealed charts. A signature does not wait for it, and cannot be undone by it: what is sealed is the chart, and this
/// is read from it. What is not told yet is found by comparing the two tables.
/// </summary>
sealed partial class ChartResources(NpgsqlDataSource dataSource, ChartKeys keys, FhirTeller teller, ClinicClock clock, ILogger<ChartResources> logger)
{
    /// <param name="since">Only what was sealed from then on; null: all.</param>
    /// <returns>How many sealed versions were told.</returns>
    public async Task<int> TellAsync(string clinic, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var told = 0;
        foreach (var (session, version) in await UntoldAsync(clinic, since, cancellationToken))
        {
            try
            {
                told += await TellAsync(clinic, session, version, cancellationToken) ? 1 : 0;
            }
            catch (Exception failed) when (failed is DamagedBundleException or JsonException or FormatException)
            {
                // The audit names what was touched; the next chart is told all the same.
                LogUnreadable(logger, session, version, clinic, failed);
            }
        }

        if (since is null)
        {
            await TellFirstPagesAsync(clinic, cancellationToken);
        }

        return told;
    }

    /// <summary>Of documents that were told before their first page was served by itself.</summary>
    async Task TellFirstPagesAsync(string clinic, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            select content from infusion.fhir_resource b
            where clinic = $1 and type = 'Bundle' and is_current and not exists (select from infusion.fhir_resource c
                where c.clinic = b.clinic and c.type = 'Composition' and c.id = infusion.fhir_id('composition', regexp_replace(b.id, '-document$', '')))
            """);
        command.Parameters.Add(new() { Value = clinic });
        var untold = new List<FhirChange>();
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                untold.Add(FhirChange.Once(ChartRecordBundle.FirstPage((Bundle)FhirBytes.Read(reader.GetFieldValue<byte[]>(0)))));
            }
        }

        if (untold.Count > 0)
        {
            await teller.TellAsync(clinic, (_, _) => untold, cancellationToken);
        }
    }

    async Task<List<(Guid Session, int Version)>> UntoldAsync(string clinic, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            select b.session, b.version from infusion.chart_bundle b
            where b.clinic = $1 and b.sealed_at >= $2 and not exists (select from infusion.fhir_resource r
                where r.clinic = b.clinic and r.type = 'DocumentReference' and r.id = b.session::text || '-v' || b.version)
            order by b.number
            """);
        command.Parameters.Add(new() { Value = clinic });
        command.Parameters.Add(new() { Value = (since ?? DateTimeOffset.UnixEpoch).UtcDateTime });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var untold = new List<(Guid, int)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            untold.Add((reader.GetGuid(0), reader.GetInt32(1)));
        }

        return untold;
    }

    async Task<bool> TellAsync(string clinic, Guid session, int version, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        if (await ChartBundles.ReadAsync(connection, clinic, session, version, cancellationToken) is not { } sealedVersion
            || sealedVersion.Files.FirstOrDefault(file => file.Name == SealedBundle.Pdf) is not { } pdf
            || sealedVersion.Files.FirstOrDefault(file => file.Name == ChartFiles.About) is not { } aboutFile)
        {
            throw new DamagedBundleException();
        }

        var about = JsonSerializer.Deserialize<ChartAbout>(aboutFile.Bytes, QuantityConverters.Options)!;
        var manifest = sealedVersion.Manifest;
        var chart = new SealedChart(
            clinic, session, about.Patient.Id, version, manifest.SealedAt, [.. manifest.Signatures.Where(each => each.Version == version)], pdf.Bytes);
        var sign = await SignerAsync(connection, clinic, cancellationToken);
        var record = ChartRecordBundle.Of(chart, await RecordAsync(connection, chart, cancellationToken));
        var raw = FhirMapper.FromReadings(
            clinic, session, chart.Patient,
            RawReadings.Of(sealedVersion.Files.FirstOrDefault(file => file.Name == ChartFiles.Readings)?.Bytes)).Select(FhirChange.WhenDifferent).ToList();
        return await teller.TellAsync(
            clinic,
            (raised, simulated) =>
                [.. FhirMapper.FromChart(chart, record, FhirRowWriter.Render(record, 1, raised.Updated, simulated).Content, sign), .. raw],
            cancellationToken) > 0;
    }

    /// <summary>The session's own resources, and what they refer to, and what that refers to. Raw values are told beside the document.</summary>
    static async Task<IReadOnlyList<byte[]>> RecordAsync(NpgsqlConnection connection, SealedChart chart, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        await ReadAsync(
            """
            select type, id, content from infusion.fhir_resource
            where clinic = $1 and patient = $2 and is_current and coalesce(status, '') <> 'entered-in-error'
                and type not in ('DocumentReference', 'Bundle', 'Binary', 'Composition', 'Appointment')
                and (type = 'Encounter' and id = $3 or position($4 in content) > 0)
                and position('"valueSampledData"'::bytea in content) = 0
            """,
            chart.Clinic, FhirId.Of(chart.Patient), FhirId.Of(chart.Session), Encoding.UTF8.GetBytes($"\"{FhirCodes.Encounter(chart.Session).Reference}\""));
        for (var missing = Missing(); missing.Length > 0; missing = Missing())
        {
            var before = found.Count;
            await ReadAsync(
                """
                select r.type, r.id, r.content from unnest($2::text[], $3::text[]) as u(type, id)
                join infusion.fhir_resource r on r.clinic = $1 and r.type = u.type and r.id = u.id and r.is_current
                """,
                chart.Clinic, missing.Select(each => each.Split('/')[0]).ToArray(), missing.Select(each => each.Split('/')[1]).ToArray());
            if (found.Count == before)
            {
                break;
            }
        }

        return [.. found.Values];

        string[] Missing() => [.. found.Values.SelectMany(ChartRecordBundle.ReferencesOf).Where(each => each.Contains('/', StringComparison.Ordinal) && !found.ContainsKey(each)).Distinct()];

        async Task ReadAsync(string sql, params object[] values)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            foreach (var value in values)
            {
                command.Parameters.Add(new() { Value = value });
            }

            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                found[$"{reader.GetString(0)}/{reader.GetString(1)}"] = reader.GetFieldValue<byte[]>(2);
            }
        }
    }

    /// <returns>Null: the clinic has no key, or one that this server cannot read.</returns>
    async Task<Func<byte[], string>?> SignerAsync(NpgsqlConnection connection, string clinic, CancellationToken cancellationToken)
    {
        try
        {
            var (publicKey, sign) = await keys.ActiveAsync(connection, clinic, clock.Now, cancellationToken, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            var header = Base64UrlEncoder.Encode($$"""{"alg":"ES256","kid":"{{Manifest.Sha256(publicKey)}}"}""");
            sign([]);
            return bytes => $"{header}..{Base64UrlEncoder.Encode(sign(Encoding.ASCII.GetBytes($"{header}.{Base64UrlEncoder.Encode(bytes)}")))}";
        }
        catch (NoChartKeyException none)
        {
            LogUnsigned(logger, clinic, none.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Version {Version} of the chart of session {Session}, clinic {Clinic}, cannot be read and is not told to FHIR; the audit says what was touched")]
    static partial void LogUnreadable(ILogger logger, Guid session, int version, string clinic, Exception reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Documents of clinic {Clinic} are told to FHIR without a signature's data: {Reason}")]
    static partial void LogUnsigned(ILogger logger, string clinic, string reason);
}
