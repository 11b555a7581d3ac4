namespace Infusion.Core.SignOff;

/// <summary>What a person, or the server by itself, wants of a chart.</summary>
public abstract record SignOffCommand(string By);

/// <param name="Shown">The digest of what the person was shown.</param>
/// <param name="IsPhysician">By role; others sign as author only.</param>
public sealed record SignChart(string By, SignatureMeaning Meaning, string Shown, bool IsPhysician) : SignOffCommand(By);

public sealed record LockChart(string By, string Shown) : SignOffCommand(By);

public sealed record WaiveObligation(string By, string Obligation, Guid Reason) : SignOffCommand(By);

public sealed record WithdrawWaiver(string By, string Obligation) : SignOffCommand(By);

public sealed record AddEntry(
    string By, Guid Entry, EntryKind Kind, Guid Text, Guid Reason, Guid? Corrects, DateTimeOffset? HappenedAt) : SignOffCommand(By);

public sealed record SeeChange(string By, int Version) : SignOffCommand(By);

/// <summary>What the chart says now, for whoever decides.</summary>
/// <param name="IsSomething">Whether an id is an event or an entry of this chart.</param>
public sealed record ChartNow(string Digest, IReadOnlyList<Obligation> Obligations, Func<Guid, bool> IsSomething);

/// <summary>Either events, or why not. None and accepted: it was so already.</summary>
public abstract record SignOffDecision
{
    public sealed record Accepted(params IReadOnlyList<SignOffEvent> Events) : SignOffDecision;

    public sealed record Rejected(string Code, string Reason) : SignOffDecision;
}
