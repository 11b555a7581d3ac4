using Infusion.Core.Telemetry;

namespace Infusion.Server.Trace;

/// <summary>What became of a message. Live and late are charted where its device was; unregistered is kept and charts nothing.</summary>
public enum TraceOutcome : byte { Unknown = 0, Live = 1, Late = 2, Unregistered = 3, Refused = 4, Status = 5 }

/// <summary>That a refused message was sent again after a mend.</summary>
/// <param name="Outcome">late, unregistered, duplicate (it was known already) or refused.</param>
public sealed record TraceResubmission(DateTimeOffset At, string By, string Outcome, string? Detail);

/// <summary>One message on its way. A time that is null was not said, or not kept when the message was stored.</summary>
/// <param name="Id">Names it in this trace; also the cursor of a page that begins after it.</param>
/// <param name="ChartedAt">Where on the chart it stands; null: nowhere.</param>
/// <param name="ChartedAtReceipt">The device had no usable clock.</param>
/// <param name="Chair">Where its device was at that time; null: at no session, so it charts nothing.</param>
/// <param name="UnknownKeys">What it said that the protocol has no word for.</param>
/// <param name="Quarantine">Names a refused one, to send it again.</param>
public sealed record TraceRow(
    string Id,
    TraceOutcome Outcome,
    string? Device,
    string? Boot,
    long? Seq,
    DateTimeOffset? DeviceAt,
    DateTimeOffset ReceivedAt,
    DateTimeOffset? EvaluatedAt,
    DateTimeOffset? CommittedAt,
    DateTimeOffset? ChartedAt,
    bool ChartedAtReceipt,
    string? Chair,
    Guid? Session,
    IReadOnlyList<string> UnknownKeys,
    string? Reason,
    long? Quarantine,
    TraceResubmission? Resubmission);

/// <param name="Next">Cursor of the older ones; null: there are none.</param>
/// <param name="SearchedTo">How far back this page looked. A rare message may lie before it while a page is empty.</param>
public sealed record TracePage(IReadOnlyList<TraceRow> Rows, string? Next, DateTimeOffset SearchedTo);

/// <param name="Key">The protocol's reference id.</param>
/// <param name="Value">Null: the device said that it has none.</param>
/// <param name="MeasuredAt">The key's own time on the device's clock; null: the message's.</param>
public sealed record TraceValue(string Key, string Label, decimal? Value, string Unit, Quality Quality, DateTimeOffset? MeasuredAt);

/// <summary>A payload as it came. It may hold anything, a patient's name too.</summary>
/// <param name="Text">Null: it does not print.</param>
/// <param name="Hex">Its beginning, when it does not print.</param>
public sealed record TracePayload(string Topic, int Bytes, string? Text, string? Hex);

/// <param name="ClockBehindSeconds">Chart time less the device's time: how far its clock was corrected.</param>
/// <param name="Detail">What is wrong and where, of a refused one.</param>
/// <param name="ResubmitRefused">Why a refused one cannot be sent again; null: it can, or it is none.</param>
public sealed record TraceDetail(
    TraceRow Row,
    IReadOnlyList<TraceValue> Values,
    PumpState? Pump,
    IReadOnlyList<DeviceAlert> Alerts,
    double? ClockBehindSeconds,
    DeviceReport? Status,
    string? Detail,
    TracePayload? Payload,
    string? ResubmitRefused);
