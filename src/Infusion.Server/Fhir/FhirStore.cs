using Hl7.Fhir.Model;
using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Fhir.Mapping;
using Infusion.Server.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Infusion.Server.Fhir;

/// <summary>
/// Writes the resources of a batch in the transaction that commits what they say, with that commit's seq and time.
/// </summary>
static class FhirStore
{
    public static void Write(
        NpgsqlConnection connection,
        IReadOnlyList<CommitUnit> units,
        IReadOnlyDictionary<string, Raised> raised,
        int commandTimeoutSeconds)
    {
        var drafts = units.SelectMany(unit => Map(unit).Select(change => new Draft(unit.Clinic, unit.Simulated, change))).ToList();
        foreach (var unit in units.Where(unit => unit.Corrected.Count > 0))
        {
            drafts.AddRange(unit.Corrected.SelectMany(session => CorrectedResources.Of(connection, unit.Clinic, session, commandTimeoutSeconds))
                .Select(resource => new Draft(unit.Clinic, unit.Simulated, new Told(resource))));
        }

        Write(connection, drafts, raised, commandTimeoutSeconds);
    }

    /// <summary>What is told outside of a clinic's turns, in the order of its commits all the same.</summary>
    /// <returns>How many versions were written.</returns>
    public static int Write(
        NpgsqlConnection connection, string clinic, bool simulated, in Raised raised, IEnumerable<FhirChange> changes, int commandTimeoutSeconds) =>
        Write(
            connection, [.. changes.Select(change => new Draft(clinic, simulated, new Told(change)))],
            new Dictionary<string, Raised> { [clinic] = raised }, commandTimeoutSeconds);

    static int Write(
        NpgsqlConnection connection, List<Draft> drafts, IReadOnlyDictionary<string, Raised> raised, int commandTimeoutSeconds)
    {
        if (drafts.Count == 0)
        {
            return 0;
        }

        var (versions, newest) = Newest(connection, drafts, commandTimeoutSeconds);
        var rows = new List<(string Clinic, long Seq, FhirRow Row)>(drafts.Count);
        foreach (var draft in drafts)
        {
            if (draft.Told.On(newest.GetValueOrDefault(draft.Key)) is not { } resource)
            {
                continue;
            }

            var version = versions.GetValueOrDefault(draft.Key) + 1;
            versions[draft.Key] = version;
            newest[draft.Key] = resource;
            var (_, seq, updated) = raised[draft.Clinic];
            rows.Add((draft.Clinic, seq, FhirRowWriter.Render(resource, version, updated, draft.Simulated)));
        }

        if (rows.Count == 0)
        {
            return 0;
        }

        Retire(connection, rows, commandTimeoutSeconds);
        Copy(connection, rows, versions, commandTimeoutSeconds);
        return rows.Count;
    }

    static IEnumerable<Told> Map(CommitUnit unit)
    {
        foreach (var patient in unit.Documents.OfType<PatientDocument>())
        {
            yield return new Told(FhirMapper.FromPatient(unit.Clinic, patient));
        }

        foreach (var (kind, report) in unit.Reports)
        {
            if (kind is not DeviceKind.Unknown)
            {
                yield return new Told(FhirMapper.Reported(unit.Clinic, report.Device, report, kind));
            }
        }

        foreach (var e in unit.Events)
        {
            foreach (var told in Told.By(unit.Clinic, e))
            {
                yield return told;
            }
        }

        foreach (var (before, after) in unit.Plans)
        {
            foreach (var resource in FhirMapper.FromPlan(unit.Clinic, before, after))
            {
                yield return new Told(resource);
            }
        }

        foreach (var vital in unit.Charted)
        {
            yield return new Told(FhirMapper.FromCharted(unit.Clinic, vital));
        }
    }

    /// <summary>Newest stored version of each resource that may have been stored before, and what it says where that is asked for.</summary>
    static (Dictionary<(string, string, string), int> Versions, Dictionary<(string, string, string), Resource> Newest) Newest(
        NpgsqlConnection connection, List<Draft> drafts, int commandTimeoutSeconds)
    {
        using var command = new NpgsqlCommand(
            """
            select r.clinic, r.type, r.id, r.version, case when u.is_read then r.content end
            from unnest($1::text[], $2::text[], $3::text[], $4::bool[]) as u(clinic, type, id, is_read)
            join infusion.fhir_resource r on r.clinic = u.clinic and r.type = u.type and r.id = u.id
            where r.is_current
            """,
            connection)
        { CommandTimeout = commandTimeoutSeconds };
        command.Parameters.Add(new() { Value = drafts.Select(draft => draft.Clinic).ToArray() });
        command.Parameters.Add(new() { Value = drafts.Select(draft => draft.Told.Type).ToArray() });
        command.Parameters.Add(new() { Value = drafts.Select(draft => draft.Told.Id).ToArray() });
        command.Parameters.Add(new() { Value = drafts.Select(draft => draft.Told.Change is not null).ToArray() });
        var versions = new Dictionary<(string, string, string), int>();
        var newest = new Dictionary<(string, string, string), Resource>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var key = (reader.GetString(0), reader.GetString(1), reader.GetString(2));
            versions[key] = reader.GetInt32(3);
            if (!reader.IsDBNull(4))
            {
                newest[key] = FhirBytes.Read(reader.GetFieldValue<byte[]>(4));
            }
        }

