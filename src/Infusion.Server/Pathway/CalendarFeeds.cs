using Infusion.Server.Identity;
using Infusion.Server.Operations;
using Npgsql;

namespace Infusion.Server.Pathway;

/// <summary>Who may read which calendar by its address alone. The secret in the address is kept as a hash.</summary>
sealed class CalendarFeeds(NpgsqlDataSource dataSource, ClinicClock clock)
{
    public async Task<(FeedView Feed, string Secret)> IssueAsync(string clinic, FeedKind kind, string of, string by, CancellationToken cancellationToken)
    {
        var (feed, secret) = (new FeedView(Guid.NewGuid(), kind, of, clock.Now, by, null), DeviceSecret.New());
        await using var command = dataSource.CreateCommand(
            "insert into infusion.calendar_feed (clinic, id, kind, of_name, secret, created_at, created_by) values ($1, $2, $3, $4, $5, $6, $7)");
        Add(command, clinic, feed.Id, (short)kind, of, DeviceSecret.Hash(secret), feed.CreatedAt.UtcDateTime, by);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return (feed, secret);
    }

    /// <returns>Newest first; revoked ones too.</returns>
    public async Task<IReadOnlyList<FeedView>> AllAsync(string clinic, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "select id, kind, of_name, created_at, created_by, revoked_at from infusion.calendar_feed where clinic = $1 order by created_at desc, id");
        Add(command, clinic);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var feeds = new List<FeedView>();
        while (await reader.ReadAsync(cancellationToken))
        {
            feeds.Add(new FeedView(
                reader.GetGuid(0), (FeedKind)reader.GetInt16(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetString(4),
                reader.IsDBNull(5) ? null : reader.GetFieldValue<DateTimeOffset>(5)));
        }

        return feeds;
    }

    /// <summary>At once and for ever; a second time changes nothing.</summary>
    public async Task RevokeAsync(string clinic, Guid feed, string by, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "update infusion.calendar_feed set revoked_at = $3, revoked_by = $4 where clinic = $1 and id = $2 and revoked_at is null");
        Add(command, clinic, feed, clock.Now.UtcDateTime, by);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <returns>Null: no such feed, another secret, or revoked.</returns>
    public async Task<(string Clinic, FeedKind Kind, string Of)?> FindAsync(Guid feed, string secret, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "select clinic, kind, of_name, secret from infusion.calendar_feed where id = $1 and revoked_at is null");
        Add(command, feed);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            && DeviceSecret.Matches(reader.GetString(3), System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret)))
            ? (reader.GetString(0), (FeedKind)reader.GetInt16(1), reader.GetString(2))
            : null;
    }

    static void Add(NpgsqlCommand command, params IReadOnlyList<object> values)
    {
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }
    }
}
