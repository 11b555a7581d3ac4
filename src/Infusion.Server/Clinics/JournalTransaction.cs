using Infusion.Core.Telemetry;
using Infusion.Server.Fhir;
using Infusion.Server.Operations;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Infusion.Server.Clinics;

/// <summary>Where a clinic stands after its part of a transaction.</summary>
readonly record struct Raised(long Epoch, long Seq, DateTimeOffset Updated);

/// <summary>One attempt: fence, readings, quarantine, commands, devices, FHIR, events, documents; all or nothing.</summary>
sealed class JournalTransaction(NpgsqlDataSource dataSource, IDocumentStore store, ClinicClock clock)
{
    const int CommandTimeoutSeconds = 5;
    static readonly TimeSpan SettleEvery = TimeSpan.FromMilliseconds(200);

    /// <returns>What was written: clinic and epoch. A unit that is missing has another writer and was left out.</returns>
    public async Task<IReadOnlySet<(string Clinic, long Epoch)>> RunAsync(IReadOnlyList<CommitUnit> batch, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (raised, transactionId) = await RaiseAsync(connection, batch, cancellationToken);
        var units = batch
            .Where(unit => raised.TryGetValue(unit.Clinic, out var writer) && writer.Epoch == unit.Epoch).ToList();
        await CopyReadingsAsync(connection, units, cancellationToken);
        await InsertRowsAsync(connection, units, cancellationToken);
        await FhirStore.WriteAsync(connection, units, raised, cancellationToken);
        await AppendEventsAsync(transaction, units, cancellationToken);
        try
        {
            await transaction.CommitAsync(cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The answer may be lost while the commit stands. Guessing either way would lose readings or store them twice.
            if (transactionId is null || !await StandsAsync(transactionId, cancellationToken))
            {
                throw;
            }
        }

        return raised.Select(writer => (writer.Key, writer.Value.Epoch)).ToHashSet();
    }

    /// <summary>
    /// Whether a transaction whose answer was lost was committed. Asks until the store answers: nothing else may be written
    /// before that is known.
    /// </summary>
    internal async Task<bool> StandsAsync(string transactionId, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await using var command = dataSource.CreateCommand("select pg_xact_status($1::xid8)");
                command.Parameters.Add(new() { Value = transactionId, NpgsqlDbType = NpgsqlDbType.Unknown });
                if (await command.ExecuteScalarAsync(cancellationToken) is string and not "in progress" and var status)
                {
                    return status == "committed";
                }
            }
            catch (Exception reason) when (StoreFailures.Passes(reason))
            {
                // Still away: the same question again.
            }

            await Task.Delay(SettleEvery, cancellationToken);
        }
    }

    /// <summary>Raises seq where the epoch still matches. The row lock is the fence and the order of commits.</summary>
    /// <returns>Who was raised, and the transaction's id in the store; null when nobody was.</returns>
    async Task<(Dictionary<string, Raised> Raised, string? TransactionId)> RaiseAsync(
        NpgsqlConnection connection, IReadOnlyList<CommitUnit> batch, CancellationToken cancellationToken)
    {
        // A clinic may have units of two epochs in one batch when it moved: only the newest may write. Of its units the last
        // one counts: a next writer goes on from its number, and must not give one out that a stored reading has already.
        var newest = batch.GroupBy(unit => unit.Clinic).Select(units => units.MaxBy(unit => (unit.Epoch, unit.Input))!).ToList();
        await using var command = new NpgsqlCommand(
            """
            with turn as (
                select w.clinic, u.input
                from infusion.clinic_writer w
                join unnest($1::text[], $2::bigint[], $3::bigint[]) as u(clinic, epoch, input)
                    on w.clinic = u.clinic and w.epoch = u.epoch
                order by w.clinic
                for update of w)
            update infusion.clinic_writer w
            set seq = w.seq + 1,
                input = greatest(w.input, turn.input),
                updated = greatest($4, w.updated + interval '1 microsecond')
            from turn
            where w.clinic = turn.clinic
            returning w.clinic, w.epoch, w.seq, w.updated, pg_current_xact_id()::text
            """,
            connection)
        { CommandTimeout = CommandTimeoutSeconds };
        command.Parameters.Add(new() { Value = newest.Select(unit => unit.Clinic).ToArray() });
        command.Parameters.Add(new() { Value = newest.Select(unit => unit.Epoch).ToArray() });
        command.Parameters.Add(new() { Value = newest.Select(unit => unit.Input).ToArray() });
        command.Parameters.Add(new() { Value = clock.Now.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        var raised = new Dictionary<string, Raised>();
        string? transactionId = null;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            raised[reader.GetString(0)] = new Raised(
                reader.GetInt64(1), reader.GetInt64(2), reader.GetFieldValue<DateTimeOffset>(3));
            transactionId = reader.GetString(4);
        }

        return (raised, transactionId);
    }

    static async Task CopyReadingsAsync(NpgsqlConnection connection, List<CommitUnit> units, CancellationToken cancellationToken)
    {
        if (units.All(unit => unit.Readings.Count == 0))
        {
            return;
        }

        await using var copy = await connection.BeginBinaryImportAsync(
            """
            copy infusion.reading (clinic, device, boot, seq, device_at, at, received_at, input, flags, body)
            from stdin (format binary)
            """,
            cancellationToken);
        copy.Timeout = TimeSpan.FromSeconds(CommandTimeoutSeconds);
        foreach (var unit in units)
        {
            foreach (var row in unit.Readings)
            {
                await copy.StartRowAsync(cancellationToken);
                await copy.WriteAsync(unit.Clinic, NpgsqlDbType.Text, cancellationToken);
                await copy.WriteAsync(row.Reading.Device, NpgsqlDbType.Text, cancellationToken);
                await copy.WriteAsync(row.Reading.Boot, NpgsqlDbType.Text, cancellationToken);
                await copy.WriteAsync(row.Reading.Seq, NpgsqlDbType.Bigint, cancellationToken);
                if (row.Reading.At is { } deviceAt)
                {
                    await copy.WriteAsync(deviceAt.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
                }
                else
                {
                    await copy.WriteNullAsync(cancellationToken);
                }

                await copy.WriteAsync(row.At.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
                await copy.WriteAsync(row.Reading.ReceivedAt.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
                await copy.WriteAsync(row.Input, NpgsqlDbType.Bigint, cancellationToken);
                await copy.WriteAsync((short)row.Flags, NpgsqlDbType.Smallint, cancellationToken);
                await copy.WriteAsync(ReadingCodec.Encode(row.Reading), NpgsqlDbType.Bytea, cancellationToken);
            }
        }

        await copy.CompleteAsync(cancellationToken);
    }

    /// <summary>The rare rows, in one round trip.</summary>
    static async Task InsertRowsAsync(NpgsqlConnection connection, List<CommitUnit> units, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = CommandTimeoutSeconds };
        foreach (var unit in units)
        {
            foreach (var (message, input) in unit.Quarantined)
            {
                batch.BatchCommands.Add(Command(
                    """
                    insert into infusion.quarantine (clinic, topic, device, received_at, reason, detail, payload, input)
                    values ($1, $2, $3, $4, $5, $6, $7, $8)
                    """,
                    unit.Clinic, message.Topic, (object?)message.Device ?? DBNull.Value, message.ReceivedAt.UtcDateTime,
                    message.Reason, message.Detail, message.Payload.ToArray(), input));
            }

            foreach (var command in unit.Commands)
            {
                batch.BatchCommands.Add(Command(
                    "insert into infusion.command (clinic, id, input, received_at) values ($1, $2, $3, $4)",
                    unit.Clinic, command, unit.Input, unit.Now.UtcDateTime));
            }

            foreach (var device in unit.Devices)
            {
                batch.BatchCommands.Add(Command(
                    """
                    insert into infusion.device (clinic, device, kind, home_chair, accepted, first_seen)
                    values ($1, $2, $3, $4, $5, $6)
                    on conflict (clinic, device) do update
                        set kind = excluded.kind, home_chair = excluded.home_chair, accepted = excluded.accepted
                    """,
                    unit.Clinic, device.Device, (short)device.Kind, (object?)device.HomeChair ?? DBNull.Value,
                    device.Accepted, device.FirstSeen.UtcDateTime));
            }
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    async Task AppendEventsAsync(NpgsqlTransaction transaction, List<CommitUnit> units, CancellationToken cancellationToken)
    {
        if (units.All(unit => unit.Events.Count == 0 && unit.Documents.Count == 0))
        {
            return;
        }

        await using var session = store.LightweightSession(Marten.Services.SessionOptions.ForTransaction(transaction));
        foreach (var unit in units)
        {
            var tenant = session.ForTenant(unit.Clinic);
            foreach (var stream in unit.Events.GroupBy(e => e.Stream))
            {
                tenant.Events.Append(stream.Key, stream.Select(e => (object)e.Event));
            }

            tenant.StoreObjects(unit.Documents);
        }

        await session.SaveChangesAsync(cancellationToken);
    }

    static NpgsqlBatchCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
