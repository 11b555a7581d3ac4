using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Recovery;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Library;

// What the protocol pages and an order form read. The TypeScript side stands in src/Infusion.Dashboard/src/library/contract.ts.

/// <summary>What a version is worth: only an approved one has somebody who stands for it.</summary>
public enum ProtocolStanding : byte { Unknown = 0, Sample = 1, Draft = 2, Approved = 3 }

/// <summary>One version of a protocol and where it comes from.</summary>
/// <param name="IsInUse">A plan that names no version takes this one.</param>
/// <param name="IsNewest">A new version is based on this one.</param>
public sealed record ProtocolVersionView(
    string Id,
    int Version,
    string Name,
    ProtocolStanding Standing,
    bool IsInUse,
    bool IsNewest,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    string Reason,
    ProtocolApproval? Approval);

/// <summary>A version whole.</summary>
public sealed record ProtocolView(ProtocolVersionView About, InfusionProtocol Protocol);

/// <summary>One path at which two versions differ; null: it is not there.</summary>
public sealed record ProtocolDifference(string Path, JsonNode? Before, JsonNode? After);

/// <summary>What is wrong with a draft, and what it changes.</summary>
/// <param name="Against">The version in use, which it is compared with; null: there is no such protocol yet.</param>
/// <param name="Differences">Null: there is nothing to compare.</param>
public sealed record ProtocolCheck(ImmutableArray<ProtocolFault> Faults, int? Against, IReadOnlyList<ProtocolDifference>? Differences);

/// <summary>A protocol that ships, to begin from.</summary>
/// <param name="IsThere">The clinic has one of this id already.</param>
public sealed record SampleView(string Id, string Name, string Indication, string Drug, decimal UsualDoseMgPerKg, TimeSpan UsualDuration, bool IsThere);

public sealed record TakeSampleRequest(Guid CommandId);

/// <param name="Password">Of who approves, once more.</param>
public sealed record ApproveProtocolRequest(Guid CommandId, string? Password);

/// <summary>What a protocol may be made of.</summary>
public sealed record ProtocolVocabulary(
    IReadOnlyList<VitalWord> Vitals, IReadOnlyList<RuleWord> Rules, ImmutableArray<RecoveryScaleInfo> RecoveryScales, IReadOnlyList<NeedWord> DischargeNeeds);

/// <summary>What may be asked of a patient before the discharge, in words that go on after "Missing: ".</summary>
public sealed record NeedWord(DischargeNeed Need, string Words);

/// <param name="IsByCuff">A limit may wait for a second measurement.</param>
public sealed record VitalWord(Metric Metric, string Label, string Unit, decimal Lowest, decimal Highest, bool IsByCuff);

/// <param name="Priority">As it ships; that of each limit for a rule about limits.</param>
/// <param name="Side">Null: the rule judges no vital limits.</param>
/// <param name="DelaySeconds">As it ships with these settings; null: that of each limit.</param>
public sealed record RuleWord(
    string Id, string Code, string Action, AlarmPriority Priority, bool MayBeOff, LimitSide? Side, IReadOnlyList<Metric> Metrics, double? DelaySeconds);
