using System.Collections.Immutable;
using Infusion.Core.Assessments;

namespace Infusion.Core.Outcomes;

/// <summary>One patient may fill in these instruments, once and soon, without signing in.</summary>
/// <param name="Hash">SHA-256 of the token, in lower-case hex; the token itself is kept nowhere.</param>
public sealed record TabletLink(string Hash, Guid Patient, ImmutableArray<Instrument> Instruments, DateTimeOffset ExpiresAt)
{
    /// <summary>Null: not yet.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>Another link was made for the patient after it.</summary>
    public bool IsReplaced { get; init; }

    public TabletLinkState StateAt(DateTimeOffset now) =>
        UsedAt is not null ? TabletLinkState.Used
        : IsReplaced ? TabletLinkState.Replaced
        : now >= ExpiresAt ? TabletLinkState.Late
        : TabletLinkState.Open;
}

/// <summary>Stored nowhere.</summary>
public enum TabletLinkState : byte { Unknown = 0, Open = 1, Used = 2, Late = 3, Replaced = 4 }
