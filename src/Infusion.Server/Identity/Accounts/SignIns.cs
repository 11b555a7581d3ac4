using System.Collections.Concurrent;
using System.Security.Claims;
using Infusion.Server.Ingestion.Decoding;
using Infusion.Server.Storage;
using Npgsql;

namespace Infusion.Server.Identity.Accounts;

/// <summary>
/// Who is signed in at which browser, when somebody last touched it, and which live connections it holds. In memory, so that no request
/// waits for the store; <see cref="SignInKeeper"/> writes behind, and after a restart it is read again. A store that is away signs nobody out.
/// </summary>
sealed class SignIns(NpgsqlDataSource database, IdentityClock clock, ILogger<SignIns> logger)
{
    /// <summary>In the cookie: which sign-in it belongs to.</summary>
    public const string Claim = "sign_in";

    const string Columns = """select "Id", "PersonId", "LastSeenAt", "LastInputAt", "LockedAt", "IdleMinutes" from identity.sign_in """;

    readonly ConcurrentDictionary<Guid, OpenSignIn> _open = new();

    /// <summary>Ended by this server, whether the store knows it yet or not.</summary>
    readonly ConcurrentDictionary<Guid, byte> _ended = new();

    public static Guid? IdOf(ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(Claim), out var id) ? id : null;

    /// <returns>Null: its cookie is worth nothing.</returns>
    public OpenSignIn? Of(ClaimsPrincipal user) => IdOf(user) is { } id && _open.TryGetValue(id, out var known) ? known : null;

    /// <summary>Nobody has touched this browser for too long, or somebody has locked it.</summary>
    public bool IsLocked(ClaimsPrincipal user) => Of(user)?.IsLocked(clock.Now) ?? false;

    public async Task<Guid> BeginAsync(Guid person, string how, string origin, string browser, CancellationToken cancellationToken)
    {
        var (id, now) = (Guid.NewGuid(), clock.Now);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = Command(
            connection,
            """
            insert into identity.sign_in ("Id", "PersonId", "BeganAt", "LastSeenAt", "LastInputAt", "IdleMinutes", "How", "Origin", "Browser")
            select $1, $2, $3, $3, $3,
                coalesce((select min(coalesce(i."Minutes", $4)) from identity.clinic_membership m left join identity.idle_lock i on i."Clinic" = m."Clinic" where m."PersonId" = $2), $4),
                $5, $6, $7
            returning "IdleMinutes"
            """,
            id, person, now, IdleLock.Default, how, SafeText.Printable(origin, 64), SafeText.Printable(browser, 200));
        var minutes = (short)(await command.ExecuteScalarAsync(cancellationToken))!;
        _open[id] = new OpenSignIn(id, person, minutes, now, now, null);
        return id;
    }

    /// <returns>Null: it has ended, or there never was one.</returns>
    /// <exception cref="NpgsqlException">This server does not know it yet, and the store does not answer.</exception>
    public async Task<OpenSignIn?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        if (_open.TryGetValue(id, out var known))
        {
            return known;
        }

