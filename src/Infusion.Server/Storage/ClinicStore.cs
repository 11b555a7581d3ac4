using System.Collections.Immutable;
using System.Text.Json;
using Infusion.Core.Clinics;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Marten;
using Npgsql;

namespace Infusion.Server.Storage;

/// <summary>What an activation takes over: its epoch, and how far the one before had come.</summary>
/// <param name="TickedThrough">Null: it stored nothing yet.</param>
readonly record struct Takeover(long Epoch, long Input, DateTimeOffset? TickedThrough);

readonly record struct StoredReading(Reading Reading, DateTimeOffset At, long Input);

/// <summary>Runs of seq that are stored, so that a message of the last two days is known again.</summary>
readonly record struct StoredSequence(string Device, string Boot, long First, long Last);

/// <summary>Reads what a clinic's writer needs to begin, and the registry it begins from.</summary>
sealed class ClinicStore(NpgsqlDataSource dataSource, IDocumentStore store)
{
    /// <summary>Raises the epoch: from here on the store refuses every earlier writer of this clinic.</summary>
    public async Task<Takeover> TakeOverAsync(string clinic, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            insert into infusion.clinic_writer (clinic, epoch) values ($1, 1)
            on conflict (clinic) do update set epoch = clinic_writer.epoch + 1
            returning epoch, input, ticked_through
            """);
        command.Parameters.Add(new() { Value = clinic });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new Takeover(
            reader.GetInt64(0), reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetFieldValue<DateTimeOffset>(2));
    }

    /// <summary>Ids of all clinics, for the keeper and for a user's list.</summary>
    public async Task<IReadOnlyList<string>> ClinicsAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("select clinic from infusion.clinic order by clinic");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var clinics = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            clinics.Add(reader.GetString(0));
        }

        return clinics;
    }

    public async Task CreateClinicAsync(ClinicConfiguration clinic, bool simulated, CancellationToken cancellationToken)
    {
        // All of it at once: as soon as the clinic is there, a writer begins with what is there of it.
        await using var batch = dataSource.CreateBatch();
        var command = new NpgsqlBatchCommand(
            """
            insert into infusion.clinic (clinic, name, time_zone, chairs, limits, simulated)
            values ($1, $2, $3, $4::jsonb, $5::jsonb, $6)
            on conflict (clinic) do nothing
            """);
        command.Parameters.Add(new() { Value = clinic.Clinic });
        command.Parameters.Add(new() { Value = clinic.Name });
        command.Parameters.Add(new() { Value = clinic.TimeZone });
        command.Parameters.Add(new() { Value = JsonSerializer.Serialize(clinic.Chairs, QuantityConverters.Options) });
        command.Parameters.Add(new() { Value = JsonSerializer.Serialize(clinic.Limits, QuantityConverters.Options) });
        command.Parameters.Add(new() { Value = simulated });
        batch.BatchCommands.Add(command);
        foreach (var device in clinic.Devices)
        {
            var insert = new NpgsqlBatchCommand(
                """
                insert into infusion.device (clinic, device, kind, home_chair, accepted, first_seen)
                values ($1, $2, $3, $4, true, now()) on conflict do nothing
                """);
            insert.Parameters.Add(new() { Value = clinic.Clinic });
            insert.Parameters.Add(new() { Value = device.Device });
            insert.Parameters.Add(new() { Value = (short)device.Kind });
            insert.Parameters.Add(new() { Value = (object?)device.HomeChair ?? DBNull.Value });
            batch.BatchCommands.Add(insert);
        }

        foreach (var protocol in clinic.Protocols)
        {
            var insert = new NpgsqlBatchCommand(
                """
                insert into infusion.protocol (clinic, protocol, version, body, created_at, created_by, reason)
                values ($1, $2, $3, $4::jsonb, now(), 'infusion', 'sample that ships') on conflict do nothing
                """);
            insert.Parameters.Add(new() { Value = clinic.Clinic });
            insert.Parameters.Add(new() { Value = protocol.Id });
            insert.Parameters.Add(new() { Value = protocol.Version });
            insert.Parameters.Add(new() { Value = JsonSerializer.Serialize(protocol, QuantityConverters.Options) });
            batch.BatchCommands.Add(insert);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Every version of every protocol of a clinic, by id and version.</summary>
    public async Task<ImmutableArray<InfusionProtocol>> ProtocolsAsync(string clinic, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            select protocol, version, body::text, approved_by, approved_at from infusion.protocol
            where clinic = $1 order by protocol collate "C", version
            """);
        command.Parameters.Add(new() { Value = clinic });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var protocols = ImmutableArray.CreateBuilder<InfusionProtocol>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var protocol = JsonSerializer.Deserialize<InfusionProtocol>(reader.GetString(2), QuantityConverters.Options)
                ?? throw new InvalidDataException($"protocol {reader.GetString(0)} version {reader.GetInt32(1)} of clinic {clinic} is empty");
            protocols.Add(protocol with
            {
                Approval = reader.IsDBNull(3) ? null : new ProtocolApproval(reader.GetString(3), reader.GetFieldValue<DateTimeOffset>(4)),
            });
        }

        return protocols.ToImmutable();
    }

    /// <returns>Null when there is no such clinic.</returns>
    public async Task<(ClinicConfiguration Configuration, bool Simulated)?> ConfigurationAsync(
        string clinic, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "select name, time_zone, chairs::text, limits::text, simulated from infusion.clinic where clinic = $1");
        command.Parameters.Add(new() { Value = clinic });
        string name, zone;
        ImmutableArray<Chair> chairs;
        SafetyLimits limits;
        bool simulated;

        // Closed before the devices are read: many clinics that start at once must not each hold a connection and want another.
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken))
            {
                return null;
            }

            (name, zone, simulated) = (reader.GetString(0), reader.GetString(1), reader.GetBoolean(4));
            chairs = JsonSerializer.Deserialize<ImmutableArray<Chair>>(reader.GetString(2), QuantityConverters.Options);
            limits = JsonSerializer.Deserialize<SafetyLimits>(reader.GetString(3), QuantityConverters.Options)
                ?? throw new InvalidDataException($"clinic {clinic} has no limits");
        }

        var devices = (await DevicesAsync(clinic, cancellationToken)).Where(device => device.Accepted)
            .Select(device => new RegisteredDevice(device.Device, device.Kind, device.HomeChair)).ToImmutableArray();
        var protocols = await ProtocolsAsync(clinic, cancellationToken);
        return (new ClinicConfiguration(clinic, name, zone, chairs, devices, limits) { Protocols = protocols }, simulated);
    }

    public async Task<IReadOnlyList<Clinics.DeviceRow>> DevicesAsync(string clinic, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "select device, kind, home_chair, accepted, first_seen, put_aside from infusion.device where clinic = $1 order by device collate \"C\"");
        command.Parameters.Add(new() { Value = clinic });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var devices = new List<Clinics.DeviceRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            devices.Add(new Clinics.DeviceRow(
                reader.GetString(0), (DeviceKind)reader.GetInt16(1), reader.IsDBNull(2) ? null : reader.GetString(2),
                reader.GetBoolean(3), reader.GetFieldValue<DateTimeOffset>(4), (Clinics.DevicePutAside)reader.GetInt16(5)));
        }

        return devices;
    }

    /// <summary>Events of the sessions that are open, and of the clinic's own stream, in order.</summary>
    public async Task<IReadOnlyList<StreamEvent>> EventsOfOpenSessionsAsync(
        string clinic, Guid clinicStream, CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession(clinic);
        var open = await session.Query<SessionRow>().Where(row => row.Phase != SessionPhase.Closed).ToListAsync(cancellationToken);
        var events = new List<StreamEvent>();
        foreach (var stream in open.Select(row => row.Id).Append(clinicStream))
        {
            var stored = await session.Events.FetchStreamAsync(stream, token: cancellationToken);
            events.AddRange(stored.Select(e => new StreamEvent(stream, (SessionEvent)e.Data, null, null)));
        }

        return events;
    }

    public async Task<IReadOnlyList<StoredReading>> ReadingsAsync(
        string clinic, IReadOnlyCollection<string> devices, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            select device, boot, seq, device_at, at, received_at, input, flags, body
            from infusion.reading
            where clinic = $1 and device = any($2) and at >= $3 and at < $4
            order by input
            """);
        command.Parameters.Add(new() { Value = clinic });
        command.Parameters.Add(new() { Value = devices.ToArray() });
        command.Parameters.Add(new() { Value = from.UtcDateTime });
        command.Parameters.Add(new() { Value = to.UtcDateTime });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var readings = new List<StoredReading>();
        while (await reader.ReadAsync(cancellationToken))
        {
            readings.Add(Read(reader));
        }

        return readings;
    }

    /// <param name="through">The last input that counts, inclusive.</param>
    public async Task<IReadOnlyList<StoredSequence>> SequencesAsync(
        string clinic, DateTimeOffset since, long through, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            select device, boot, min(seq), max(seq)
            from (select device, boot, seq,
                         seq - dense_rank() over (partition by device, boot order by seq) as run
                  from infusion.reading where clinic = $1 and received_at >= $2 and input <= $3) numbered
            group by device, boot, run
            order by device, boot, min(seq)
            """);
        command.Parameters.Add(new() { Value = clinic });
        command.Parameters.Add(new() { Value = since.UtcDateTime });
        command.Parameters.Add(new() { Value = through });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var sequences = new List<StoredSequence>();
        while (await reader.ReadAsync(cancellationToken))
        {
            sequences.Add(new StoredSequence(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3)));
        }

        return sequences;
    }

    public async Task<IReadOnlyDictionary<Guid, long>> CommandsAsync(
        string clinic, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "select id, input from infusion.command where clinic = $1 and received_at >= $2");
        command.Parameters.Add(new() { Value = clinic });
        command.Parameters.Add(new() { Value = since.UtcDateTime });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var commands = new Dictionary<Guid, long>();
        while (await reader.ReadAsync(cancellationToken))
        {
            commands[reader.GetGuid(0)] = reader.GetInt64(1);
        }

        return commands;
    }

    internal static StoredReading Read(NpgsqlDataReader reader)
    {
        var flags = (Clinics.ReadingFlags)reader.GetInt16(7);
        var reading = ReadingCodec.Decode(
            reader.GetFieldValue<byte[]>(8),
            reader.GetString(0),
            reader.GetString(1),
            reader.GetInt64(2),
            reader.IsDBNull(3) ? null : reader.GetFieldValue<DateTimeOffset>(3),
            reader.GetFieldValue<DateTimeOffset>(5),
            flags.HasFlag(Clinics.ReadingFlags.Late));
        return new StoredReading(reading, reader.GetFieldValue<DateTimeOffset>(4), reader.GetInt64(6));
    }
}
