using System.Collections.Immutable;
using Infusion.Core.Associations;
using Infusion.Core.Clinics;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Pathway;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Ingestion;

namespace Infusion.Server.Clinics;

/// <summary>One message as it will be stored. <paramref name="At"/> is chart time.</summary>
readonly record struct ReadingRow(Reading Reading, DateTimeOffset At, long Input, DateTimeOffset EvaluatedAt, ReadingFlags Flags)
{
    /// <summary>Keys that the protocol has no word for; null: none.</summary>
    public IReadOnlyList<string>? UnknownKeys { get; init; }
}

readonly record struct QuarantineRow(Incoming.Quarantined Message, long Input);

/// <summary>An input that is no reading, as it will be stored.</summary>
readonly record struct InputRow(ClinicInput Body, long Input, DateTimeOffset EvaluatedAt);

/// <summary>The state after an input.</summary>
sealed record Checkpoint(long Input, DateTimeOffset EvaluatedAt, byte[] State);

[Flags]
enum ReadingFlags : short
{
    None = 0,

    /// <summary>History only, by the device's flag or by its seq.</summary>
    Late = 1,

    /// <summary>The device had no usable clock: charted at receipt.</summary>
    ChartedAtReceipt = 2,

    /// <summary>From a device nobody has accepted yet: charts nothing.</summary>
    Unregistered = 4,
}

/// <summary>A new version of a protocol, or (then its approval is set) the approval of one that is stored.</summary>
readonly record struct ProtocolRow(InfusionProtocol Protocol, DateTimeOffset At, string By, string Reason);

/// <summary>What became of a plan, in its stream.</summary>
readonly record struct PathwayRow(Guid Stream, Guid Id, PathwayEvent Event);

/// <summary>Refused: it was never let in; retired: it was in use and is no more. Either may be accepted again.</summary>
public enum DevicePutAside : byte { None = 0, Refused = 1, Retired = 2 }

readonly record struct DeviceRow(string Device, DeviceKind Kind, string? HomeChair, bool Accepted, DateTimeOffset FirstSeen, DevicePutAside PutAside = DevicePutAside.None);

/// <summary>
/// What one turn of one clinic produced, committed whole or not at all.
/// Units of a clinic are committed in the order they were enqueued.
/// </summary>
sealed class CommitUnit(string clinic, long epoch, bool simulated)
{
    readonly TaskCompletionSource _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Clinic { get; } = clinic;

    public long Epoch { get; } = epoch;

    /// <summary>The clinic's data is made up, and whatever leaves says so.</summary>
    public bool Simulated { get; } = simulated;

    /// <summary>Number of the last input in it.</summary>
    public long Input { get; set; }

    /// <summary>The clinic's time at its last input.</summary>
    public DateTimeOffset Now { get; set; }

    public List<ReadingRow> Readings { get; } = [];

    public List<QuarantineRow> Quarantined { get; } = [];

    public List<InputRow> Inputs { get; } = [];

    public Checkpoint? Checkpoint { get; set; }

    /// <summary>Whole second up to which timers are in it.</summary>
    public DateTimeOffset TickedThrough { get; set; }

    /// <summary>Why the clinic's charting stands still on this unit; null: it does not.</summary>
    public string? StandsStillBecause { get; set; }

    public List<StreamEvent> Events { get; } = [];

    public List<PathwayRow> PlanEvents { get; } = [];

    /// <summary>What the plan events made of plans; before is null of a new one.</summary>
    public List<(TreatmentPlan? Before, TreatmentPlan After)> Plans { get; } = [];

    public List<ChartedVital> Charted { get; } = [];

    /// <summary>Sessions that a correction has charted anew.</summary>
    public List<CorrectedSession> Corrected { get; } = [];

    public List<object> Documents { get; } = [];

    public List<Guid> Commands { get; } = [];

    public List<DeviceRow> Devices { get; } = [];

    public List<ProtocolRow> Protocols { get; } = [];

    /// <summary>The clinic's chairs from now on; null: as they were.</summary>
    public ImmutableArray<Chair>? Chairs { get; set; }

    public List<(DeviceKind Kind, DeviceReport Report)> Reports { get; } = [];

    public bool IsEmpty =>
        Readings.Count == 0 && Quarantined.Count == 0 && Inputs.Count == 0 && Checkpoint is null && Events.Count == 0 && PlanEvents.Count == 0 && Charted.Count == 0
        && Documents.Count == 0 && Commands.Count == 0 && Devices.Count == 0 && Protocols.Count == 0 && Chairs is null
        && Reports.Count == 0;

    /// <summary>What it costs the store, in readings: what is told to FHIR as well is a document with its own indexes.</summary>
    public int Weight => Readings.Count + (20 * (Charted.Count + Events.Count));

    /// <summary>Ends when it is on disk; fails with <see cref="WriterFencedException"/> or <see cref="UnstorableMessagesException"/>.</summary>
    public Task Committed => _committed.Task;

    public void Complete() => _committed.TrySetResult();

    public void Fail(Exception reason) => _committed.TrySetException(reason);

    public void TakeOver(FindingSink sink)
    {
        Events.AddRange(sink.Events);
        Charted.AddRange(sink.Charted);
        Corrected.AddRange(sink.Corrected);
    }
}

/// <summary>Another activation owns the clinic now: this one may store nothing more.</summary>
sealed class WriterFencedException(string clinic) : Exception($"another writer has taken over clinic {clinic}");

/// <summary>The engine failed on a message: a fault of ours. The state may be half changed, so its writer ends; the next begins without it.</summary>
/// <param name="index">Which of the messages of the call.</param>
sealed class UnevaluableMessageException(int index, Exception inner)
    : Exception($"the engine failed on it ({inner.GetType().Name})", inner)
{
    public int Index { get; } = index;
}

/// <summary>The store refuses these inputs, alone and for a reason that will not pass. Without them the writer can begin again.</summary>
sealed class UnstorableMessagesException(long epoch, IReadOnlySet<long> inputs, Exception reason)
    : Exception(StoreFailures.Words(reason)) // without the reason itself: the store's sentence may hold the value, and this is logged
{
    public long Epoch { get; } = epoch;

    public IReadOnlySet<long> Inputs { get; } = inputs;
}
