using Infusion.Server.Identity.Accounts;
using Infusion.Server.Ingestion;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Infusion.Server.Identity;

sealed class Person : IdentityUser<Guid>
{
    /// <summary>As it stands in a chart: "R. Okafor, RN".</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>Null: may sign in. Who was deactivated stays known: charts name them.</summary>
    public DateTimeOffset? DeactivatedAt { get; set; }

    public DateTimeOffset? LastSeenAt { get; set; }
}

sealed class ClinicMembership
{
    public required Guid PersonId { get; init; }

    public required string Clinic { get; init; }
}

sealed class DeviceCredential
{
    public required string Username { get; init; }

    public required string Clinic { get; init; }

    public required GrantKind Kind { get; init; }

    public required string[] Devices { get; init; }

    public required bool MaySubscribe { get; init; }

    /// <summary>Goes up with each change that ends the connections made before it.</summary>
    public required int Version { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public required string MadeBy { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public string? RevokedBy { get; init; }
}

enum DeviceKeyKind : byte { Unknown = 0, Secret = 1, Certificate = 2 }

/// <summary>What proves a credential. While one is replaced there are two.</summary>
sealed class DeviceKey
{
    public required Guid Id { get; init; }

    public required string Username { get; init; }

    public required DeviceKeyKind Kind { get; init; }

    /// <summary>Of a secret, salted; of a certificate its fingerprint.</summary>
    public required string Hash { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public required string MadeBy { get; init; }

    /// <summary>Of a certificate: by its own word.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>It was replaced and opens until then, or until the new one is first used; null: it is the one in use.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    public DateTimeOffset? FirstUsedAt { get; init; }
}

/// <summary>A client's assertion that was accepted once, kept until it would have expired anyway.</summary>
sealed class UsedAssertion
{
    public required string ClientId { get; init; }

    public required string Jti { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>People, their clinics, devices' credentials and SMART clients. The tables are made by <see cref="IdentitySchema"/>.</summary>
sealed class IdentityStore(DbContextOptions<IdentityStore> options) : IdentityDbContext<Person, IdentityRole<Guid>, Guid>(options)
{
    public const string Schema = "identity";

    public DbSet<ClinicMembership> Memberships => Set<ClinicMembership>();

    public DbSet<DeviceCredential> DeviceCredentials => Set<DeviceCredential>();

    public DbSet<DeviceKey> DeviceKeys => Set<DeviceKey>();

    public DbSet<UsedAssertion> UsedAssertions => Set<UsedAssertion>();

    public DbSet<OneTimeLink> OneTimeLinks => Set<OneTimeLink>();

    public DbSet<SignInRow> SignIns => Set<SignInRow>();

    public DbSet<IdleLock> IdleLocks => Set<IdleLock>();

    public DbSet<PushSubscription> PushSubscriptions => Set<PushSubscription>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasDefaultSchema(Schema);
        builder.UseOpenIddict();
        builder.Entity<Person>(person =>
        {
            person.ToTable("person");
            person.Property(p => p.DisplayName).HasMaxLength(200);
        });
        builder.Entity<ClinicMembership>(membership =>
        {
            membership.ToTable("clinic_membership");
            membership.HasKey(m => new { m.PersonId, m.Clinic });
            membership.HasOne<Person>().WithMany().HasForeignKey(m => m.PersonId).OnDelete(DeleteBehavior.Cascade);
            membership.Property(m => m.Clinic).HasMaxLength(64);
        });
        builder.Entity<DeviceCredential>(credential =>
        {
            credential.ToTable("device_credential");
            credential.HasKey(c => c.Username);
            credential.HasIndex(c => c.Clinic);
            credential.Property(c => c.Username).HasMaxLength(128);
            credential.Property(c => c.Clinic).HasMaxLength(64);
            credential.Property(c => c.Kind).HasConversion<short>();
        });
        builder.Entity<DeviceKey>(key =>
        {
            key.ToTable("device_key");
            key.HasKey(k => k.Id);
            key.HasIndex(k => k.Hash).IsUnique();
            key.HasOne<DeviceCredential>().WithMany().HasForeignKey(k => k.Username).OnDelete(DeleteBehavior.Cascade);
            key.Property(k => k.Username).HasMaxLength(128);
            key.Property(k => k.Kind).HasConversion<short>();
        });
        builder.Entity<UsedAssertion>(assertion =>
        {
            assertion.ToTable("used_assertion");
            assertion.HasKey(a => new { a.ClientId, a.Jti });
            assertion.HasIndex(a => a.ExpiresAt);
        });
        // Passkeys alone of what Identity's third schema version brings: its other changes would rewrite tables for nothing.
        builder.Entity<IdentityUserPasskey<Guid>>(passkey =>
        {
            passkey.ToTable("passkey");
            passkey.HasKey(p => p.CredentialId);
            passkey.HasIndex(p => p.UserId);
            passkey.Property(p => p.CredentialId).HasMaxLength(1024);
            passkey.HasOne<Person>().WithMany().HasForeignKey(p => p.UserId).OnDelete(DeleteBehavior.Cascade);
            passkey.OwnsOne(p => p.Data).ToJson();
        });
        builder.Entity<OneTimeLink>(link =>
        {
            link.ToTable("one_time_link");
            link.HasKey(l => l.SecretHash);
            link.HasIndex(l => l.PersonId).IsUnique();
            link.HasOne<Person>().WithMany().HasForeignKey(l => l.PersonId).OnDelete(DeleteBehavior.Cascade);
            link.Property(l => l.SecretHash).HasMaxLength(64);
            link.Property(l => l.Kind).HasConversion<short>();
        });
        builder.Entity<SignInRow>(signIn =>
        {
            signIn.ToTable("sign_in");
            signIn.HasKey(s => s.Id);
            signIn.HasIndex(s => s.PersonId);
            signIn.HasOne<Person>().WithMany().HasForeignKey(s => s.PersonId).OnDelete(DeleteBehavior.Cascade);
            signIn.Property(s => s.How).HasMaxLength(32);
            signIn.Property(s => s.Origin).HasMaxLength(64);
            signIn.Property(s => s.Browser).HasMaxLength(200);
        });
        builder.Entity<PushSubscription>(push =>
        {
            push.ToTable("push_subscription");
            push.HasKey(p => p.Id);
            push.HasIndex(p => p.Endpoint).IsUnique();
            push.HasIndex(p => p.PersonId);
            push.HasOne<Person>().WithMany().HasForeignKey(p => p.PersonId).OnDelete(DeleteBehavior.Cascade);
            push.Property(p => p.Name).HasMaxLength(PushSubscription.LongestName);
            push.Property(p => p.Endpoint).HasMaxLength(PushSubscription.LongestEndpoint);
            push.Property(p => p.P256dh).HasMaxLength(87);
            push.Property(p => p.Auth).HasMaxLength(22);
        });
        builder.Entity<IdleLock>(idle =>
        {
            idle.ToTable("idle_lock");
            idle.HasKey(i => i.Clinic);
            idle.Property(i => i.Clinic).HasMaxLength(64);
        });
    }
}
