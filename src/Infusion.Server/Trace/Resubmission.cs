using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Ingestion;
using Infusion.Server.Ingestion.Decoding;
using Infusion.Server.Operations;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;

namespace Infusion.Server.Trace;

/// <param name="Outcome">late, unregistered, duplicate (it was known already) or refused.</param>
/// <param name="Detail">Why it was refused again; null: it was not.</param>
public sealed record ResubmitAnswer(string Outcome, string? Detail);

/// <summary>Why a refused message is not sent again.</summary>
readonly record struct ResubmitConflict(string Code, string Reason);

/// <summary>Both null: the store has not answered in time.</summary>
sealed record Resubmitted(ResubmitAnswer? Answer, ResubmitConflict? Conflict);

/// <summary>
/// A refused message once more, by today's decoder and with its own receipt time, as history: it is never live and never sounds.
/// Its identity is in the payload, so a message that is known already changes nothing.
/// </summary>
sealed class Resubmission(NpgsqlDataSource dataSource, IGrainFactory grains, MessageDecoder decoder, ClinicClock clock, TimeProvider time)
{
    const string Again = "refused";
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <returns>Null: it may be sent again.</returns>
    public static ResubmitConflict? Refusal(string reason, string? outcomeBefore) => (reason, outcomeBefore) switch
    {
        (_, not null and not Again) => new("accepted-already", "It was sent again before and taken: it is in the store."),
        (RefusalReason.Oversized, _) => new("oversized", "Only the beginning of it was kept, so there is nothing whole to send again."),
        (RefusalReason.Retained, _) => new("retained", "A broker had kept it, and nobody knows how old it is. It is never charted."),
        _ => null,
    };

    /// <returns>Null: the clinic has no such refusal.</returns>
    public async Task<Resubmitted?> SendAgainAsync(string clinic, long id, string by, CancellationToken cancellationToken)
    {
        if (await LoadAsync(clinic, id, cancellationToken) is not { } stored)
        {
            return null;
        }

        if (Refusal(stored.Reason, stored.OutcomeBefore) is { } conflict)
        {
            return new Resubmitted(null, conflict);
        }

        var incoming = decoder.Decode(stored.Raw);
        if (incoming is Incoming.Status)
        {
            return new Resubmitted(null, new("status", "What a device said of itself then is no news now."));
        }

        var answer = incoming switch
        {
            Incoming.Telemetry telemetry => await TakeInAsync(clinic, telemetry, cancellationToken),
            Incoming.Quarantined refused => new ResubmitAnswer(Again, $"{refused.Reason}: {refused.Detail}"),
            _ => new ResubmitAnswer(Again, "empty: It says nothing."),
        };
        if (answer is not null)
        {
            await RememberAsync(clinic, id, by, answer, cancellationToken);
        }

        return new Resubmitted(answer, null);
    }

    /// <summary>As a command: straight to the writer, which says what became of it. Who pressed the button is told, so no spool.</summary>
    async Task<ResubmitAnswer?> TakeInAsync(string clinic, Incoming.Telemetry message, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IClinicGrain>(clinic);
        try
        {
            var evaluated = await grain.EvaluateAsync(new Immutable<IReadOnlyList<Incoming>>([message]));
            await grain.WhenCommittedAsync(evaluated).WaitAsync(Patience, time, cancellationToken);
            return new ResubmitAnswer(await OutcomeAsync(clinic, message.Reading, cancellationToken), null);
        }
        catch (UnstorableMessagesException refused)
        {
            return new ResubmitAnswer(Again, $"{RefusalReason.Unstorable}: {refused.Message}");
        }
        catch (Exception reason) when (reason is TimeoutException or WriterFencedException)
        {
            return null;
        }
    }

    /// <summary>A message that left no row had been stored under another receipt.</summary>
    async Task<string> OutcomeAsync(string clinic, Reading reading, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "select flags from infusion.reading where clinic = $1 and received_at = $2 and device = $3 and boot = $4 and seq = $5");
        command.Parameters.Add(new() { Value = clinic });
        command.Parameters.Add(new() { Value = reading.ReceivedAt.UtcDateTime });
        command.Parameters.Add(new() { Value = reading.Device });
        command.Parameters.Add(new() { Value = reading.Boot });
        command.Parameters.Add(new() { Value = reading.Seq });
        return await command.ExecuteScalarAsync(cancellationToken) is not short flags ? "duplicate"
            : ((ReadingFlags)flags).HasFlag(ReadingFlags.Unregistered) ? "unregistered"
            : "late";
    }

    async Task<(RawMessage Raw, string Reason, string? OutcomeBefore)?> LoadAsync(string clinic, long id, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "select topic, payload, received_at, reason, resubmit_outcome from infusion.quarantine where clinic = $1 and id = $2");
        command.Parameters.Add(new() { Value = clinic });
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (new RawMessage(reader.GetString(0), reader.GetFieldValue<byte[]>(1), reader.GetFieldValue<DateTimeOffset>(2), IsLate: true),
                reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetString(4))
            : null;
    }

    async Task RememberAsync(string clinic, long id, string by, ResubmitAnswer answer, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            update infusion.quarantine
            set resubmitted_at = $3, resubmitted_by = $4, resubmit_outcome = $5, resubmit_detail = $6
            where clinic = $1 and id = $2 and coalesce(resubmit_outcome, 'refused') = 'refused'
            """);
        command.Parameters.Add(new() { Value = clinic });
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = clock.Now.UtcDateTime });
        command.Parameters.Add(new() { Value = by });
        command.Parameters.Add(new() { Value = answer.Outcome });
        command.Parameters.Add(new() { Value = (object?)answer.Detail ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
