using System.Collections.Concurrent;
using System.Security.Claims;
using Infusion.Server.Identity.Accounts;
using Infusion.Server.Storage;
using Npgsql;

namespace Infusion.Server.Identity.Wall;

/// <param name="Path">To be put behind this server's address and opened at the display. It is shown now and never again.</param>
sealed record NewDisplayView(Guid Id, string Path, DateTimeOffset ExpiresAt);

/// <param name="State">waiting: its link was not opened yet; late: nor can it be any more; enrolled; revoked.</param>
/// <param name="SeenAt">When a server last had a live connection of it; null: never.</param>
sealed record WallDisplayView(
    Guid Id, string Name, string State, DateTimeOffset MadeAt, string MadeBy, DateTimeOffset LinkExpiresAt, DateTimeOffset? SeenAt, DateTimeOffset? RevokedAt,
    string? RevokedBy);

/// <summary>
/// The wall displays that are let in, each with the live connections it holds here. In memory, so that no store that is away takes a
/// picture from a wall; <see cref="WallDisplayKeeper"/> reads them at the start and compares them again and again.
/// </summary>
sealed class WallDisplays(NpgsqlDataSource database, IdentityClock clock)
{
    public static readonly TimeSpan LinkLives = TimeSpan.FromHours(1);

    /// <summary>In the cookie: which display it is.</summary>
    const string Claim = "display";

    readonly ConcurrentDictionary<Guid, Known> _known = new();

    /// <summary>Revoked by this server: also while the store still says otherwise.</summary>
    readonly ConcurrentDictionary<Guid, byte> _revoked = new();

    public static ClaimsPrincipal PrincipalOf(Guid id, string clinic, string name) => new(new ClaimsIdentity(
        [new(Claim, id.ToString()), new(ClinicClaims.Clinic, clinic), new(ClaimTypes.Name, name)], WallDoor.Scheme));

    /// <returns>False: it was revoked, or never was one.</returns>
    /// <exception cref="NpgsqlException">This server does not know it yet, and the store does not answer.</exception>
    public async Task<bool> IsLetInAsync(ClaimsPrincipal display, CancellationToken cancellationToken)
    {
        if (IdOf(display) is not { } id || _revoked.ContainsKey(id))
        {
            return false;
        }

        if (!_known.ContainsKey(id))
        {
            // Enrolled at another server since this one last looked.
            await KeepAsync(cancellationToken);
        }

        return _known.ContainsKey(id);
    }

    public bool ShowsInitials(ClaimsPrincipal display) => Of(display)?.ShowsInitials ?? false;

    /// <returns>False: it was revoked meanwhile.</returns>
    public bool Connect(ClaimsPrincipal display, string connection, Action close)
    {
        if (Of(display) is not { } known)
        {
            return false;
        }

        known.Connections[connection] = close;
        return Of(display) is not null;
    }

    public void Disconnect(ClaimsPrincipal display, string connection) => Of(display)?.Connections.TryRemove(connection, out _);