        return (versions, newest);
    }

    /// <summary>A version that gets a successor is no longer the current one.</summary>
    static void Retire(
        NpgsqlConnection connection, List<(string Clinic, long Seq, FhirRow Row)> rows, int commandTimeoutSeconds)
    {
        var later = rows.Where(row => row.Row.Version > 1).ToList();
        if (later.Count == 0)
        {
            return;
        }

        using var command = new NpgsqlCommand(
            """
            update infusion.fhir_resource r set is_current = false, retired = u.seq
            from unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) as u(clinic, type, id, seq)
            where r.clinic = u.clinic and r.type = u.type and r.id = u.id and r.is_current
            """,
            connection)
        { CommandTimeout = commandTimeoutSeconds };
        command.Parameters.Add(new() { Value = later.Select(row => row.Clinic).ToArray() });
        command.Parameters.Add(new() { Value = later.Select(row => row.Row.Type).ToArray() });
        command.Parameters.Add(new() { Value = later.Select(row => row.Row.Id).ToArray() });
        command.Parameters.Add(new() { Value = later.Select(row => row.Seq).ToArray() });
        command.ExecuteNonQuery();
    }

    static void Copy(
        NpgsqlConnection connection,
        List<(string Clinic, long Seq, FhirRow Row)> rows,
        Dictionary<(string, string, string), int> newest,
        int commandTimeoutSeconds)
    {
        using var copy = connection.BeginBinaryImport(
            """
            copy infusion.fhir_resource (clinic, type, id, version, is_current, seq, last_updated, patient, codes,
                categories, identifiers, status, date_from, date_to, content, terms, refs, retired)
            from stdin (format binary)
            """);
        copy.Timeout = TimeSpan.FromSeconds(commandTimeoutSeconds);
        foreach (var (clinic, seq, row) in rows)
        {
            copy.StartRow();
            copy.Write(clinic, NpgsqlDbType.Text);
            copy.Write(row.Type, NpgsqlDbType.Text);
            copy.Write(row.Id, NpgsqlDbType.Text);
            copy.Write(row.Version, NpgsqlDbType.Integer);
            copy.Write(row.Version == newest[(clinic, row.Type, row.Id)], NpgsqlDbType.Boolean);
            copy.Write(seq, NpgsqlDbType.Bigint);
            copy.Write(row.LastUpdated.UtcDateTime, NpgsqlDbType.TimestampTz);
            Write(copy, row.Patient, NpgsqlDbType.Text);
            copy.Write(row.Codes, NpgsqlDbType.Array | NpgsqlDbType.Text);
            copy.Write(row.Categories, NpgsqlDbType.Array | NpgsqlDbType.Text);
            copy.Write(row.Identifiers, NpgsqlDbType.Array | NpgsqlDbType.Text);
            Write(copy, row.Status, NpgsqlDbType.Text);
            Write(copy, row.DateFrom?.UtcDateTime, NpgsqlDbType.TimestampTz);
            Write(copy, row.DateTo?.UtcDateTime, NpgsqlDbType.TimestampTz);
            copy.Write(row.Content, NpgsqlDbType.Bytea);
            copy.Write(row.Terms, NpgsqlDbType.Array | NpgsqlDbType.Text);
            copy.Write(row.Refs, NpgsqlDbType.Array | NpgsqlDbType.Text);

            // A version that has its successor in the same commit was never the current one to anybody.
            Write(copy, row.Version == newest[(clinic, row.Type, row.Id)] ? null : (long?)seq, NpgsqlDbType.Bigint);
        }

        copy.Complete();
    }

    static void Write<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type)
    {
        if (value is null)
        {
            copy.WriteNull();
        }
        else
        {
            copy.Write(value, type);
        }
    }

    readonly record struct Draft(string Clinic, bool Simulated, Told Told)
    {
        public (string Clinic, string Type, string Id) Key => (Clinic, Told.Type, Told.Id);
    }
}
