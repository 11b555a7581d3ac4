namespace Infusion.Server.Identity.Accounts;

/// <summary>Stored by its number.</summary>
enum LinkKind : short
{
    /// <summary>Whoever opens it becomes the first manager.</summary>
    FirstManager = 1,

    /// <summary>Somebody who is invited sets their first password.</summary>
    Invitation = 2,

    /// <summary>Another password; second factor and passkeys stay.</summary>
    NewPassword = 3,

    /// <summary>Another password, and second factor and passkeys are gone: the phone or the key is lost.</summary>
    Everything = 4,
}

/// <summary>What a link allows once. Its secret is known to whom it was shown; here is the SHA-256.</summary>
sealed class OneTimeLink
{
    public required string SecretHash { get; init; }

    public required LinkKind Kind { get; init; }

    /// <summary>Null: for whoever becomes the first manager.</summary>
    public required Guid? PersonId { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>One sign-in at one browser. Kept for a while after its end, so that its owner can see it.</summary>
sealed class SignInRow
{
    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    public required DateTimeOffset BeganAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; init; }

    public required DateTimeOffset LastInputAt { get; init; }

    /// <summary>Null: not by hand; it locks itself when nobody has touched it for long enough.</summary>
    public required DateTimeOffset? LockedAt { get; init; }

    public required DateTimeOffset? EndedAt { get; init; }

    public required short IdleMinutes { get; init; }

    public required string How { get; init; }

    public required string Origin { get; init; }

    public required string Browser { get; init; }
}

/// <summary>After how long without input a clinic's screens lock; no row: the default.</summary>
sealed class IdleLock
{
    public const short Default = 5;
    public const short Longest = 60;

    public required string Clinic { get; init; }

    public required short Minutes { get; set; }
}

/// <summary>A browser in which a person wants to be told of alarms. Whoever has it and this server's key can tell it something.</summary>
sealed class PushSubscription
{
    public const int LongestName = 60;
    public const int LongestEndpoint = 1000;

    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>The sign-in that turned it on: it ends with it. Null: none is known.</summary>
    public required Guid? SignInId { get; init; }

    public required string Name { get; init; }

    /// <summary>At the browser's vendor.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The browser's public key, base64url.</summary>
    public required string P256dh { get; init; }

    public required string Auth { get; init; }

    public required DateTimeOffset AddedAt { get; init; }
}

/// <summary>Real time, also when the clinic's is simulated.</summary>
sealed record IdentityClock(TimeProvider Provider)
{
    public DateTimeOffset Now => Provider.GetUtcNow();
}
