using Infusion.Core.Clinics;
using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Infusion.Server.Trace;

/// <summary>A message of the trace as it lies in the store.</summary>
/// <param name="At">Chart time; null: a message that has none.</param>
/// <param name="Body">Of a reading.</param>
/// <param name="Status">Of a status message.</param>
sealed record StoredTrace(TraceRow Row, DateTimeOffset? At, byte[]? Body, DeviceReport? Status, string? Detail, string? Topic, byte[]? Payload);

/// <summary>Readings, refusals and status messages as one list, newest receipt first.</summary>
sealed class TraceStore(ClinicDatabase database, TimeProvider time)
{
    /// <summary>Rows lie in order of receipt, so a short stretch is found at once; the next is longer.</summary>
    static readonly TimeSpan FirstStretch = TimeSpan.FromSeconds(10);
    const int StretchGrows = 4;

    /// <summary>Who looks for something rare is told how far this page looked, and asks on.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    const string Columns = "input, device, boot, seq, device_at, received_at, evaluated_at, committed_at, at, flags, unknown_keys";
    const string NoRefusal = "null::text as reason, null::bigint as quarantine, null::timestamptz as resubmitted_at, null::text as resubmitted_by, null::text as resubmit_outcome, null::text as resubmit_detail";

    public async Task<(IReadOnlyList<StoredTrace> Rows, DateTimeOffset SearchedTo)> FindAsync(
        string clinic, TraceQuery query, CancellationToken cancellationToken)
    {
        var rows = new List<StoredTrace>();
        var (before, stretch, began) = (query.Before, FirstStretch, time.GetTimestamp());
        await using var connection = await database.OpenAsync(clinic, cancellationToken);
        while (before.ReceivedAt > query.From)
        {
            var from = before.ReceivedAt - query.From > stretch ? before.ReceivedAt - stretch : query.From;
            await using var command = new NpgsqlCommand(Sql(query.Outcome), connection);
            AddKeys(command, clinic, before);
            command.Parameters.Add(new() { Value = from.UtcDateTime });
            command.Parameters.Add(new() { Value = (object?)query.Device ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
            command.Parameters.Add(new() { Value = query.Limit - rows.Count });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(Read(reader));
            }

            if (rows.Count >= query.Limit)
            {
                return (rows, rows[^1].Row.ReceivedAt);
            }

            (before, stretch) = (new TracePlace(from, 0), stretch * StretchGrows);
            if (time.GetElapsedTime(began) > Patience)
            {
                break;
            }
        }

        return (rows, before.ReceivedAt);
    }

    /// <returns>Null: there is no such message.</returns>
    public async Task<StoredTrace?> FindAsync(string clinic, TracePlace place, CancellationToken cancellationToken)
    {
        const string there = "clinic = $1 and received_at = $2 and input = $3";
        await using var connection = await database.OpenAsync(clinic, cancellationToken);
        await using var command = new NpgsqlCommand(string.Join(
            " union all ",
            $"select {Columns}, {NoRefusal}, null::text as status, body, null::text as detail, null::text as topic, null::bytea as payload from infusion.reading where {there}",
            $"select {Refusals}, null, null, detail, topic, payload from infusion.quarantine where {there}",
            $"select {StatusColumns}, {NoRefusal}, status, null, null, null, null from ({StatusRows("input = $3")}) s where received_at = $2"), connection);
        AddKeys(command, clinic, place);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }

    static void AddKeys(NpgsqlCommand command, string clinic, TracePlace place)
    {
        command.Parameters.Add(new() { Value = clinic });
        command.Parameters.Add(new() { Value = place.ReceivedAt.UtcDateTime });
        command.Parameters.Add(new() { Value = place.Input });
    }

    const string Refusals =
        """
        input, device, null::text, null::bigint, null::timestamptz, received_at, evaluated_at, committed_at, null::timestamptz, null::smallint,
        null::text[], reason, id, resubmitted_at, resubmitted_by, resubmit_outcome, resubmit_detail
        """;

    const string StatusColumns =
        """
        input, device, boot, null::bigint, null::timestamptz, received_at, evaluated_at, committed_at, null::timestamptz, null::smallint,
        null::text[]
        """;

    static string StatusRows(string where) =>
        $"""
        select clinic, input, evaluated_at, committed_at, body::text as status, body -> 'report' ->> 'device' as device,
            body -> 'report' ->> 'boot' as boot, (body -> 'report' ->> 'receivedAt')::timestamptz as received_at
        from infusion.clinic_input where clinic = $1 and body ->> '$kind' = 'reported' and {where}
        """;

    static string Sql(TraceOutcome? outcome)
    {
        const string there = "clinic = $1 and received_at >= $4 and received_at <= $2 and (received_at, input) < ($2, $3) and ($5::text is null or device = $5)";
        var flags = outcome switch
        {
            null => "",
            TraceOutcome.Live => $" and flags & {(int)(ReadingFlags.Late | ReadingFlags.Unregistered)} = 0",
            TraceOutcome.Late => $" and flags & {(int)ReadingFlags.Late} <> 0",
            TraceOutcome.Unregistered => $" and flags & {(int)ReadingFlags.Unregistered} <> 0",
            _ => null,
        };
        var parts = new List<string>();
        if (flags is not null)
        {
            parts.Add($"select {Columns}, {NoRefusal}, null::text as status from infusion.reading where {there}{flags}");
        }

        if (outcome is null or TraceOutcome.Refused)
        {
            parts.Add($"select {Refusals}, null from infusion.quarantine where {there}");
        }

        if (outcome is null or TraceOutcome.Status)
        {
            // Evaluated at or after receipt.
            parts.Add($"select {StatusColumns}, {NoRefusal}, status from ({StatusRows("evaluated_at >= $4")}) s where {there}");
        }

        return $"{string.Join(" union all ", parts)} order by 6 desc, 1 desc limit $6";
    }

    static StoredTrace Read(NpgsqlDataReader reader)
    {
        var (input, receivedAt) = (reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(5));
        var status = Optional<string>(reader, 17) is { } text ? Report(text) : null;
        var flags = (ReadingFlags)(OptionalValue<short>(reader, 9) ?? 0);
        var outcome = status is not null ? TraceOutcome.Status
            : !reader.IsDBNull(12) ? TraceOutcome.Refused
            : flags.HasFlag(ReadingFlags.Unregistered) ? TraceOutcome.Unregistered
            : flags.HasFlag(ReadingFlags.Late) ? TraceOutcome.Late
            : TraceOutcome.Live;
        var at = OptionalValue<DateTimeOffset>(reader, 8);
        var row = new TraceRow(
            new TracePlace(receivedAt, input).ToString(),
            outcome,
            Optional<string>(reader, 1),
            Optional<string>(reader, 2),
            OptionalValue<long>(reader, 3),
            OptionalValue<DateTimeOffset>(reader, 4),
            receivedAt,
            OptionalValue<DateTimeOffset>(reader, 6),
            OptionalValue<DateTimeOffset>(reader, 7),
            ChartedAt: null,
            flags.HasFlag(ReadingFlags.ChartedAtReceipt),
            Chair: null,
            Session: null,
            Optional<string[]>(reader, 10) ?? [],
            Optional<string>(reader, 11),
            OptionalValue<long>(reader, 12),
            OptionalValue<DateTimeOffset>(reader, 13) is { } sent
                ? new TraceResubmission(sent, Optional<string>(reader, 14) ?? "", Optional<string>(reader, 15) ?? "", Optional<string>(reader, 16))
                : null);
        return reader.FieldCount > 18
            ? new StoredTrace(row, at, Optional<byte[]>(reader, 18), status, Optional<string>(reader, 19), Optional<string>(reader, 20), Optional<byte[]>(reader, 21))
            : new StoredTrace(row, at, null, status, null, null, null);
    }

    static DeviceReport? Report(string body) => (ClinicInputJson.Read(body) as ClinicInput.Reported)?.Report;

    static T? Optional<T>(NpgsqlDataReader reader, int column) where T : class => reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);

    static T? OptionalValue<T>(NpgsqlDataReader reader, int column) where T : struct =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);
}
