using Infusion.Core.Clinics;
using Infusion.Server.Fhir;
using Infusion.Server.Operations;
using JasperFx.Events;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Infusion.Server.Clinics;

/// <summary>Where a clinic stands after its part of a transaction.</summary>
readonly record struct Raised(long Epoch, long Seq, DateTimeOffset Updated);

/// <summary>One attempt: fence, readings, inputs, quarantine, commands, devices, FHIR, events, documents; all or nothing.</summary>
sealed class JournalTransaction(NpgsqlDataSource dataSource, IDocumentStore store, ClinicClock clock)
{
    /// <summary>What a command may take at first.</summary>
    public const int CommandTimeoutSeconds = 5;
    static readonly TimeSpan SettleEvery = TimeSpan.FromMilliseconds(200);

    /// <returns>What was written: clinic and epoch. A unit that is missing has another writer and was left out.</returns>
    /// <remarks>
    /// On a thread of its own, which waits for the store itself. With a device's every message queueing for the thread pool, each
    /// wait for the store would queue behind them: in overload commits ran into their timeouts with a store that was idle.
    /// </remarks>
    public async Task<IReadOnlySet<(string Clinic, long Epoch)>> RunAsync(
        IReadOnlyList<CommitUnit> batch, int commandTimeoutSeconds, CancellationToken cancellationToken) =>
        await Task.Factory.StartNew(
            () => Run(batch, commandTimeoutSeconds, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .WaitAsync(cancellationToken);

    HashSet<(string Clinic, long Epoch)> Run(
        IReadOnlyList<CommitUnit> batch, int commandTimeoutSeconds, CancellationToken cancellationToken)
    {
        using var connection = dataSource.OpenConnection();
        using var transaction = connection.BeginTransaction();
        var (raised, transactionId) = Raise(connection, batch, commandTimeoutSeconds);
        var units = batch
            .Where(unit => raised.TryGetValue(unit.Clinic, out var writer) && writer.Epoch == unit.Epoch).ToList();
        ReadingRows.Copy(connection, units, raised, commandTimeoutSeconds);
        JournalRows.Insert(connection, units, raised, commandTimeoutSeconds);
        FhirStore.Write(connection, units, raised, commandTimeoutSeconds);
        cancellationToken.ThrowIfCancellationRequested();
        // The one part that knows no other way than the thread pool's.
        AppendEventsAsync(transaction, units, cancellationToken).GetAwaiter().GetResult();
        try
        {
            transaction.Commit();
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The answer may be lost while the commit stands. Guessing either way would lose readings or store them twice.
            if (transactionId is null || !StandsAsync(transactionId, cancellationToken).GetAwaiter().GetResult())
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
    (Dictionary<string, Raised> Raised, string? TransactionId) Raise(
        NpgsqlConnection connection, IReadOnlyList<CommitUnit> batch, int commandTimeoutSeconds)
    {
        // A clinic may have units of two epochs in one batch when it moved: only the newest may write. Of its units the last
        // one counts: a next writer goes on from its number, and must not give one out that a stored reading has already.
        var newest = batch.GroupBy(unit => unit.Clinic).Select(units => units.MaxBy(unit => (unit.Epoch, unit.Input, unit.TickedThrough))!).ToList();
        using var command = new NpgsqlCommand(
            """
            with turn as (
                select w.clinic, u.input, u.ticked
                from infusion.clinic_writer w
                join unnest($1::text[], $2::bigint[], $3::bigint[], $5::timestamptz[]) as u(clinic, epoch, input, ticked)
                    on w.clinic = u.clinic and w.epoch = u.epoch
                order by w.clinic
                for update of w)
            update infusion.clinic_writer w
            set seq = w.seq + 1,
                input = greatest(w.input, turn.input),
                ticked_through = greatest(w.ticked_through, turn.ticked),
                updated = greatest($4, w.updated + interval '1 microsecond')
            from turn
            where w.clinic = turn.clinic
            returning w.clinic, w.epoch, w.seq, w.updated, pg_current_xact_id()::text
            """,
            connection)
        { CommandTimeout = commandTimeoutSeconds };
        command.Parameters.Add(new() { Value = newest.Select(unit => unit.Clinic).ToArray() });
        command.Parameters.Add(new() { Value = newest.Select(unit => unit.Epoch).ToArray() });
        command.Parameters.Add(new() { Value = newest.Select(unit => unit.Input).ToArray() });
        command.Parameters.Add(new() { Value = clock.Now.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = newest.Select(unit => unit.TickedThrough.UtcDateTime).ToArray() });
        var raised = new Dictionary<string, Raised>();
        string? transactionId = null;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            raised[reader.GetString(0)] = new Raised(
                reader.GetInt64(1), reader.GetInt64(2), reader.GetFieldValue<DateTimeOffset>(3));
            transactionId = reader.GetString(4);
        }

        return (raised, transactionId);
    }

    /// <summary>Which messages of a unit the store refuses, each tried alone and taken back.</summary>
    /// <returns>Their inputs; empty when it is something else, or when the refusals themselves are refused.</returns>
    public async Task<IReadOnlySet<long>> FindUnstorableAsync(CommitUnit unit, CancellationToken cancellationToken)
    {
        var inputs = new HashSet<long>();
        foreach (var row in unit.Readings)
        {
            if (!await IsStorableAsync(unit, row, cancellationToken))
            {
                inputs.Add(row.Input);
            }
        }

        return inputs;
    }

    async Task<bool> IsStorableAsync(CommitUnit unit, ReadingRow row, CancellationToken cancellationToken)
    {
        var alone = new CommitUnit(unit.Clinic, unit.Epoch, unit.Simulated);
        alone.Readings.Add(row);
        try
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var raised = new Dictionary<string, Raised> { [unit.Clinic] = new(unit.Epoch, 0, clock.Now) };
            ReadingRows.Copy(connection, [alone], raised, CommandTimeoutSeconds);
            return true;
        }
        catch (Exception reason) when (!cancellationToken.IsCancellationRequested)
        {
            // An outage in the middle says nothing about this message; the unit will be tried again.
            return StoreFailures.Passes(reason);
        }
    }

    async Task AppendEventsAsync(NpgsqlTransaction transaction, List<CommitUnit> units, CancellationToken cancellationToken)
    {
        if (units.All(unit => unit.Events.Count == 0 && unit.PlanEvents.Count == 0 && unit.Documents.Count == 0))
        {
            return;
        }

        await using var session = store.LightweightSession(Marten.Services.SessionOptions.ForTransaction(transaction));
        foreach (var unit in units)
        {
            var tenant = session.ForTenant(unit.Clinic);
            foreach (var stream in unit.Events.GroupBy(e => e.Stream))
            {
                tenant.Events.Append(stream.Key, stream.Select(e => Named(e.Event, e.Id)));
            }

            foreach (var stream in unit.PlanEvents.GroupBy(e => e.Stream))
            {
                tenant.Events.Append(stream.Key, stream.Select(e => Named(e.Event, e.Id)));
            }

            tenant.StoreObjects(unit.Documents);
        }

        await session.SaveChangesAsync(cancellationToken);
    }

    /// <summary>With the id that a replay would give it, in place of one by chance.</summary>
    static object Named(object happened, Guid id)
    {
        var named = (IEvent)Activator.CreateInstance(typeof(Event<>).MakeGenericType(happened.GetType()), happened)!;
        named.Id = id;
        return named;
    }
}
