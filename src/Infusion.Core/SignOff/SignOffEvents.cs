namespace Infusion.Core.SignOff;

/// <summary>What a signature says. Stored by name.</summary>
public enum SignatureMeaning : byte
{
    Unknown = 0,

    /// <summary>Wrote it, or stands for what it says.</summary>
    Author = 1,

    /// <summary>Read all of it.</summary>
    Review = 2,

    /// <summary>Read all of it and agrees.</summary>
    Approval = 3,
}

/// <summary>What is added to a chart beside what stands in it. Stored by name.</summary>
public enum EntryKind : byte
{
    Unknown = 0,

    /// <summary>New, after the fact.</summary>
    Addendum = 1,

    /// <summary>Something in the chart is wrong; it stays readable.</summary>
    Correction = 2,

    /// <summary>Belonged into the chart at its time.</summary>
    LateEntry = 3,
}

/// <summary>
/// What became of a chart: facts in a stream of their own for each session, so that signing never races the session's writer.
/// They hold ids, codes and digests; free text stands in erasable notes.
/// </summary>
public abstract record SignOffEvent(DateTimeOffset At, string By);

/// <param name="Digest">Of what the person was shown and signed; hexadecimal SHA-256.</param>
/// <param name="Version">The sealed version that carries the signature.</param>
public sealed record ChartSigned(DateTimeOffset At, SignatureMeaning Meaning, string Digest, int Version, string By) : SignOffEvent(At, By);

/// <summary>Nobody signs this any more. What comes later opens the chart again.</summary>
public sealed record ChartLocked(DateTimeOffset At, string Digest, string By) : SignOffEvent(At, By);

/// <param name="Obligation">Its code.</param>
/// <param name="Reason">The erasable note.</param>
public sealed record ObligationWaived(DateTimeOffset At, string Obligation, Guid Reason, string By) : SignOffEvent(At, By);

public sealed record WaiverWithdrawn(DateTimeOffset At, string Obligation, string By) : SignOffEvent(At, By);

/// <param name="Text">The erasable note.</param>
/// <param name="Reason">The erasable note.</param>
/// <param name="Corrects">The event, or the entry, that is corrected; null: it corrects none by itself.</param>
/// <param name="HappenedAt">Chart time of a late entry; null: <see cref="SignOffEvent.At"/>.</param>
public sealed record EntryAdded(
    DateTimeOffset At, Guid Entry, EntryKind Kind, Guid Text, Guid Reason, Guid? Corrects, DateTimeOffset? HappenedAt, string By)
    : SignOffEvent(At, By);

/// <summary>Something arrived after signing, and a new version was sealed without a signature.</summary>
public sealed record ChartChanged(DateTimeOffset At, string Digest, int Version, string By) : SignOffEvent(At, By);

/// <summary>A signer has seen what arrived, and leaves it at that.</summary>
public sealed record ChangeSeen(DateTimeOffset At, int Version, string By) : SignOffEvent(At, By);
