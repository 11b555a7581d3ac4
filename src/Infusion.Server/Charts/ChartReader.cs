using System.Collections.Immutable;
using System.Data;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Infusion.Core.Clinics;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;
using Infusion.Core.SignOff;
using Infusion.Server.Identity;
using Infusion.Server.Storage;
using Marten;
using Npgsql;

namespace Infusion.Server.Charts;

/// <summary>Reads all that a chart rests on as it was at one moment.</summary>
sealed class ChartReader(NpgsqlDataSource dataSource, IDocumentStore store, IColleagues colleagues)
{
    const string SqlOfEvents =
        "select id, version, type, timestamp, data::text from infusion.mt_events where tenant_id = $1 and stream_id = $2 order by version";

    static readonly Dictionary<string, Type> SessionTypes = SessionEventNames.All.ToDictionary(pair => pair.Value, pair => pair.Key);
    static readonly Dictionary<string, Type> SignOffTypes = SignOffEventNames.All.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>The stream of what became of a session's chart.</summary>
    public static Guid SignOffStream(Guid session) => DerivedId.Of($"{session:N}|chart");

    /// <returns>Null: the clinic has no such session.</returns>
    public async Task<ChartContent?> ReadAsync(string clinic, Guid session, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);

        // One snapshot: an event and the readings it rests on are both in it, or neither.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        return await ReadAsync(connection, clinic, session, cancellationToken);
    }

    internal async Task<ChartContent?> ReadAsync(NpgsqlConnection connection, string clinic, Guid session, CancellationToken cancellationToken)
    {
        if (await RecordAsync(connection, clinic, session, cancellationToken) is not { Record: var record })
        {
            return null;
        }

        var readings = ImmutableArray.CreateBuilder<ChartReading>();
        await foreach (var reading in ReadingsAsync(connection, clinic, record.State.Associations, null, cancellationToken))
        {
            readings.Add(reading);
        }

        return new ChartContent(record.About, record.Row, record.State, record.Events, readings.ToImmutable(), record.Notes, record.Additions);
    }

    /// <summary>In one round trip to the store, but for the protocol.</summary>
    /// <returns>Null: the clinic has no such session.</returns>
    internal async Task<StoredRecord?> RecordAsync(NpgsqlConnection connection, string clinic, Guid session, CancellationToken cancellationToken)
    {
        var names = await colleagues.NamesAsync(clinic, cancellationToken);
        var roles = await colleagues.RolesAsync(clinic, cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        Add(batch, SqlOfEvents, clinic, session);
        Add(batch, SqlOfEvents, clinic, SignOffStream(session));
        Add(batch, "select data::text from infusion.mt_doc_sessionrow where tenant_id = $1 and id = $2", clinic, session);
        Add(batch, "select data::text from infusion.mt_doc_notedocument where tenant_id = $1 and data ->> 'session' = $2 order by id", clinic, session.ToString());
        Add(batch,
            """
            select data::text from infusion.mt_doc_patientdocument
            where tenant_id = $1 and id = (select (data ->> 'patient')::uuid from infusion.mt_doc_sessionrow where tenant_id = $1 and id = $2)
            """,
            clinic, session);
        Add(batch, "select epoch, seq, input from infusion.clinic_writer where clinic = $1", clinic);
        Add(batch, "select name, time_zone, simulated from infusion.clinic where clinic = $1", clinic);

        ImmutableArray<ChartEvent> events;
        ImmutableArray<ChartAddition> signOff;
        SessionRow? row;
        ImmutableArray<NoteDocument> notes;
        PatientDocument? patient;
        WrittenThrough through;
        (string Name, string Zone, bool IsSimulated) about;
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            events = await EventsAsync(reader, cancellationToken);
            await reader.NextResultAsync(cancellationToken);
            signOff = await SignOffAsync(reader, cancellationToken);
            row = (await DocumentsAsync<SessionRow>(reader, cancellationToken)).SingleOrDefault();
            notes = await DocumentsAsync<NoteDocument>(reader, cancellationToken);
            patient = (await DocumentsAsync<PatientDocument>(reader, cancellationToken)).SingleOrDefault();
            await reader.NextResultAsync(cancellationToken);
            through = await reader.ReadAsync(cancellationToken) ? new WrittenThrough(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)) : default;
            await reader.NextResultAsync(cancellationToken);
            if (!await reader.ReadAsync(cancellationToken))
            {
                return null;
            }

            about = (reader.GetString(0), reader.GetString(1), reader.GetBoolean(2));
        }

        var state = events.Aggregate((SessionState?)null, (before, e) => Session.Evolve(before, e.Event, session));
        if (state is null || row is null)
        {
            return null;
        }

        var additions = signOff.Where(each => each.Event is ObligationWaived or WaiverWithdrawn or EntryAdded).ToImmutableArray();
        List<string> data = [.. events.Select(e => e.Data), .. additions.Select(e => e.Data)];
        var isIn = (string name) => data.Exists(each => each.Contains($"\"{name}\"", StringComparison.Ordinal));
        return new StoredRecord(
            new ChartRecord(
                new ChartAbout(
                    clinic, about.Name, about.Zone, about.IsSimulated, session, PatientOf(state.Patient, patient),
                    await ProtocolAsync(connection, clinic, state.Order, cancellationToken),
                    names.Where(name => isIn(name.Key)).ToImmutableSortedDictionary(StringComparer.Ordinal))
                {
                    Roles = roles.Where(role => isIn(role.Key)).ToImmutableSortedDictionary(StringComparer.Ordinal),
                },
                row, state, events, notes, additions),
            signOff,
            through);
    }

    static ChartPatient PatientOf(Guid id, PatientDocument? patient) =>
        new(id, patient?.FamilyName, patient?.GivenName, patient?.BirthDate, patient?.Mrn, patient?.Gender)
        {
            Identifiers = [.. patient?.Identifiers ?? []],
            Allergies = [.. patient?.Allergies ?? []],
            NoKnownAllergies = patient is { NoKnownAllergies: true },
        };

    /// <summary>Everything in the stream of a chart, in order.</summary>
    internal async Task<ImmutableArray<ChartAddition>> SignOffAsync(
        NpgsqlConnection connection, string clinic, Guid session, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, SqlOfEvents, clinic, SignOffStream(session));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await SignOffAsync(reader, cancellationToken);
    }

    async Task<ImmutableArray<ChartAddition>> SignOffAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var read = ImmutableArray.CreateBuilder<ChartAddition>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var (type, data) = (reader.GetString(2), reader.GetString(4));
            read.Add(new ChartAddition(reader.GetGuid(0), reader.GetInt64(1), type, data, (SignOffEvent)FromJson(SignOffTypes, type, data)));
        }

        return read.ToImmutable();
    }

    internal async Task<ImmutableArray<ChartEvent>> EventsAsync(NpgsqlConnection connection, string clinic, Guid stream, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, SqlOfEvents, clinic, stream);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await EventsAsync(reader, cancellationToken);
    }

    async Task<ImmutableArray<ChartEvent>> EventsAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var read = ImmutableArray.CreateBuilder<ChartEvent>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var (type, data) = (reader.GetString(2), reader.GetString(4));
            read.Add(new ChartEvent(
                reader.GetGuid(0), reader.GetInt64(1), type, reader.GetFieldValue<DateTimeOffset>(3), data,
                (SessionEvent)FromJson(SessionTypes, type, data)));
        }

        return read.ToImmutable();
    }

    object FromJson(Dictionary<string, Type> types, string type, string data)
    {
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(data));
        return store.Options.Serializer().FromJson(
            types.GetValueOrDefault(type) ?? throw new InvalidDataException($"a stored event of type {type} is not known to this version"), bytes);
    }

    /// <summary>By the association intervals; one that is still open goes on.</summary>
    /// <param name="after">Only those of later inputs; null: all.</param>
    internal static async IAsyncEnumerable<ChartReading> ReadingsAsync(
        NpgsqlConnection connection, string clinic, IReadOnlyCollection<Association> associations, long? after,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = Command(
            connection,
            """
            select r.device, r.boot, r.seq, r.device_at, r.at, r.received_at, r.input, r.flags, r.body
            from unnest($2::text[], $3::timestamptz[], $4::timestamptz[]) as a(device, "from", "to")
            join infusion.reading r on r.clinic = $1 and r.device = a.device and r.at >= a."from" and r.at < a."to"
            where r.input > $5
            order by r.input, r.device, r.boot, r.seq
            """,
            clinic,
            associations.Select(each => each.Device).ToArray(),
            associations.Select(each => each.From.UtcDateTime).ToArray(),
            associations.Select(each => each.To?.UtcDateTime ?? DateTime.MaxValue).ToArray(),
            after ?? long.MinValue);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var (stored, flags, body) = (ClinicStore.Read(reader), reader.GetInt16(7), reader.GetFieldValue<byte[]>(8));
            yield return new ChartReading(stored.At, stored.Input, flags, body, stored.Reading);
        }
    }

    /// <summary>Of the next result of a batch.</summary>
    async Task<ImmutableArray<T>> DocumentsAsync<T>(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.NextResultAsync(cancellationToken);
        var read = ImmutableArray.CreateBuilder<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            read.Add(FromJson<T>(reader.GetString(0)));
        }

        return read.ToImmutable();
    }

    internal static async Task<InfusionProtocol?> ProtocolAsync(
        NpgsqlConnection connection, string clinic, InfusionOrder order, CancellationToken cancellationToken)
    {
        await using var command = Command(
            connection,
            "select body::text, approved_by, approved_at from infusion.protocol where clinic = $1 and protocol = $2 and version = $3",
            clinic, order.Protocol, order.ProtocolVersion);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            && JsonSerializer.Deserialize<InfusionProtocol>(reader.GetString(0), QuantityConverters.Options) is { } protocol
            ? protocol with { Approval = reader.IsDBNull(1) ? null : new ProtocolApproval(reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2)) }
            : null;
    }

    internal async Task<T?> DocumentAsync<T>(NpgsqlConnection connection, string clinic, Guid id, CancellationToken cancellationToken)
        where T : class
    {
        await using var command = Command(
            connection, $"select data::text from infusion.mt_doc_{typeof(T).Name.ToLowerInvariant()} where tenant_id = $1 and id = $2", clinic, id);
        return await command.ExecuteScalarAsync(cancellationToken) is string data ? FromJson<T>(data) : null;
    }

    T FromJson<T>(string data)
    {
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(data));
        return store.Options.Serializer().FromJson<T>(bytes);
    }

    static void Add(NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        batch.BatchCommands.Add(command);
    }

    internal static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values) =>
        new NpgsqlCommand(sql, connection).With(values);
}
