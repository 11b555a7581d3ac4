using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Infusion.Server.Identity.Accounts;

/// <param name="Secret">Shown once; the store has only its digest.</param>
sealed record NewLink(string Secret, DateTimeOffset ExpiresAt)
{
    /// <summary>Behind the #: browsers send that part to nobody, so no log has it.</summary>
    public string Path => $"/link#{Secret}";
}

/// <summary>Links that are used once. A newer one for the same person takes the place of the older.</summary>
sealed class OneTimeLinks(IdentityStore store, IdentityClock clock)
{
    public static readonly TimeSpan ForPeople = TimeSpan.FromHours(72);
    public static readonly TimeSpan ForTheFirst = TimeSpan.FromHours(24);

    /// <summary>Those who change who may do what wait for one another until the transaction ends.</summary>
    public Task OneAtATimeAsync(CancellationToken cancellationToken) =>
        store.Database.ExecuteSqlRawAsync("select pg_advisory_xact_lock(hashtextextended('infusion.identity.people', 0))", cancellationToken);

    public async Task<NewLink> MakeAsync(LinkKind kind, Guid? person, CancellationToken cancellationToken)
    {
        await store.OneTimeLinks.Where(link => link.PersonId == person).ExecuteDeleteAsync(cancellationToken);
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var now = clock.Now;
        var made = new OneTimeLink
        {
            SecretHash = Hash(secret),
            Kind = kind,
            PersonId = person,
            MadeAt = now,
            ExpiresAt = now + (kind == LinkKind.FirstManager ? ForTheFirst : ForPeople),
        };
        store.OneTimeLinks.Add(made);
        await store.SaveChangesAsync(cancellationToken);
        store.Entry(made).State = EntityState.Detached;
        return new NewLink(secret, made.ExpiresAt);
    }

    /// <returns>Null: there is no such link, or no longer. One answer for all of it.</returns>
    public async Task<OneTimeLink?> FindAsync(string? secret, CancellationToken cancellationToken)
    {
        var (hash, now) = (Hash(secret ?? ""), clock.Now);
        return await store.OneTimeLinks.AsNoTracking().SingleOrDefaultAsync(link => link.SecretHash == hash && link.ExpiresAt > now, cancellationToken);
    }

    /// <summary>Within a transaction: whoever else uses it waits, and then finds nothing.</summary>
    /// <returns>Whether it was there to be used.</returns>
    public async Task<bool> TakeAsync(OneTimeLink link, CancellationToken cancellationToken)
    {
        var now = clock.Now;
        return await store.OneTimeLinks.Where(each => each.SecretHash == link.SecretHash && each.ExpiresAt > now).ExecuteDeleteAsync(cancellationToken) == 1;
    }

    internal static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