        if (_ended.ContainsKey(id))
        {
            return null;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = Command(connection, Columns + """where "Id" = $1 and "EndedAt" is null""", id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? _open.GetOrAdd(id, new OpenSignIn(
                id, reader.GetGuid(1), reader.GetInt16(5), reader.GetFieldValue<DateTimeOffset>(2), reader.GetFieldValue<DateTimeOffset>(3),
                reader.IsDBNull(4) ? null : reader.GetFieldValue<DateTimeOffset>(4)))
            : null;
    }

    /// <summary>Locked or opened again: on disk at once where the store answers, so that a restart does not open a screen.</summary>
    public async Task SetLockAsync(ClaimsPrincipal user, bool isLocked, CancellationToken cancellationToken)
    {
        if (Of(user) is not { } signIn)
        {
            return;
        }

        signIn.SetLock(isLocked, clock.Now);
        await SaveAsync([signIn], cancellationToken);
    }

    /// <summary>Whoever signs in again at the same browser goes on being told of alarms there.</summary>
    public async Task SucceedAsync(Guid before, Guid id, Guid person, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = Command(
            connection, """update identity.push_subscription set "SignInId" = $2 where "SignInId" = $1 and "PersonId" = $3""", before, id, person);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>With it ends what it was told of alarms.</summary>
    public Task EndAsync(Guid id, CancellationToken cancellationToken) => EndAsync("""where "Id" = $2""", id, cancellationToken);

    /// <summary>All of a person's, at all browsers; their live connections close at once, and no browser is told of alarms any more.</summary>
    public Task EndAllAsync(Guid person, CancellationToken cancellationToken) => EndAsync("""where "PersonId" = $2""", person, cancellationToken);

    /// <summary>Writes what was seen, ends here what was ended elsewhere, and lets go of what nobody uses.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        var all = _open.Values.ToList();
        if (all.Count == 0)
        {
            return;
        }

        await SaveAsync(all.Where(signIn => signIn.HasNews), cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = Command(
            connection, """select "Id" from identity.sign_in where "Id" = any($1) and "EndedAt" is null""", (object)all.Select(signIn => signIn.Id).ToArray());
        var going = new HashSet<Guid>();
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                going.Add(reader.GetGuid(0));
            }
        }

        foreach (var ended in all.Where(signIn => !going.Contains(signIn.Id)))
        {
            Forget(ended);
        }
    }

    /// <summary>Rows of sign-ins that ended, or were not seen, long ago.</summary>
    public async Task RetainAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = Command(connection, """delete from identity.sign_in where "LastSeenAt" < $1""", clock.Now - age);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    async Task EndAsync(string which, Guid id, CancellationToken cancellationToken)
    {
        foreach (var signIn in _open.Values.Where(each => each.Id == id || each.Person == id))
        {
            Forget(signIn);
        }

        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var command = Command(
                connection,
                $"""
                with ended as (update identity.sign_in set "EndedAt" = $1 {which} and "EndedAt" is null)
                delete from identity.push_subscription where "SignInId" = $2 or "PersonId" = $2
                """,
                clock.Now, id);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (NpgsqlException e)
        {
            logger.LogWarning(e, "That sign-ins have ended cannot be written now; this server knows it");
        }
    }

    void Forget(OpenSignIn signIn)
    {
        _ended[signIn.Id] = default;
        _open.TryRemove(signIn.Id, out _);
        signIn.CloseConnections();
    }

    async Task SaveAsync(IEnumerable<OpenSignIn> signIns, CancellationToken cancellationToken)
    {
        var states = signIns.Select(signIn => signIn.TakeState()).ToList();
        if (states.Count == 0)
        {
            return;
        }

        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var command = Command(
                connection,
                """
                with news as (
                    update identity.sign_in s set "LastSeenAt" = n.seen, "LastInputAt" = n.input, "LockedAt" = n.locked
                    from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[]) n(id, seen, input, locked) where s."Id" = n.id
                    returning s."PersonId", n.seen)
                update identity.person p set "LastSeenAt" = greatest(p."LastSeenAt", news.seen)
                from (select "PersonId", max(seen) as seen from news group by "PersonId") news where p."Id" = news."PersonId"
                """,
                states.Select(s => s.Id).ToArray(), states.Select(s => s.Seen.UtcDateTime).ToArray(), states.Select(s => s.Input.UtcDateTime).ToArray(),
                states.Select(s => s.Locked?.UtcDateTime).ToArray());
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (NpgsqlException e)
        {
            // Memory has it; it is written with what comes next.
            logger.LogWarning(e, "When browsers were last used, and which are locked, cannot be written now");
            foreach (var state in states)
            {
                state.SignIn.MarkNews();
            }
        }
    }

    static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values) =>
        new NpgsqlCommand(sql, connection) { CommandTimeout = 3 }.With(values);
}
