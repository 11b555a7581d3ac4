using System.Security.Cryptography;
using System.Text.Json;

namespace Infusion.Server.Identity.Audit;

/// <summary>Stored by its number.</summary>
public enum Actor : short
{
    /// <summary>Nobody that we know: no sign-in, or one that is worth nothing.</summary>
    Nobody = 0,
    Person = 1,
    Client = 2,

    /// <summary>The trail itself: what it has lost or let go.</summary>
    Server = 3,

    /// <summary>Whoever works on the machine itself, by its command line.</summary>
    Support = 4,

    /// <summary>A wall display, by its name.</summary>
    Display = 5,
}

/// <summary>One thing that somebody did, read or tried.</summary>
/// <param name="Clinic">Whose trail it stands in; empty: no clinic's that we know.</param>
/// <param name="Act">As in the table of rights, or SignIn, SignOut, Token, FhirRead, FhirSearch.</param>
/// <param name="What">Method and address, without a query's values.</param>
/// <param name="Patients">Ids; the session's is added when the line is written.</param>
/// <param name="Status">The HTTP status of the answer: 401 and 403 are tries that were refused.</param>
sealed record AuditLine(
    Guid Id, string Clinic, DateTimeOffset At, Actor Kind, string Who, string Act, string What, IReadOnlyList<string> Patients, Guid? Session, string Origin,
    short Status)
{
    /// <summary>Over the digest before it and all of this line, so that none can be changed, put in or taken out alone.</summary>
    public byte[] Digest(long number, byte[] before) => SHA256.HashData([
        .. before,
        .. JsonSerializer.SerializeToUtf8Bytes(new object?[]
        {
            number, Id, Clinic, At.UtcTicks, (short)Kind, Who, Act, What, Patients, Session, Origin, Status,
        }),
    ]);
}