    /// <summary>Writes which are connected, takes in what the store has, and closes what was revoked elsewhere.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using (var seen = Command(
            connection, "update infusion.display set seen_at = $1 where id = any($2)", clock.Now,
            _known.Where(each => !each.Value.Connections.IsEmpty).Select(each => each.Key).ToArray()))
        {
            await seen.ExecuteNonQueryAsync(cancellationToken);
        }

        var before = _known.Keys.ToList();
        var found = new HashSet<Guid>();
        await using var command = Command(
            connection,
            """
            select d.id, c.wall_shows_initials from infusion.display d join infusion.clinic c using (clinic)
            where d.enrolled_at is not null and d.revoked_at is null
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var id = reader.GetGuid(0);
            found.Add(id);
            if (!_revoked.ContainsKey(id))
            {
                _known.GetOrAdd(id, _ => new Known()).ShowsInitials = reader.GetBoolean(1);
            }
        }

        foreach (var gone in before.Where(id => !found.Contains(id)))
        {
            Forget(gone);
        }
    }

    public async Task<NewDisplayView> MakeAsync(string clinic, string name, string by, CancellationToken cancellationToken)
    {
        var (id, now, secret) = (Guid.NewGuid(), clock.Now, DeviceSecret.New());
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = Command(
            connection,
            "insert into infusion.display (clinic, id, name, made_at, made_by, link, link_expires_at) values ($1, $2, $3, $4, $5, $6, $7)",
            clinic, id, name, now, by, OneTimeLinks.Hash(secret), now + LinkLives);
        await command.ExecuteNonQueryAsync(cancellationToken);
        // Behind the #: browsers send that part to nobody, so no log has it.
        return new(id, $"/wall#{secret}", now + LinkLives);
    }

    /// <summary>Once: who comes second with the same link finds nothing.</summary>
    /// <returns>Null: there is no such link, or no longer.</returns>
    public async Task<(Guid Id, string Clinic, string Name)?> EnrolAsync(string secret, CancellationToken cancellationToken)
    {
        (Guid Id, string Clinic, string Name) enrolled;
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
        {
            await using var command = Command(
                connection,
                """
                update infusion.display set enrolled_at = $2, seen_at = $2
                where link = $1 and link_expires_at > $2 and enrolled_at is null and revoked_at is null returning id, clinic, name
                """,
                OneTimeLinks.Hash(secret), clock.Now);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            if (!await reader.ReadAsync(cancellationToken))
            {
                return null;
            }

            enrolled = (reader.GetGuid(0), reader.GetString(1), reader.GetString(2));
        }

        await KeepAsync(cancellationToken);
        return enrolled;
    }

    /// <summary>At once and for ever: its live connections close.</summary>
    /// <returns>Whether the clinic has it.</returns>
    public async Task<bool> RevokeAsync(string clinic, Guid id, string by, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = Command(
            connection,
            "update infusion.display set revoked_at = coalesce(revoked_at, $3), revoked_by = coalesce(revoked_by, $4) where clinic = $1 and id = $2",
            clinic, id, clock.Now, by);
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
        {
            return false;
        }

        _revoked[id] = default;
        Forget(id);
        return true;
    }

    public async Task ShowInitialsAsync(string clinic, bool isShown, CancellationToken cancellationToken)
    {
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
        {
            await using var command = Command(connection, "update infusion.clinic set wall_shows_initials = $2 where clinic = $1", clinic, isShown);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await KeepAsync(cancellationToken);
    }

    /// <returns>Newest first, revoked ones too; and whether the clinic's walls show initials.</returns>
    public async Task<(bool ShowsInitials, IReadOnlyList<WallDisplayView> Displays)> AllAsync(string clinic, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = Command(
            connection,
            """
            select c.wall_shows_initials, d.id, d.name, d.made_at, d.made_by, d.link_expires_at, d.enrolled_at is not null, d.seen_at, d.revoked_at, d.revoked_by
            from infusion.clinic c left join infusion.display d using (clinic) where c.clinic = $1 order by d.made_at desc, d.id
            """,
            clinic);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (showsInitials, displays, now) = (false, new List<WallDisplayView>(), clock.Now);
        while (await reader.ReadAsync(cancellationToken))
        {
            showsInitials = reader.GetBoolean(0);
            if (reader.IsDBNull(1))
            {
                continue;
            }

            var (expiresAt, revokedAt) = (reader.GetFieldValue<DateTimeOffset>(5), reader.Instant(8));
            displays.Add(new(
                reader.GetGuid(1), reader.GetString(2),
                revokedAt is not null ? "revoked" : reader.GetBoolean(6) ? "enrolled" : expiresAt > now ? "waiting" : "late",
                reader.GetFieldValue<DateTimeOffset>(3), reader.GetString(4), expiresAt, reader.Instant(7), revokedAt,
                reader.IsDBNull(9) ? null : reader.GetString(9)));
        }

        return (showsInitials, displays);
    }

    void Forget(Guid id)
    {
        if (_known.TryRemove(id, out var known))
        {
            foreach (var close in known.Connections.Values)
            {
                close();
            }
        }
    }

    Known? Of(ClaimsPrincipal display) => IdOf(display) is { } id && _known.TryGetValue(id, out var known) ? known : null;

    static Guid? IdOf(ClaimsPrincipal display) => Guid.TryParse(display.FindFirstValue(Claim), out var id) ? id : null;

    static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values) =>
        new NpgsqlCommand(sql, connection) { CommandTimeout = 3 }.With(values);

    sealed class Known
    {
        public volatile bool ShowsInitials;

        public ConcurrentDictionary<string, Action> Connections { get; } = new(StringComparer.Ordinal);
    }
}
