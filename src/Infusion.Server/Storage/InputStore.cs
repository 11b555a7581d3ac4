using System.Runtime.CompilerServices;
using Infusion.Core.Clinics;
using Npgsql;

namespace Infusion.Server.Storage;

/// <summary>One input as a writer took it in.</summary>
readonly record struct StoredInput(long Input, DateTimeOffset EvaluatedAt, ClinicInput Body);

/// <summary>A state that was stored, and the last input in it.</summary>
readonly record struct StoredState(ClinicState State, long Input);

/// <summary>Where a state is stored, and whether this build may read it.</summary>
readonly record struct StoredCheckpoint(DateOnly Day, long Input, DateTimeOffset EvaluatedAt, bool IsReadable);

/// <summary>What a writer's state is rebuilt from: checkpoints, and the inputs after them.</summary>
sealed class InputStore(NpgsqlDataSource dataSource, CorrectionStore corrections)
{
    /// <summary>The newest state before a day's end, or of all; null when there is none that this build may read.</summary>
    public async Task<StoredState?> StateAsync(string clinic, DateOnly? through, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            select input, engine, state from infusion.checkpoint
            where clinic = $1 and day <= coalesce($2, 'infinity'::date)
            order by day desc limit 1
            """);
        command.Parameters.Add(new() { Value = clinic });
        command.Parameters.Add(new() { Value = (object?)through ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Date });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) && reader.GetGuid(1) == StateImage.Engine
            ? new StoredState(StateImage.Read(reader.GetFieldValue<byte[]>(2)), reader.GetInt64(0))
            : null;
    }

    /// <summary>Every stored state of a clinic, oldest first: one for each day.</summary>
    public async Task<IReadOnlyList<StoredCheckpoint>> CheckpointsAsync(string clinic, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "select day, input, evaluated_at, engine from infusion.checkpoint where clinic = $1 order by input");
        command.Parameters.Add(new() { Value = clinic });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var checkpoints = new List<StoredCheckpoint>();
        while (await reader.ReadAsync(cancellationToken))
        {
            checkpoints.Add(new StoredCheckpoint(
                reader.GetFieldValue<DateOnly>(0), reader.GetInt64(1), reader.GetFieldValue<DateTimeOffset>(2),
                reader.GetGuid(3) == StateImage.Engine));
        }

        return checkpoints;
    }

    /// <summary>Every input after <paramref name="input"/>, in the order in which the writer took them in.</summary>
    public IAsyncEnumerable<StoredInput> AfterAsync(
        string clinic, long input, DateTimeOffset evaluatedFrom, CancellationToken cancellationToken) =>
        BetweenAsync(clinic, input, evaluatedFrom, long.MaxValue, DateTimeOffset.MaxValue, cancellationToken);

    /// <summary>The same up to an input and an instant, both inclusive.</summary>
    public async IAsyncEnumerable<StoredInput> BetweenAsync(
        string clinic, long input, DateTimeOffset evaluatedFrom, long through, DateTimeOffset evaluatedThrough,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var others = new Queue<StoredInput>(await OthersAsync(clinic, input, through, evaluatedThrough, cancellationToken));
        await using var command = dataSource.CreateCommand(
            """
            select device, boot, seq, device_at, at, received_at, input, flags, body, evaluated_at
            from infusion.reading
            where clinic = $1 and evaluated_at >= $2 and input > $3 and input <= $4 and evaluated_at <= $5
            order by input
            """);
        command.Parameters.Add(new() { Value = clinic });
        command.Parameters.Add(new() { Value = evaluatedFrom.UtcDateTime });
        command.Parameters.Add(new() { Value = input });
        command.Parameters.Add(new() { Value = through });
        command.Parameters.Add(new() { Value = evaluatedThrough.UtcDateTime });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var stored = ClinicStore.Read(reader);
            while (others.TryPeek(out var other) && other.Input < stored.Input)
            {
                yield return await WholeAsync(clinic, others.Dequeue(), cancellationToken);
            }

            yield return new StoredInput(
                stored.Input, reader.GetFieldValue<DateTimeOffset>(9), new ClinicInput.Observed(stored.Reading));
        }

        foreach (var other in others)
        {
            yield return await WholeAsync(clinic, other, cancellationToken);
        }
    }

    /// <summary>A correction's record is not stored twice: it is laid in again.</summary>
    async Task<StoredInput> WholeAsync(string clinic, StoredInput stored, CancellationToken cancellationToken) =>
        stored.Body is ClinicInput.Corrected corrected
            ? stored with { Body = await corrections.WholeAsync(clinic, corrected, stored.Input, cancellationToken) }
            : stored;

    async Task<List<StoredInput>> OthersAsync(
        string clinic, long input, long through, DateTimeOffset evaluatedThrough, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            select input, evaluated_at, body::text from infusion.clinic_input
            where clinic = $1 and input > $2 and input <= $3 and evaluated_at <= $4 order by input
            """);
        command.Parameters.Add(new() { Value = clinic });
        command.Parameters.Add(new() { Value = input });
        command.Parameters.Add(new() { Value = through });
        command.Parameters.Add(new() { Value = evaluatedThrough.UtcDateTime });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var inputs = new List<StoredInput>();
        while (await reader.ReadAsync(cancellationToken))
        {
            inputs.Add(new StoredInput(
                reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1), ClinicInputJson.Read(reader.GetString(2))));
        }

        return inputs;
    }
}
