using Infusion.Server.Storage;
using Npgsql;

namespace Infusion.Server.Push;

/// <param name="ToldAt">When this server last told it something; null: never.</param>
/// <param name="ReceivedAt">When the browser said that it came; null: it has not.</param>
sealed record PushBrowserView(Guid Id, string Name, string Endpoint, DateTimeOffset AddedAt, DateTimeOffset? ToldAt, string? Outcome, DateTimeOffset? ReceivedAt);

/// <summary>The browsers in which people want to be told of alarms.</summary>
sealed class PushSubscriptions(NpgsqlDataSource database)
{
    public const int Most = 10;

    public async Task<IReadOnlyList<PushBrowserView>> ListAsync(Guid person, CancellationToken cancellationToken)
    {
        await using var command = Command(
            """
            select s."Id", s."Name", s."Endpoint", s."AddedAt", d.told_at, d.outcome, d.received_at
            from identity.push_subscription s
            left join lateral (select * from infusion.push_delivery d where d.subscription = s."Id" order by d.told_at desc limit 1) d on true
            where s."PersonId" = $1 order by s."AddedAt", s."Id"
            """,
            person);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var browsers = new List<PushBrowserView>();
        while (await reader.ReadAsync(cancellationToken))
        {
            browsers.Add(new(
                reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3), reader.Instant(4),
                reader.IsDBNull(5) ? null : PushDeliveries.WordOf((PushOutcome)reader.GetInt16(5)), reader.Instant(6)));
        }

        return browsers;
    }

    /// <summary>The same browser again is the same subscription; under another person it is theirs, and a new one.</summary>
    /// <returns>False: there are <see cref="Most"/> already.</returns>
    public async Task<bool> AddAsync(
        Guid person, Guid? signIn, string name, string endpoint, string p256dh, string auth, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var one = new NpgsqlCommand("""select 1 from identity.person where "Id" = $1 for update""", connection) { Parameters = { new() { Value = person } } })
        {
            await one.ExecuteNonQueryAsync(cancellationToken);
        }

        await using (var others = new NpgsqlCommand("""delete from identity.push_subscription where "Endpoint" = $1 and "PersonId" <> $2""", connection)
        {
            Parameters = { new() { Value = endpoint }, new() { Value = person } },
        })
        {
            await others.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var command = new NpgsqlCommand(
            $"""
            insert into identity.push_subscription ("Id", "PersonId", "SignInId", "Name", "Endpoint", "P256dh", "Auth", "AddedAt")
            select gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7
            where (select count(*) from identity.push_subscription where "PersonId" = $1 and "Endpoint" <> $4) < {Most}
            on conflict ("Endpoint") do update
            set "SignInId" = excluded."SignInId", "Name" = excluded."Name", "P256dh" = excluded."P256dh", "Auth" = excluded."Auth"
            """,
            connection)
        {
            Parameters =
            {
                new() { Value = person }, new NpgsqlParameter<Guid?> { TypedValue = signIn }, new() { Value = name }, new() { Value = endpoint }, new() { Value = p256dh },
                new() { Value = auth }, new() { Value = at.UtcDateTime },
            },
        };
        var isAdded = await command.ExecuteNonQueryAsync(cancellationToken) == 1;
        await transaction.CommitAsync(cancellationToken);
        return isAdded;
    }

    /// <returns>Whether the person had it.</returns>
    public async Task<bool> RemoveAsync(Guid person, Guid id, CancellationToken cancellationToken)
    {
        await using var command = Command("""delete from identity.push_subscription where "PersonId" = $1 and "Id" = $2""", person, id);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Its push service knows it no more.</summary>
    public async Task ForgetAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = Command("""delete from identity.push_subscription where "Id" = $1""", id);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <param name="people">Sign-in names; who may not sign in, or left the clinic, is told nothing.</param>
    public async Task<IReadOnlyList<PushTarget>> OfAsync(string clinic, IReadOnlyCollection<string> people, CancellationToken cancellationToken)
    {
        await using var command = Command(
            $"""
            {Targets} join identity.clinic_membership m on m."PersonId" = p."Id" and m."Clinic" = $1
            where p."UserName" = any($2) and p."DeactivatedAt" is null
            """,
            clinic, people.ToArray());
        return await ReadAsync(command, cancellationToken);
    }

    /// <returns>Null: the person has no such browser.</returns>
    public async Task<PushTarget?> FindAsync(Guid person, Guid id, CancellationToken cancellationToken)
    {
        await using var command = Command($"""{Targets} where s."PersonId" = $1 and s."Id" = $2""", person, id);
        return await ReadAsync(command, cancellationToken) is [var only] ? only : null;
    }

    public async Task<IReadOnlyList<PushTarget>> OfAsync(IReadOnlyCollection<Guid> subscriptions, CancellationToken cancellationToken)
    {
        await using var command = Command($"""{Targets} where s."Id" = any($1) and p."DeactivatedAt" is null""", (object)subscriptions.ToArray());
        return await ReadAsync(command, cancellationToken);
    }

    const string Targets =
        """
        select s."Id", p."UserName", p."DisplayName", s."Name", s."Endpoint", s."P256dh", s."Auth"
        from identity.push_subscription s join identity.person p on p."Id" = s."PersonId"
        """;

    static async Task<IReadOnlyList<PushTarget>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var targets = new List<PushTarget>();
        while (await reader.ReadAsync(cancellationToken))
        {
            targets.Add(new(
                reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetString(6)));
        }

        return targets;
    }

    NpgsqlCommand Command(string sql, params object[] values) => database.CreateCommand(sql).With(values);
}
