using System.Runtime.CompilerServices;
using Infusion.Core.Clinics;
using Npgsql;

namespace Infusion.Server.Storage;

/// <summary>One input as a writer took it in.</summary>
readonly record struct StoredInput(long Input, DateTimeOffset EvaluatedAt, ClinicInput Body);

/// <summary>A state that was stored, and the last input in it.</summary>
readonly record struct StoredState(ClinicState State, long Input);

/// <summary>What a writer's state is rebuilt from: checkpoints, and the inputs after them.</summary>
sealed class InputStore(NpgsqlDataSource dataSource)
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

    /// <summary>Every input after <paramref name="input"/>, in the order in which the writer took them in.</summary>
    public async IAsyncEnumerable<StoredInput> AfterAsync(
        string clinic, long input, DateTimeOffset evaluatedFrom, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var others = new Queue<StoredInput>(await OthersAsync(clinic, input, cancellationToken));
        await using var command = dataSource.CreateCommand(
            """
            select device, boot, seq, device_at, at, received_at, input, flags, body, evaluated_at
            from infusion.reading
            where clinic = $1 and evaluated_at >= $2 and input > $3
            order by input
            """);
        command.Parameters.Add(new() { Value = clinic });
        command.Parameters.Add(new() { Value = evaluatedFrom.UtcDateTime });
        command.Parameters.Add(new() { Value = input });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var stored = ClinicStore.Read(reader);
            while (others.TryPeek(out var other) && other.Input < stored.Input)
            {
                yield return others.Dequeue();
            }

            yield return new StoredInput(
                stored.Input, reader.GetFieldValue<DateTimeOffset>(9), new ClinicInput.Observed(stored.Reading));
        }

        foreach (var other in others)
        {
            yield return other;
        }
    }

    async Task<List<StoredInput>> OthersAsync(string clinic, long input, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "select input, evaluated_at, body::text from infusion.clinic_input where clinic = $1 and input > $2 order by input");
        command.Parameters.Add(new() { Value = clinic });
        command.Parameters.Add(new() { Value = input });
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
