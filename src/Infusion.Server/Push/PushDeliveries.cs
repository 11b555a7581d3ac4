using Infusion.Server.Storage;
using Npgsql;

namespace Infusion.Server.Push;

/// <summary>What became of one push. Stored by its number.</summary>
enum PushOutcome : short
{
    Waiting = 0,

    /// <summary>The push service took it. Only a receipt says that it came.</summary>
    Sent = 1,

    /// <summary>The browser had unsubscribed; it is forgotten.</summary>
    Gone = 2,

    /// <summary>Refused, or not taken in its minute.</summary>
    Failed = 3,

    /// <summary>Too many waited.</summary>
    Dropped = 4,

    /// <summary>In a storm: one message stands for many.</summary>
    Grouped = 5,

    /// <summary>What came after it took its place before it was sent.</summary>
    Replaced = 6,
}

/// <param name="Person">Sign-in name.</param>
/// <param name="Device">As its owner calls it.</param>
/// <param name="Outcome">waiting, sent, gone, failed, dropped, grouped, replaced.</param>
/// <param name="ReceivedAt">Null: not confirmed.</param>
sealed record PushDeliveryView(string Person, string Device, DateTimeOffset ToldAt, string Outcome, DateTimeOffset? SentAt, DateTimeOffset? ReceivedAt);

/// <summary>Which calls of which alarms were told to which browsers, and which of them said that it came.</summary>
sealed class PushDeliveries(NpgsqlDataSource database, ClinicDatabase clinics)
{
    /// <summary>More than these in a minute are one message, but for alarms of high priority.</summary>
    public const int ManyInAMinute = 6;

    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>A receipt that comes later proves nothing about the alarm.</summary>
    static readonly TimeSpan ReceiptWithin = TimeSpan.FromHours(1);

    public static string WordOf(PushOutcome outcome) => outcome.ToString().ToLowerInvariant();

    /// <summary>Before it is sent: whoever claims it sends it, and nobody else does, also after a restart.</summary>
    /// <param name="happened">The event that calls.</param>
    /// <param name="token">Digest.</param>
    /// <returns>How many the browser was told in the minute before; null: it is claimed already.</returns>
    public async Task<int?> ClaimAsync(
        string clinic, Guid id, Guid happened, Guid? alarm, string? chair, PushTarget target, string token, DateTimeOffset calledAt, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await using var command = Command(
            """
            insert into infusion.push_delivery (clinic, id, event, alarm, chair, person, subscription, device, token, called_at, told_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (event, subscription) do nothing
            returning (select count(*)::int from infusion.push_delivery d where d.subscription = $7 and d.alarm is not null and d.told_at > $11 - interval '1 minute')
            """,
            clinic, id, happened, new NpgsqlParameter<Guid?> { TypedValue = alarm }, new NpgsqlParameter<string?> { TypedValue = chair }, target.Person, target.Subscription, target.Name,
            token, calledAt.UtcDateTime, now.UtcDateTime);
        return (int?)await command.ExecuteScalarAsync(cancellationToken);
    }

    public async Task EndAsync(Guid id, PushOutcome outcome, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = Command(
            "update infusion.push_delivery set outcome = $2, sent_at = case when $2 = 1 then $3 end where id = $1", id, (short)outcome, now.UtcDateTime);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Nobody need go any more. Each browser that was told is told so once.</summary>
    /// <returns>Those that are to be told, with the chair that they were told.</returns>
    public async Task<IReadOnlyDictionary<Guid, string?>> QuietAsync(string clinic, Guid alarm, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = Command(
            "update infusion.push_delivery set quieted_at = $3 where clinic = $1 and alarm = $2 and quieted_at is null returning subscription, chair, outcome",
            clinic, alarm, now.UtcDateTime);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var told = new Dictionary<Guid, string?>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if ((PushOutcome)reader.GetInt16(2) is PushOutcome.Waiting or PushOutcome.Sent)
            {
                told[reader.GetGuid(0)] = reader.IsDBNull(1) ? null : reader.GetString(1);
            }
        }

        return told;
    }

    /// <param name="token">Digest.</param>
    /// <returns>False: nobody awaits it, or no longer.</returns>
    public async Task<bool> ReceiveAsync(string token, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = Command(
            "update infusion.push_delivery set received_at = $2, token = null where token = $1 and told_at > $3", token, now.UtcDateTime, (now - ReceiptWithin).UtcDateTime);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <returns>In the order in which they were told.</returns>
    public async Task<IReadOnlyList<PushDeliveryView>> OfAsync(string clinic, Guid alarm, CancellationToken cancellationToken)
    {
        await using var connection = await clinics.OpenAsync(clinic, cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            select person, device, told_at, outcome, sent_at, received_at from infusion.push_delivery
            where clinic = $1 and alarm = $2 order by told_at, person, device limit 500
            """,
            connection)
        { Parameters = { new() { Value = clinic }, new() { Value = alarm } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var told = new List<PushDeliveryView>();
        while (await reader.ReadAsync(cancellationToken))
        {
            told.Add(new(
                reader.GetString(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2), WordOf((PushOutcome)reader.GetInt16(3)),
                reader.Instant(4), reader.Instant(5)));
        }

        return told;
    }

    public async Task RetainAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = Command("delete from infusion.push_delivery where told_at < $1", (now - Kept).UtcDateTime);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    NpgsqlCommand Command(string sql, params object[] values) => database.CreateCommand(sql).With(values);
}
