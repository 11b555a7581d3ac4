using Infusion.Core.SignOff;

namespace Infusion.Server.Charts;

/// <summary>One chart of the physician's list.</summary>
/// <param name="Since">When the session was closed, or came to where it stands.</param>
/// <param name="Standing">What it waits for.</param>
/// <param name="Open">What is owed and not waived.</param>
/// <param name="ForMe">It changed after the one who asks had signed it, and they have not seen that.</param>
/// <param name="Changes">Of the newest version against the one before.</param>
public sealed record ChartRow(
    Guid Session, string Chair, Guid Patient, string PatientName, DateTimeOffset Since, ChartStanding Standing, IReadOnlyList<Obligation> Open,
    int Waived, IReadOnlyList<SignatureView> Signatures, int Version, bool ForMe, ChartChanges Changes);

/// <summary>Stored nowhere: what a chart waits for.</summary>
public enum ChartStanding
{
    Unknown = 0,
    AwaitsSignature = 1,
    AwaitsLock = 2,
    Changed = 3,
    Locked = 4,
}

/// <param name="IsCurrent">It is on what the chart says now.</param>
public sealed record SignatureView(string By, string Name, SignatureMeaning Meaning, DateTimeOffset At, int Version, bool IsCurrent);

/// <summary>The worklist.</summary>
/// <param name="More">How many more there are than are shown: the oldest come first.</param>
public sealed record ChartList(IReadOnlyList<ChartRow> Charts, int More);

public sealed record WaiverView(string Obligation, string Reason, DateTimeOffset At, string By);

/// <param name="Text">Null: erased.</param>
public sealed record EntryView(
    Guid Entry, EntryKind Kind, string? Text, string? Reason, Guid? Corrects, DateTimeOffset? HappenedAt, DateTimeOffset At, string By, string Name);

/// <param name="Waiver">Null: it is not waived.</param>
public sealed record ObligationView(string Code, string Text, IReadOnlyList<DateTimeOffset> Times, bool MayBeWaived, WaiverView? Waiver);

/// <summary>Where the sign-off of a chart stands.</summary>
/// <param name="Digest">Of the chart as it is now: what a signature is asked for.</param>
/// <param name="LockedBy">Null: it is not locked as it is now.</param>
/// <param name="ForMe">The newest version that the one who asks has not seen; null: none.</param>
public sealed record SignOffView(
    Guid Session, ChartStanding Standing, string Digest, IReadOnlyList<ObligationView> Obligations, IReadOnlyList<SignatureView> Signatures,
    DateTimeOffset? LockedAt, string? LockedBy, IReadOnlyList<EntryView> Entries, IReadOnlyList<ChartVersion> Versions, int? ForMe);

public sealed record SignRequest(SignatureMeaning Meaning, string? Digest, string? Password);

public sealed record LockRequest(string? Digest, string? Password);

public sealed record WaiveRequest(Guid CommandId, string? Obligation, string? Reason);

public sealed record WithdrawRequest(string? Obligation);

/// <param name="Password">Asked for where the chart is signed already: the entry is signed with it.</param>
public sealed record EntryRequest(
    Guid CommandId, EntryKind Kind, string? Text, string? Reason, Guid? Corrects, DateTimeOffset? HappenedAt, string? Password);

public sealed record SeenRequest(int Version);

public sealed record RevokeKeyRequest(DateTimeOffset? From, string? Reason, string? Password);

public sealed record MakeKeyRequest(string? Password);
